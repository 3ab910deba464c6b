/**
 * Dense networks, with the measure and the baseline of a classifier.
 *
 * @module
 */
export * from '../scratch/index.js'; // notebooks of before `gradus/scratch` import it from here
export { accuracy } from './accuracy.js';
export { type MlpOptions, mlp } from './mlp-model.js';
export { type NearestCentroid, nearestCentroid } from './nearest-centroid.js';
