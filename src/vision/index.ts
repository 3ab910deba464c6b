/**
 * Vision: networks that classify images.
 *
 * @module
 */
export { type CnnOptions, cnn } from './cnn.js';
export { type ResnetOptions, resnet18 } from './resnet.js';
