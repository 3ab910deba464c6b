/**
 * What lessons build by hand, from loops on: layers, losses and a trainer small enough to read in one
 * sitting, and before them small tools for tables, promises and streams. Models to use are those of the families, such as `gradus/deep-learning`.
 *
 * @module
 */
export { crossEntropy } from './cross-entropy.js';
export { type DenseGradients, denseBackward, denseForward } from './dense.js';
export { type GroupMean, groupMeans, type Measured } from './group-means.js';
export { mapLimit } from './map-limit.js';
export { runningStats } from './running-stats.js';
export { softmax } from './softmax.js';
export {
  type MlpWeights,
  predictMlp,
  type TrainedMlp,
  type TrainMlpOptions,
  trainMlp,
} from './train-mlp.js';
