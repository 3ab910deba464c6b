/** Augmentation: seeded functions of batches. */

export { type ColorJitterOptions, colorJitter, type JitterRange } from './color-jitter.js';
export { type Augmentation, compose } from './compose.js';
export { type CutmixOptions, cutmix } from './cutmix.js';
export { type LabelSmoothingOptions, labelSmoothing } from './label-smoothing.js';
export type { MixedBatch } from './mix.js';
export { type MixupOptions, mixup } from './mixup.js';
export { type PaddingMode, type RandomCropOptions, randomCrop } from './random-crop.js';
export { type RandomFlipOptions, randomFlip } from './random-flip.js';
