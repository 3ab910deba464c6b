/**
 * Dense networks, with the measure and the baseline of a classifier.
 *
 * @module
 */

export { type MlpOptions, mlp } from '../models/deep-learning/mlp.js';
// Notebooks of before `gradus/scratch` import these from here.
export {
  crossEntropy,
  type DenseGradients,
  denseBackward,
  denseForward,
  type MlpWeights,
  predictMlp,
  softmax,
  type TrainedMlp,
  type TrainMlpOptions,
  trainMlp,
} from '../scratch/index.js';
export { accuracy } from './accuracy.js';
export { type NearestCentroid, nearestCentroid } from './nearest-centroid.js';
