/**
 * Dense networks, with the measure and the baseline of a classifier.
 *
 * @module
 */

export { type MlpOptions, mlp } from '../models/deep-learning/mlp.js';
export * from '../scratch/index.js'; // notebooks of before `gradus/scratch` import it from here
export { accuracy } from './accuracy.js';
export { type NearestCentroid, nearestCentroid } from './nearest-centroid.js';
