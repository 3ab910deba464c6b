/** A residual network of 18 layers. */
import type * as z from 'zod/mini';
import type { LayersModel } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import type { Complete, ModelSpec } from '../spec.js';
import { options, parametersOf, residualNetwork } from './resnet/image-net.js';

export interface ResnetOptions {
  /** Height, width and channels of one image; height and width of 32 at least. */
  inputShape: [number, number, number];
  /** Classes, C. */
  classes: number;
  /** Filters of the first stage; each stage has twice those of the one before. Default 64. */
  filters?: number | undefined;
  /** Fixes the weights at the start. Default 0. */
  seed?: number | undefined;
}

const BLOCKS = [2, 2, 2, 2];

export const spec: ModelSpec<ResnetOptions> = {
  id: 'vision/resnet18',
  task: 'classification',
  source: 'He et al. 2016, Deep residual learning for image recognition, arXiv:1512.03385',
  input: 'images [B, H, W, channels], float32',
  output: 'logits [B, C], float32',
  options: options satisfies z.ZodMiniType<Complete<ResnetOptions>, ResnetOptions>,
  build: (given) => residualNetwork('resnet18', BLOCKS, given),
  example: {
    options: { inputShape: [32, 32, 1], classes: 3, filters: 2, seed: 1 },
    inputs: [{ shape: [32, 32, 1] }],
    parameters: parametersOf(BLOCKS, 1, 2, 3),
  },
};

/**
 * ResNet-18 (He et al. 2016, arXiv:1512.03385): images `[B, H, W, channels]` → logits `[B, C]`.
 *
 * Layers, padding and the number of weights are those of PyTorch's torchvision: 11,689,512 to train
 * for 3 channels and 1,000 classes. Height and width are divided by 32 in all, so they should be 32
 * at least.
 *
 * @throws RangeError when an image is smaller than 32×32, or `classes` is no integer >= 1
 * @example
 * const model = resnet18({ inputShape: [64, 64, 3], classes: 10, seed: 1 });
 */
export function resnet18(options: ResnetOptions): LayersModel {
  return buildModel(spec, options);
}
