/**
 * Data sets by name, and seeded splits of them.
 *
 * @module
 */
export { type ImageDataset, loadDataset } from './load.js';
export { type Part, type Split, trainTestSplit } from './split.js';
