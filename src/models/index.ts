/**
 * Models as such: what there are, and their folders.
 *
 * @module
 */
export { ModelOptionError } from './option-error.js';
export { type ModelId, modelIds } from './registry.js';
