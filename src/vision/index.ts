/**
 * Vision: networks that classify images, or each pixel of them, augmentation of batches, and a measure.
 *
 * @module
 */
export { type CnnOptions, cnn } from '../models/vision/cnn.js';
export { type LenetOptions, lenet } from '../models/vision/lenet.js';
export { type MobilenetSmallOptions, mobilenetSmall } from '../models/vision/mobilenet-small.js';
export { type ResnetOptions, resnet18 } from '../models/vision/resnet18.js';
export { type Resnet20Options, resnet20 } from '../models/vision/resnet20.js';
export { type Resnet34Options, resnet34 } from '../models/vision/resnet34.js';
export { type UnetOptions, unet } from '../models/vision/unet.js';
export { type VggSmallOptions, vggSmall } from '../models/vision/vgg-small.js';
export { type VitOptions, vit } from '../models/vision/vit.js';
export * from './augmentation/index.js';
export { meanIou } from './mean-iou.js';
