/** The steps of the set-up: what is done is skipped, what is under way is shown with its time. */

import { withLock } from './lock.mjs';
import { readStamp, removeStamp, writeStamp } from './stamp.mjs';

/** A step that could not be done, with what to do about it. */
export class SetupError extends Error {
  /**
   * @param {string} message what happened
   * @param {string} remedy what the user can do
   * @param {{ remember?: boolean }} [options] remember: false where asking again costs nothing
   */
  constructor(message, remedy, { remember = true } = {}) {
    super(message);
    this.remember = remember;
    this.name = 'SetupError';
    this.code = 'setup-failed';
    this.remedy = remedy;
  }
}

/**
 * @typedef {object} Step
 * @property {string} name shown while it runs
 * @property {string} stamp the file that says it is done; lies inside what it vouches for
 * @property {() => string} inputs hash of what the result depends on
 * @property {() => boolean} [present] whether the result is still there
 * @property {(say: (detail: string) => void) => Promise<void>} work
 */

const seconds = (/** @type {number} */ since) =>
  `${((performance.now() - since) / 1000).toFixed(1)} s`;

/**
 * Shows that a step runs: one line, rewritten on a terminal, printed once elsewhere.
 *
 * @param {string} name
 * @param {(say: (detail: string) => void) => Promise<void>} work
 */
async function show(name, work) {
  const start = performance.now();
  const out = process.stderr;
  let detail = '';
  const draw = () => {
    const width = (out.columns ?? 80) - 1;
    out.write(`\r\x1b[K${`  ${name} … ${seconds(start)} ${detail}`.slice(0, width)}`);
  };
  const timer = out.isTTY ? setInterval(draw, 200) : undefined;
  if (!out.isTTY) out.write(`  ${name} …\n`);
  const clear = () => {
    clearInterval(timer);
    if (out.isTTY) out.write('\r\x1b[K');
  };
  try {
    await work((text) => {
      detail = text;
    });
    clear();
    out.write(`  ${name}: done in ${seconds(start)}\n`);
  } catch (error) {
    clear();
    out.write(`  ${name}: failed after ${seconds(start)}\n`);
    throw error;
  }
}

/** @param {Step} step */
function isDone(step) {
  return readStamp(step.stamp)?.inputs === step.inputs() && (step.present?.() ?? true);
}

/**
 * Does a step unless it is done.
 *
 * A failure is remembered with its inputs, so that a machine without a compiler is not asked again
 * at each command; `retry` asks again.
 *
 * @param {Step} step
 * @param {{ retry?: boolean, remember?: string, lock?: string }} [options] remember: the file for a
 *   failure; lock: another lock than the project's
 * @returns {Promise<void>}
 * @throws {SetupError}
 */
export async function ensure(step, { retry = false, remember, lock } = {}) {
  if (isDone(step)) return;
  if (remember !== undefined && !retry) {
    const failed = readStamp(remember);
    if (failed?.error !== undefined && failed.inputs === step.inputs()) {
      throw new SetupError(failed.error, failed.remedy ?? '');
    }
  }
  await withLock(async () => {
    // Another command may have done it while this one waited.
    if (isDone(step)) return;
    removeStamp(step.stamp);
    try {
      await show(step.name, step.work);
    } catch (error) {
      if (remember !== undefined && error instanceof SetupError && error.remember) {
        const { message, remedy } = error;
        writeStamp(remember, { inputs: step.inputs(), error: message, remedy });
      }
      throw error;
    }
    if (remember !== undefined) removeStamp(remember);
    writeStamp(step.stamp, { inputs: step.inputs() });
  }, lock);
}
