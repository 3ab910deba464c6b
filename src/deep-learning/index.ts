/**
 * Networks from scratch: layers, losses and a trainer small enough to read in one sitting.
 *
 * @module
 */
import { withholdable } from '../backend/withheld.js';
import * as loss from './cross-entropy.js';
import * as dense from './dense.js';
import * as mlp from './mlp.js';
import * as probabilities from './softmax.js';

export { accuracy } from './accuracy.js';
export type { DenseGradients } from './dense.js';
export { type MlpWeights, predictMlp, type TrainedMlp, type TrainMlpOptions } from './mlp.js';
export { type MlpOptions, mlp } from './mlp-model.js';
export { type NearestCentroid, nearestCentroid } from './nearest-centroid.js';

// The exercises of lesson 02: the library's own versions, withheld while an exercise asks for them.

/** {@inheritDoc probabilities.softmax} */
export const softmax = withholdable('gradus/deep-learning.softmax', probabilities.softmax);
/** {@inheritDoc loss.crossEntropy} */
export const crossEntropy = withholdable('gradus/deep-learning.crossEntropy', loss.crossEntropy);
/** {@inheritDoc dense.denseForward} */
export const denseForward = withholdable('gradus/deep-learning.denseForward', dense.denseForward);
/** {@inheritDoc dense.denseBackward} */
export const denseBackward = withholdable(
  'gradus/deep-learning.denseBackward',
  dense.denseBackward,
);
/** {@inheritDoc mlp.trainMlp} */
export const trainMlp = withholdable('gradus/deep-learning.trainMlp', mlp.trainMlp);
