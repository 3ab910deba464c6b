/**
 * Vision: networks that classify images, and augmentation of batches.
 *
 * @module
 */
export { type CnnOptions, cnn } from '../models/vision/cnn.js';
export { type ResnetOptions, resnet18 } from '../models/vision/resnet18.js';
export * from './augmentation/index.js';
