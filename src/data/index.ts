/**
 * Data sets by name, and seeded splits of them.
 *
 * @module
 */

export { type GrammarTextOptions, grammarText } from './grammar-text.js';
export { type ImageDataset, loadDataset } from './load.js';
export { type LabelledTexts, type MatchReportsOptions, matchReports } from './match-reports.js';
export { type Scaler, standardScaler } from './scaler.js';
export { type ShapeImages, type ShapeImagesOptions, shapeImages } from './shape-images.js';
export { type Part, type Split, trainTestSplit } from './split.js';
