/**
 * Models as such: what there are, and the folders in which one is kept with all it needs.
 *
 * @module
 */
export type { Scaler } from '../data/scaler.js';
export { type LoadedModel, loadModel } from './load-model.js';
export { ModelOptionError } from './option-error.js';
export { type ModelId, modelIds } from './registry.js';
export { saveGraphModel } from './save-graph-model.js';
export { type SaveModelOptions, saveModel } from './save-model.js';
