/**
 * Measures of what generates: modes that are reached, distances between samples and real examples,
 * precision and recall, and what a frozen classifier says of samples.
 *
 * @module
 */
export { type FeaturesOfOptions, featuresOf } from './features-of.js';
export { frechetDistance } from './frechet-distance.js';
export { type ModeCoverage, type ModeCoverageOptions, modeCoverage } from './mode-coverage.js';
export {
  type NearestNeighbours,
  type NearestNeighboursOptions,
  nearestNeighbours,
} from './nearest-neighbours.js';
export {
  type PrecisionAndRecall,
  type PrecisionAndRecallOptions,
  precisionAndRecall,
} from './precision-and-recall.js';
export { type QualityAndDiversity, qualityAndDiversity } from './quality-and-diversity.js';
export {
  type SlicedWassersteinOptions,
  slicedWasserstein,
  wassersteinDistance,
} from './sliced-wasserstein.js';
