/** A network of depthwise separable convolutions. */
import * as z from 'zod/mini';
import { type LayersModel, type SymbolicTensor, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { imageShape, positive, seed, size } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';
import { apply, batchNorm, convAndNorm, logitsOf, relu } from './parts/conv-and-norm.js';

export interface MobilenetSmallOptions {
  /** Height, width and channels of one image; height and width of 8 at least. */
  inputShape: [number, number, number];
  /** Classes, C. */
  classes: number;
  /** The width multiplier α of the paper: filters of each layer as a multiple. Default 1. */
  widthMultiplier?: number | undefined;
  /** Fixes the weights at the start. Default 0. */
  seed?: number | undefined;
}

const options = z.strictObject({
  inputShape: imageShape(
    'Height, width and channels of one image; height and width of 8 at least.',
    8,
  ),
  classes: size('Classes, C.'),
  widthMultiplier: z._default(
    positive('The width multiplier α of the paper: filters of each layer as a multiple.'),
    1,
  ),
  seed: z._default(seed('Fixes the weights at the start.'), 0),
}) satisfies z.ZodMiniType<Complete<MobilenetSmallOptions>, MobilenetSmallOptions>;

const STEM = 32;

/** Filters and stride of each block. */
const BLOCKS = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
] as const;

const widened = (filters: number, by: number): number => Math.max(1, Math.round(filters * by));

/** A 3×3 convolution of each channel by itself, then a 1×1 convolution of the channels together. */
function separable(
  x: SymbolicTensor,
  name: string,
  [filters, stride]: readonly [number, number],
  seedOf: (part: string) => number,
): SymbolicTensor {
  const depthwise = tf.layers.depthwiseConv2d({
    kernelSize: 3,
    strides: stride,
    padding: 'same',
    useBias: false,
    depthwiseInitializer: tf.initializers.heNormal({ seed: seedOf(`${name}_depthwise`) }),
    name: `${name}_depthwise`,
  });
  const filtered = relu(batchNorm(apply(depthwise, x), `${name}_depthwise_norm`));
  return relu(
    convAndNorm(filtered, { name: `${name}_pointwise`, filters, size: 1, stride: 1 }, seedOf),
  );
}

function build(all: Complete<MobilenetSmallOptions>): LayersModel {
  const { inputShape, classes, widthMultiplier, seed } = all;
  const seedOf = partSeeds(seed);
  const width = (filters: number): number => widened(filters, widthMultiplier);
  const image: SymbolicTensor = tf.input({ shape: inputShape, name: 'image' });
  const stem = { name: 'stem', filters: width(STEM), size: 3, stride: 1 };
  let x = relu(convAndNorm(image, stem, seedOf));
  BLOCKS.forEach(([filters, stride], i) => {
    x = separable(x, `block_${i}`, [width(filters), stride], seedOf);
  });
  x = apply(tf.layers.globalAveragePooling2d({ name: 'average' }), x);
  const outputs = logitsOf(x, classes, seedOf);
  return tf.model({ inputs: image, outputs, name: 'mobilenet-small' });
}

/** From the formula; the statistics of normalisations count too. */
function parametersOf(channels: number, widthMultiplier: number, classes: number): number {
  let from = widened(STEM, widthMultiplier);
  let count = 9 * channels * from + 4 * from;
  for (const [filters] of BLOCKS) {
    const to = widened(filters, widthMultiplier);
    count += 9 * from + 4 * from + from * to + 4 * to;
    from = to;
  }
  return count + from * classes + classes;
}

export const spec: ModelSpec<MobilenetSmallOptions> = {
  id: 'vision/mobilenet-small',
  task: 'classification',
  source:
    'Howard et al. 2017, MobileNets: efficient convolutional neural networks for mobile vision applications, arXiv:1704.04861',
  input: 'images [B, H, W, channels], float32',
  output: 'logits [B, C], float32',
  options,
  build,
  example: {
    options: { inputShape: [8, 8, 1], classes: 3, widthMultiplier: 1 / 16, seed: 1 },
    inputs: [{ shape: [8, 8, 1] }],
    parameters: parametersOf(1, 1 / 16, 3),
  },
};

/**
 * A small network in the manner of MobileNet (Howard et al. 2017, arXiv:1704.04861): images
 * `[B, H, W, channels]` → logits `[B, C]`.
 *
 * A 3×3 convolution with 32 filters, then five depthwise separable blocks with 64, 128, 128, 256 and
 * 256 filters, of which the second and fourth halve height and width; batch normalisation and ReLU
 * after each convolution; the mean over the image, a dense layer. The paper's network for 224×224
 * starts with a stride of 2 and has 13 blocks up to 1,024 filters. Strides pad as TensorFlow's
 * `same`. Weights start as He et al. 2015.
 *
 * @throws RangeError when an image is smaller than 8×8, or an option is out of range
 * @example
 * const model = mobilenetSmall({ inputShape: [32, 32, 3], classes: 10, widthMultiplier: 0.5, seed: 1 });
 */
export function mobilenetSmall(options: MobilenetSmallOptions): LayersModel {
  return buildModel(spec, options);
}
