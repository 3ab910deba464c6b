/** A residual network of 34 layers. */
import type * as z from 'zod/mini';
import type { LayersModel } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import type { Complete, ModelSpec } from '../spec.js';
import { options, parametersOf, residualNetwork } from './resnet/image-net.js';

export interface Resnet34Options {
  /** Height, width and channels of one image; height and width of 32 at least. */
  inputShape: [number, number, number];
  /** Classes, C. */
  classes: number;
  /** Filters of the first stage; each stage has twice those of the one before. Default 64. */
  filters?: number | undefined;
  /** Fixes the weights at the start. Default 0. */
  seed?: number | undefined;
}

const BLOCKS = [3, 4, 6, 3];

export const spec: ModelSpec<Resnet34Options> = {
  id: 'vision/resnet34',
  task: 'classification',
  source: 'He et al. 2016, Deep residual learning for image recognition, arXiv:1512.03385',
  input: 'images [B, H, W, channels], float32',
  output: 'logits [B, C], float32',
  options: options satisfies z.ZodMiniType<Complete<Resnet34Options>, Resnet34Options>,
  build: (given) => residualNetwork('resnet34', BLOCKS, given),
  example: {
    options: { inputShape: [32, 32, 1], classes: 3, filters: 2, seed: 1 },
    inputs: [{ shape: [32, 32, 1] }],
    parameters: parametersOf(BLOCKS, 1, 2, 3),
  },
};

/**
 * ResNet-34 (He et al. 2016, arXiv:1512.03385): images `[B, H, W, channels]` → logits `[B, C]`.
 *
 * As `resnet18`, with 3, 4, 6 and 3 blocks instead of 2 in each stage: 21,797,672 weights to train
 * for 3 channels and 1,000 classes, as in PyTorch's torchvision.
 *
 * @throws RangeError when an image is smaller than 32×32, or `classes` is no integer >= 1
 * @example
 * const model = resnet34({ inputShape: [64, 64, 3], classes: 10, seed: 1 });
 */
export function resnet34(options: Resnet34Options): LayersModel {
  return buildModel(spec, options);
}
