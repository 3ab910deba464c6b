/**
 * gradus: what a notebook imports.
 *
 * Models and what belongs to one field stand in modules of their own: `gradus/deep-learning`,
 * `gradus/vision`, `gradus/vae`, `gradus/diffusion`, `gradus/nlp`, `gradus/speech`; what lessons build by
 * hand in `gradus/scratch`; measures of generators in `gradus/generative`; and `gradus/data`, `gradus/plot`,
 * `gradus/conformance`.
 *
 * @module
 * @example
 * import { tf, useBackend, loadDataset, check } from 'gradus';
 * await useBackend();
 */
export * from './backend/index.js';
export {
  dataCard,
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
  downloadDataset,
  kept,
  type LiveChart,
  type LiveFigure,
  lessonSeed,
  liveChart,
  liveFigure,
  modelLayers,
  NotSolvedError,
  type Progress,
  passedOr,
  progress,
  quiz,
  record,
  trainingChart,
  trainingProgress,
} from './notebook/index.js';
// By their files: the types of all other figures are loaded with `gradus/plot` alone.
export { barChart } from './plot/bar-chart.js';
export { confusionMatrix } from './plot/confusion-matrix.js';
export type { Figure } from './plot/figure.js';
export { imageGrid } from './plot/image-grid.js';
export { lineChart } from './plot/line-chart.js';
