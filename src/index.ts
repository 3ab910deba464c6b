/**
 * gradus: what a notebook imports.
 *
 * @module
 * @example
 * import { tf, useBackend, loadDataset, check } from 'gradus';
 * await useBackend();
 */
export * from './backend/index.js';
export {
  type ImageDataset,
  loadDataset,
  type Part,
  type Split,
  trainTestSplit,
} from './data/index.js';
export * from './nn/index.js';
export {
  check,
  display,
  NotSolvedError,
  type Progress,
  passedOr,
  progress,
  trainingChart,
  trainingProgress,
} from './notebook/index.js';
export {
  barChart,
  confusionMatrix,
  type Figure,
  imageGrid,
  type LiveChart,
  lineChart,
  liveChart,
} from './plot/index.js';
