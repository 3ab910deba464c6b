/** A network of blocks of small convolutions. */
import * as z from 'zod/mini';
import { type LayersModel, type SymbolicTensor, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { flag, imageOfLeast, imageShape, rate, seed, size, sizes } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';
import { apply, convolutions, logitsOf } from './parts/conv-and-norm.js';

export interface VggSmallOptions {
  /** Height, width and channels of one image; each block halves height and width. */
  inputShape: [number, number, number];
  /** Classes, C. */
  classes: number;
  /** Filters of each block; a pooling ends it. Default `[32, 64, 128]`. */
  filters?: readonly number[] | undefined;
  /** 3×3 convolutions of a block. Default 2. */
  convolutions?: number | undefined;
  /** Units of the dense layer before the last. Default 128. */
  hidden?: number | undefined;
  /** Whether batch normalisation follows each convolution. Default false. */
  batchNorm?: boolean | undefined;
  /** Rate of dropout after the dense layer, in [0, 1); the paper has 0.5. Default 0. */
  dropout?: number | undefined;
  /** Fixes the weights at the start and the dropout. Default 0. */
  seed?: number | undefined;
}

const options = z
  .strictObject({
    inputShape: imageShape(
      'Height, width and channels of one image; each block halves height and width.',
    ),
    classes: size('Classes, C.'),
    filters: z._default(sizes('Filters of each block; a pooling ends it.', 1), [32, 64, 128]),
    convolutions: z._default(size('3×3 convolutions of a block.'), 2),
    hidden: z._default(size('Units of the dense layer before the last.'), 128),
    batchNorm: z._default(flag('Whether batch normalisation follows each convolution.'), false),
    dropout: z._default(
      rate('Rate of dropout after the dense layer, in [0, 1); the paper has 0.5.'),
      0,
    ),
    seed: z._default(seed('Fixes the weights at the start and the dropout.'), 0),
  })
  .check(
    imageOfLeast(({ filters }: Complete<VggSmallOptions>) => 2 ** filters.length),
  ) satisfies z.ZodMiniType<Complete<VggSmallOptions>, VggSmallOptions>;

function build(all: Complete<VggSmallOptions>): LayersModel {
  const { inputShape, classes, hidden, batchNorm, dropout, seed } = all;
  const seedOf = partSeeds(seed);
  const image: SymbolicTensor = tf.input({ shape: inputShape, name: 'image' });
  let x = image;
  all.filters.forEach((filters, i) => {
    const block = { name: `block_${i}`, filters, count: all.convolutions, batchNorm };
    x = convolutions(x, block, seedOf);
    x = apply(tf.layers.maxPooling2d({ poolSize: 2, name: `block_${i}_pool` }), x);
  });
  x = apply(tf.layers.flatten({ name: 'flatten' }), x);
  const kernelInitializer = tf.initializers.heNormal({ seed: seedOf('hidden') });
  x = apply(
    tf.layers.dense({ units: hidden, activation: 'relu', kernelInitializer, name: 'hidden' }),
    x,
  );
  if (dropout > 0) {
    x = apply(tf.layers.dropout({ rate: dropout, seed: seedOf('dropout'), name: 'dropout' }), x);
  }
  return tf.model({ inputs: image, outputs: logitsOf(x, classes, seedOf), name: 'vgg-small' });
}

export const spec: ModelSpec<VggSmallOptions> = {
  id: 'vision/vgg-small',
  task: 'classification',
  source:
    'Simonyan & Zisserman 2015, Very deep convolutional networks for large-scale image recognition, arXiv:1409.1556',
  input: 'images [B, H, W, channels], float32',
  output: 'logits [B, C], float32',
  options,
  build,
  example: {
    options: {
      inputShape: [4, 4, 1],
      classes: 3,
      filters: [2],
      hidden: 6,
      batchNorm: true,
      seed: 1,
    },
    inputs: [{ shape: [4, 4, 1] }],
    // Two convolutions, each with scale, shift and the statistics of its normalisation.
    parameters: 9 * 2 + 4 * 2 + (9 * 2 * 2 + 4 * 2) + (2 * 2 * 2 * 6 + 6) + (6 * 3 + 3),
  },
};

/**
 * A small network in the manner of VGG (Simonyan & Zisserman 2015, arXiv:1409.1556): images
 * `[B, H, W, channels]` → logits `[B, C]`.
 *
 * Blocks of 3×3 convolutions with ReLU, padded so that the size stays, each ended by 2×2 maximum
 * pooling; a dense layer with ReLU; dense C. VGG-16 has blocks of two and three convolutions with
 * filters up to 512, and two dense layers of 4,096. With `batchNorm`, convolutions have no bias.
 * Weights start as He et al. 2015.
 *
 * @throws RangeError when an image is too small for the blocks, or an option is out of range
 * @example
 * const model = vggSmall({ inputShape: [32, 32, 3], classes: 10, batchNorm: true, seed: 1 });
 */
export function vggSmall(options: VggSmallOptions): LayersModel {
  return buildModel(spec, options);
}
