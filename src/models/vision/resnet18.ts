/** A residual network of 18 layers. */
import * as z from 'zod/mini';
import { type Layer, type LayersModel, type SymbolicTensor, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { imageShape, seed, size } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';

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

const options = z.strictObject({
  inputShape: imageShape(
    'Height, width and channels of one image; height and width of 32 at least.',
    32,
  ),
  classes: size('Classes, C.'),
  filters: z._default(
    size('Filters of the first stage; each stage has twice those of the one before.'),
    64,
  ),
  seed: z._default(seed('Fixes the weights at the start.'), 0),
}) satisfies z.ZodMiniType<Complete<ResnetOptions>, ResnetOptions>;

type SeedOf = (part: string) => number;

const apply = (layer: Layer, x: SymbolicTensor): SymbolicTensor => layer.apply(x);

interface ConvOptions {
  readonly name: string;
  readonly filters: number;
  readonly size: number;
  readonly stride: number;
}

/**
 * Convolution, padded by the same number on both sides whatever the stride (which TensorFlow's
 * `same` is not at stride 2), and batch normalisation.
 */
function convAndNorm(x: SymbolicTensor, options: ConvOptions, seedOf: SeedOf): SymbolicTensor {
  const { name, filters, size, stride } = options;
  const padding = (size - 1) / 2;
  const explicit = stride > 1 && padding > 0;
  const padded = explicit ? apply(tf.layers.zeroPadding2d({ padding: [padding, padding] }), x) : x;
  const conv = tf.layers.conv2d({
    filters,
    kernelSize: size,
    strides: stride,
    padding: explicit ? 'valid' : 'same',
    useBias: false,
    kernelInitializer: tf.initializers.heNormal({ seed: seedOf(name) }),
    name,
  });
  const norm = tf.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5, name: `${name}_norm` });
  return apply(norm, apply(conv, padded));
}

const relu = (x: SymbolicTensor): SymbolicTensor =>
  apply(tf.layers.activation({ activation: 'relu' }), x);

/** Two convolutions around which the input passes; `stride` halves height and width. */
function basicBlock(
  x: SymbolicTensor,
  name: string,
  filters: number,
  stride: number,
  seedOf: SeedOf,
): SymbolicTensor {
  const conv = (part: string, input: SymbolicTensor, size: number, by: number) =>
    convAndNorm(input, { name: `${name}_${part}`, filters, size, stride: by }, seedOf);
  const inner = conv('conv_2', relu(conv('conv_1', x, 3, stride)), 3, 1);
  const same = stride === 1 && x.shape.at(-1) === filters;
  const shortcut = same ? x : conv('shortcut', x, 1, stride);
  return relu(tf.layers.add({ name: `${name}_add` }).apply([inner, shortcut]) as SymbolicTensor);
}

function build({ inputShape, classes, filters, seed }: Complete<ResnetOptions>): LayersModel {
  const seedOf = partSeeds(seed);
  const image = tf.input({ shape: inputShape, name: 'image' });
  let x = relu(convAndNorm(image, { name: 'stem', filters, size: 7, stride: 2 }, seedOf));
  // Zeros stand in for torchvision's -∞: after ReLU they never are the maximum of anything else.
  x = apply(tf.layers.zeroPadding2d({ padding: [1, 1] }), x);
  x = apply(tf.layers.maxPooling2d({ poolSize: 3, strides: 2, name: 'pool' }), x);
  for (const stage of [0, 1, 2, 3]) {
    for (const block of [0, 1]) {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      x = basicBlock(x, `stage_${stage}_block_${block}`, filters * 2 ** stage, stride, seedOf);
    }
  }
  x = apply(tf.layers.globalAveragePooling2d({ name: 'average' }), x); // [B, 8 filters]
  const kernelInitializer = tf.initializers.glorotUniform({ seed: seedOf('logits') });
  const logits = tf.layers.dense({ units: classes, kernelInitializer, name: 'logits' });
  return tf.model({ inputs: image, outputs: apply(logits, x), name: 'resnet18' });
}

/** Parameters of a network for `channels` and `classes`: convolutions, scales and shifts, the last layer. */
function parametersOf(channels: number, filters: number, classes: number): number {
  const norm = (width: number): number => 4 * width; // scale, shift, and the mean and variance kept
  const convolution = (size: number, from: number, to: number): number =>
    size * size * from * to + norm(to);
  let count = convolution(7, channels, filters) + 8 * filters * classes + classes;
  let from = filters;
  for (const stage of [0, 1, 2, 3]) {
    const to = filters * 2 ** stage;
    count += convolution(3, from, to) + 3 * convolution(3, to, to);
    if (from !== to) count += convolution(1, from, to);
    from = to;
  }
  return count;
}

export const spec: ModelSpec<ResnetOptions> = {
  id: 'vision/resnet18',
  task: 'classification',
  source: 'He et al. 2016, Deep residual learning for image recognition, arXiv:1512.03385',
  input: 'images [B, H, W, channels], float32',
  output: 'logits [B, C], float32',
  options,
  build,
  example: {
    options: { inputShape: [32, 32, 1], classes: 3, filters: 2, seed: 1 },
    inputs: [{ shape: [32, 32, 1] }],
    parameters: parametersOf(1, 2, 3),
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
