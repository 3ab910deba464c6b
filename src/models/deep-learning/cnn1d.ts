/** A convolutional network over sequences of numbers. */
import * as z from 'zod/mini';
import { type Layer, type Sequential, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { seed, sequenceShape, size, sizes, together } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';

export interface Cnn1dOptions {
  /** Length and channels of one sequence, `[T, channels]`; `[T]` for one channel. */
  inputShape: readonly number[];
  /** Classes, C. */
  classes: number;
  /** Filters of each convolution. Default `[25, 25, 25]`. */
  filters?: readonly number[] | undefined;
  /** Places that a filter of each convolution sees. Default `[5, 3, 3]`. */
  kernelSizes?: readonly number[] | undefined;
  /** Step of each convolution from place to place. Default 2. */
  stride?: number | undefined;
  /** Fixes the weights at the start. Default 0. */
  seed?: number | undefined;
}

const options = z
  .strictObject({
    inputShape: sequenceShape(
      'Length and channels of one sequence, `[T, channels]`; `[T]` for one channel.',
    ),
    classes: size('Classes, C.'),
    filters: z._default(sizes('Filters of each convolution.', 1), [25, 25, 25]),
    kernelSizes: z._default(sizes('Places that a filter of each convolution sees.', 1), [5, 3, 3]),
    stride: z._default(size('Step of each convolution from place to place.'), 2),
    seed: z._default(seed('Fixes the weights at the start.'), 0),
  })
  .check(
    together(({ filters, kernelSizes }: Complete<Cnn1dOptions>) =>
      filters.length === kernelSizes.length
        ? undefined
        : {
            path: ['kernelSizes'],
            expected: 'sameLength',
            params: { of: 'filters', length: filters.length },
          },
    ),
  ) satisfies z.ZodMiniType<Complete<Cnn1dOptions>, Cnn1dOptions>;

function build(all: Complete<Cnn1dOptions>): Sequential {
  const { inputShape, classes, filters, kernelSizes, stride } = all;
  const seedOf = partSeeds(all.seed);
  const [length = 1, channels = 1] = inputShape;
  const layers: Layer[] = [];
  if (inputShape.length === 1) {
    const place = { inputShape: [length], targetShape: [length, channels] };
    layers.push(tf.layers.reshape({ ...place, name: 'channels' }));
  }
  filters.forEach((count, i) => {
    const name = `conv_${i}`;
    layers.push(
      tf.layers.conv1d({
        ...(layers.length === 0 ? { inputShape: [length, channels] } : {}),
        filters: count,
        kernelSize: kernelSizes[i] as number,
        strides: stride,
        padding: 'same',
        activation: 'relu',
        kernelInitializer: tf.initializers.heNormal({ seed: seedOf(name) }),
        name,
      }),
    );
  });
  const kernelInitializer = tf.initializers.glorotUniform({ seed: seedOf('logits') });
  layers.push(
    tf.layers.flatten({ name: 'flatten' }),
    tf.layers.dense({ units: classes, kernelInitializer, name: 'logits' }),
  );
  return tf.sequential({ layers, name: 'cnn1d' });
}

export const spec: ModelSpec<Cnn1dOptions, Sequential> = {
  id: 'deep-learning/cnn1d',
  task: 'classification',
  source: 'Greydanus & Kobak 2024, Scaling down deep learning with MNIST-1D, arXiv:2011.14439',
  input: 'sequences [B, ...inputShape], float32',
  output: 'logits [B, C], float32',
  options,
  build,
  example: {
    options: {
      inputShape: [8],
      classes: 3,
      filters: [3, 4],
      kernelSizes: [3, 3],
      stride: 2,
      seed: 1,
    },
    inputs: [{ shape: [8] }],
    parameters: 3 * 3 + 3 + 3 * 3 * 4 + 4 + 2 * 4 * 3 + 3,
  },
};

/**
 * Convolutions over time and one dense layer: sequences `[B, T]` or `[B, T, channels]` → logits `[B, C]`.
 *
 * By default the network of Greydanus & Kobak 2024 for MNIST-1D: three convolutions of 25 filters with
 * ReLU, 5, 3 and 3 wide, stride 2, then dense; 5,210 parameters for 40 numbers and ten classes. There a
 * zero stands on either side; here the padding is `same`, which gives as many places. Weights start as He
 * et al. 2015, those of the last layer as Glorot & Bengio 2010; biases 0.
 *
 * @throws RangeError for sizes that are no integers >= 1, or lists of different length
 * @example
 * const { train } = await loadDataset('mnist-1d');
 * const model = cnn1d({ inputShape: [40], classes: 10, seed: 1 });
 * const trainer = new Trainer({
 *   model, loss: sparseSoftmaxCrossEntropy, optimizer: tf.train.adam(1e-2),
 * });
 * await trainer.fit(train, { epochs: 20, batchSize: 100 });
 */
export function cnn1d(options: Cnn1dOptions): Sequential {
  return buildModel(spec, options);
}
