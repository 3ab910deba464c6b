/**
 * Dense networks, autoencoders and a convolution over sequences, with the measure and the baseline of a
 * classifier.
 *
 * @module
 */

export { type AutoencoderOptions, autoencoder } from '../models/deep-learning/autoencoder.js';
export { type Cnn1dOptions, cnn1d } from '../models/deep-learning/cnn1d.js';
export {
  type ConvAutoencoderOptions,
  convAutoencoder,
} from '../models/deep-learning/conv-autoencoder.js';
export {
  type DenoisingAutoencoderOptions,
  denoisingAutoencoder,
} from '../models/deep-learning/denoising-autoencoder.js';
export { type MlpOptions, mlp } from '../models/deep-learning/mlp.js';
export { type MlpRegressorOptions, mlpRegressor } from '../models/deep-learning/mlp-regressor.js';
export type { Normalization } from '../models/deep-learning/parts/dense-stack.js';
export {
  decoderOf,
  encoderOf,
  type ReconstructionActivation,
} from '../models/deep-learning/parts/encoder-decoder.js';
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
