/** What one check of `gradus doctor` found, in the form that its table and the tests read. */
import { tail } from './run.mjs';

/**
 * @typedef {object} Finding
 * @property {boolean} ok
 * @property {string} detail what was found, or why it does not work
 * @property {string} [remedy] the command that mends it
 */

export const good = (/** @type {string} */ detail) => ({ ok: true, detail });
export const bad = (/** @type {string} */ detail, /** @type {string} */ remedy) => ({
  ok: false,
  detail,
  remedy,
});
export const lastLine = (/** @type {string} */ text) => tail(text, 1).trim();
