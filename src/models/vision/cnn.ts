/** A small convolutional network. */
import * as z from 'zod/mini';
import { type Sequential, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { imageShape, seed, size, sizes, together } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';

export interface CnnOptions {
  /** Height, width and channels of one image. */
  inputShape: [number, number, number];
  /** Classes, C. */
  classes: number;
  /** Filters of each convolution; a pooling follows each. Default `[16, 32]`. */
  filters?: readonly number[] | undefined;
  /** Units of the dense layer before the last. Default 64. */
  hidden?: number | undefined;
  /** Fixes the weights at the start. Default 0. */
  seed?: number | undefined;
}

const options = z
  .strictObject({
    inputShape: imageShape('Height, width and channels of one image.'),
    classes: size('Classes, C.'),
    filters: z._default(sizes('Filters of each convolution; a pooling follows each.'), [16, 32]),
    hidden: z._default(size('Units of the dense layer before the last.'), 64),
    seed: z._default(seed('Fixes the weights at the start.'), 0),
  })
  .check(
    together(({ inputShape: [height, width], filters }: Complete<CnnOptions>) => {
      // Back from the 1×1 that must be left: doubled by the pooling, and the border of the convolution.
      const least = filters.reduce((size) => 2 * size + 2, 1);
      if (Math.min(height, width) >= least) return undefined;
      const params = { least, count: filters.length };
      return { path: ['inputShape'], expected: 'shrunkShape', params };
    }),
  ) satisfies z.ZodMiniType<Complete<CnnOptions>, CnnOptions>;

function build({ inputShape, classes, filters, hidden, seed }: Complete<CnnOptions>): Sequential {
  const seedOf = partSeeds(seed);
  const start = (part: string) => tf.initializers.heNormal({ seed: seedOf(part) });
  const model = tf.sequential({ name: 'cnn' });
  filters.forEach((count, i) => {
    const name = `conv_${i}`;
    model.add(
      tf.layers.conv2d({
        filters: count,
        kernelSize: 3,
        activation: 'relu',
        kernelInitializer: start(name),
        name,
        ...(i === 0 ? { inputShape } : {}),
      }),
    );
    model.add(tf.layers.maxPooling2d({ poolSize: 2, name: `pool_${i}` }));
  });
  model.add(
    tf.layers.flatten({ name: 'flatten', ...(filters.length === 0 ? { inputShape } : {}) }),
  );
  model.add(
    tf.layers.dense({
      units: hidden,
      activation: 'relu',
      kernelInitializer: start('hidden'),
      name: 'hidden',
    }),
  );
  const last = start('logits');
  model.add(tf.layers.dense({ units: classes, kernelInitializer: last, name: 'logits' }));
  return model;
}

export const spec: ModelSpec<CnnOptions, Sequential> = {
  id: 'vision/cnn',
  task: 'classification',
  source: 'LeCun et al. 1998, Gradient-based learning applied to document recognition',
  input: 'images [B, H, W, channels], float32',
  output: 'logits [B, C], float32',
  options,
  build,
  example: {
    options: { inputShape: [8, 8, 1], classes: 3, filters: [2], hidden: 4, seed: 1 },
    inputs: [{ shape: [8, 8, 1] }],
    parameters: 3 * 3 * 2 + 2 + 3 * 3 * 2 * 4 + 4 + 4 * 3 + 3,
  },
};

/**
 * A convolutional network in the manner of LeNet (LeCun et al. 1998): images `[B, H, W, channels]`
 * → logits `[B, C]`.
 *
 * By default: 3×3 convolution with 16 filters, 2×2 maximum pooling, 32 filters, pooling, dense 64,
 * dense C; ReLU between, no padding. Weights start as He et al. 2015, biases 0.
 *
 * @throws RangeError for sizes that are no integers >= 1, or an image of which the poolings leave nothing
 * @example
 * const model = cnn({ inputShape: [28, 28, 1], classes: 10, seed: 1 });
 */
export function cnn(options: CnnOptions): Sequential {
  return buildModel(spec, options);
}
