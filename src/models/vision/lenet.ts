/** The network with which convolutions became known. */
import * as z from 'zod/mini';
import { type Sequential, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { choice, imageShape, seed, size } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';

export interface LenetOptions {
  /** Height, width and channels of one image; height and width of 16 at least. */
  inputShape: [number, number, number];
  /** Classes, C. */
  classes: number;
  /** The nonlinearity: tanh as in the paper, sigmoid, or relu. Default tanh. */
  activation?: 'tanh' | 'sigmoid' | 'relu' | undefined;
  /** Pooling of 2×2: average as in the paper, or max. Default average. */
  pooling?: 'average' | 'max' | undefined;
  /** Of the first convolution: same for images of 28×28, valid for those of 32×32. Default same. */
  padding?: 'same' | 'valid' | undefined;
  /** Fixes the weights at the start. Default 0. */
  seed?: number | undefined;
}

const options = z.strictObject({
  inputShape: imageShape(
    'Height, width and channels of one image; height and width of 16 at least.',
    16,
  ),
  classes: size('Classes, C.'),
  activation: z._default(
    choice(
      ['tanh', 'sigmoid', 'relu'],
      'The nonlinearity: tanh as in the paper, sigmoid, or relu.',
    ),
    'tanh',
  ),
  pooling: z._default(
    choice(['average', 'max'], 'Pooling of 2×2: average as in the paper, or max.'),
    'average',
  ),
  padding: z._default(
    choice(
      ['same', 'valid'],
      'Of the first convolution: same for images of 28×28, valid for those of 32×32.',
    ),
    'same',
  ),
  seed: z._default(seed('Fixes the weights at the start.'), 0),
}) satisfies z.ZodMiniType<Complete<LenetOptions>, LenetOptions>;

function build(all: Complete<LenetOptions>): Sequential {
  const { inputShape, classes, activation, pooling, padding, seed } = all;
  const seedOf = partSeeds(seed);
  const start = (part: string) => {
    const seed = seedOf(part);
    return activation === 'relu'
      ? tf.initializers.heNormal({ seed })
      : tf.initializers.glorotUniform({ seed });
  };
  const model = tf.sequential({ name: 'lenet' });
  const convolution = (name: string, filters: number, first: object): void => {
    const kernelInitializer = start(name);
    model.add(
      tf.layers.conv2d({ filters, kernelSize: 5, activation, kernelInitializer, name, ...first }),
    );
    const pool = { poolSize: 2, name: `${name}_pool` };
    model.add(pooling === 'max' ? tf.layers.maxPooling2d(pool) : tf.layers.averagePooling2d(pool));
  };
  convolution('conv_0', 6, { padding, inputShape });
  convolution('conv_1', 16, {});
  model.add(tf.layers.flatten({ name: 'flatten' }));
  [120, 84].forEach((units, i) => {
    const name = `hidden_${i}`;
    model.add(tf.layers.dense({ units, activation, kernelInitializer: start(name), name }));
  });
  const kernelInitializer = tf.initializers.glorotUniform({ seed: seedOf('logits') });
  model.add(tf.layers.dense({ units: classes, kernelInitializer, name: 'logits' }));
  return model;
}

export const spec: ModelSpec<LenetOptions, Sequential> = {
  id: 'vision/lenet',
  task: 'classification',
  source: 'LeCun et al. 1998, Gradient-based learning applied to document recognition (LeNet-5)',
  input: 'images [B, H, W, channels], float32',
  output: 'logits [B, C], float32',
  options,
  build,
  example: {
    options: { inputShape: [16, 16, 1], classes: 3, seed: 1 },
    inputs: [{ shape: [16, 16, 1] }],
    parameters:
      25 * 6 + 6 + (25 * 6 * 16 + 16) + (2 * 2 * 16 * 120 + 120) + (120 * 84 + 84) + (84 * 3 + 3),
  },
};

/**
 * LeNet-5 (LeCun et al. 1998): images `[B, H, W, channels]` → logits `[B, C]`.
 *
 * 5×5 convolution with 6 filters, 2×2 pooling, 5×5 convolution with 16 filters, pooling, dense 120,
 * dense 84, dense C: 61,706 weights for 28×28×1 and 10 classes. By default tanh and average pooling,
 * as in the paper; `{ activation: 'relu', pooling: 'max' }` is how it would be built today. Unlike the
 * paper, the second convolution sees all channels, a pooling has no weights, and logits take the
 * place of distances to drawn digits. Weights start as Glorot & Bengio 2010, with ReLU as He et al.
 * 2015; biases 0.
 *
 * @throws RangeError when an image is smaller than 16×16, or an option is none of those listed
 * @example
 * const model = lenet({ inputShape: [28, 28, 1], classes: 10, seed: 1 });
 */
export function lenet(options: LenetOptions): Sequential {
  return buildModel(spec, options);
}
