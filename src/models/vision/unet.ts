/** A network that gives each pixel a class. */
import * as z from 'zod/mini';
import { type LayersModel, type SymbolicTensor, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { divisibleImage, flag, imageShape, seed, size } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';
import { apply, convolutions, logitsOfPixels } from './parts/conv-and-norm.js';

export interface UnetOptions {
  /** Height, width and channels of one image; height and width divisible by 2^depth. */
  inputShape: [number, number, number];
  /** Classes of a pixel, C. */
  classes: number;
  /** How often height and width are halved; the paper has 4. Default 3. */
  depth?: number | undefined;
  /** Filters at full size, doubled with each halving; the paper has 64. Default 16. */
  filters?: number | undefined;
  /** Whether batch normalisation follows each 3×3 convolution. Default false. */
  batchNorm?: boolean | undefined;
  /** Fixes the weights at the start. Default 0. */
  seed?: number | undefined;
}

const options = z
  .strictObject({
    inputShape: imageShape(
      'Height, width and channels of one image; height and width divisible by 2^depth.',
    ),
    classes: size('Classes of a pixel, C.'),
    depth: z._default(size('How often height and width are halved; the paper has 4.'), 3),
    filters: z._default(
      size('Filters at full size, doubled with each halving; the paper has 64.'),
      16,
    ),
    batchNorm: z._default(flag('Whether batch normalisation follows each 3×3 convolution.'), false),
    seed: z._default(seed('Fixes the weights at the start.'), 0),
  })
  .check(divisibleImage(({ depth }: Complete<UnetOptions>) => 2 ** depth)) satisfies z.ZodMiniType<
  Complete<UnetOptions>,
  UnetOptions
>;

function build(all: Complete<UnetOptions>): LayersModel {
  const { inputShape, classes, depth, batchNorm, seed } = all;
  const seedOf = partSeeds(seed);
  const at = (level: number, name: string) => ({
    ...{ name, filters: all.filters * 2 ** level, count: 2, batchNorm },
  });
  const image: SymbolicTensor = tf.input({ shape: inputShape, name: 'image' });
  let x = image;
  const skips: SymbolicTensor[] = [];
  for (let level = 0; level < depth; level++) {
    x = convolutions(x, at(level, `down_${level}`), seedOf); // [B, H / 2^level, W / 2^level, …]
    skips.push(x);
    x = apply(tf.layers.maxPooling2d({ poolSize: 2, name: `down_${level}_pool` }), x);
  }
  x = convolutions(x, at(depth, 'bottom'), seedOf);
  for (let level = depth - 1; level >= 0; level--) {
    const name = `up_${level}`;
    const { filters } = at(level, name);
    const kernelInitializer = tf.initializers.heNormal({ seed: seedOf(name) });
    const up = tf.layers.conv2dTranspose({
      ...{ filters, kernelSize: 2, strides: 2, kernelInitializer, name },
    });
    const both = [skips[level] as SymbolicTensor, apply(up, x)];
    const joined = tf.layers.concatenate({ name: `${name}_join` }).apply(both) as SymbolicTensor;
    x = convolutions(joined, at(level, name), seedOf);
  }
  return tf.model({ inputs: image, outputs: logitsOfPixels(x, classes, seedOf), name: 'unet' });
}

export const spec: ModelSpec<UnetOptions> = {
  id: 'vision/unet',
  task: 'segmentation',
  source:
    'Ronneberger, Fischer & Brox 2015, U-Net: convolutional networks for biomedical image segmentation, arXiv:1505.04597',
  input: 'images [B, H, W, channels], float32',
  output: 'logits [B, H, W, C], float32',
  options,
  build,
  example: {
    options: { inputShape: [4, 4, 1], classes: 3, depth: 1, filters: 4, seed: 1 },
    inputs: [{ shape: [4, 4, 1] }],
    // Two convolutions at full size, two at half, one up, two that see both, and the last.
    parameters:
      9 * 4 +
      4 +
      (9 * 4 * 4 + 4) +
      (9 * 4 * 8 + 8) +
      (9 * 8 * 8 + 8) +
      (4 * 8 * 4 + 4) +
      (9 * 8 * 4 + 4) +
      (9 * 4 * 4 + 4) +
      (4 * 3 + 3),
  },
};

/**
 * U-Net (Ronneberger et al. 2015, arXiv:1505.04597): images `[B, H, W, channels]` → logits of each
 * pixel, `[B, H, W, C]`.
 *
 * On the way down, two 3×3 convolutions with ReLU and 2×2 maximum pooling, `depth` times; two
 * convolutions at the bottom; on the way up, a 2×2 transposed convolution, joined with what the way
 * down had at that size, and two convolutions; a 1×1 convolution. Unlike the paper, convolutions are
 * padded, so that the output has the size of the image. `{ depth: 4, filters: 64 }` are its sizes:
 * 31,030,593 weights for 1 channel and 1 class, as other padded forms have. Weights start as He et
 * al. 2015. Loss: `sparseSoftmaxCrossEntropy` with labels `[B, H, W]`; measure: `meanIou`.
 *
 * @throws RangeError when height or width is not divisible by 2^depth, or an option is out of range
 * @example
 * const model = unet({ inputShape: [48, 48, 1], classes: 4, seed: 1 });
 */
export function unet(options: UnetOptions): LayersModel {
  return buildModel(spec, options);
}
