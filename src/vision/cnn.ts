/** A small convolutional network. */
import { createRng } from '../backend/random.js';
import { checkSizes } from '../nn/check-sizes.js';
import { type Sequential, tf } from '../nn/tf.js';

export interface CnnOptions {
  /** Height, width and channels of one image. */
  inputShape: [number, number, number];
  /** Classes, C. */
  classes: number;
  /** Filters of each convolution; a pooling follows each. Default `[16, 32]`. */
  filters?: readonly number[];
  /** Units of the dense layer before the last. Default 64. */
  hidden?: number;
  /** Fixes the weights at the start. Default 0. */
  seed?: number;
}

/**
 * A convolutional network in the manner of LeNet (LeCun et al. 1998): images `[B, H, W, channels]`
 * → logits `[B, C]`.
 *
 * By default: 3×3 convolution with 16 filters, 2×2 maximum pooling, 32 filters, pooling, dense 64,
 * dense C; ReLU between, no padding. Weights start as He et al. 2015, biases 0.
 *
 * @throws RangeError for sizes that are no integers >= 1
 * @example
 * const model = cnn({ inputShape: [28, 28, 1], classes: 10, seed: 1 });
 */
export function cnn(options: CnnOptions): Sequential {
  const { inputShape, classes, filters = [16, 32], hidden = 64, seed = 0 } = options;
  checkSizes({ classes, hidden });
  const rng = createRng(seed);
  const start = (part: string) =>
    tf.initializers.heNormal({ seed: rng.split(part).integer(1, 2 ** 31) });
  const model = tf.sequential({ name: 'cnn' });
  filters.forEach((count, i) => {
    checkSizes({ [`filters[${i}]`]: count });
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
  const hiddenStart = start('hidden');
  model.add(
    tf.layers.dense({
      units: hidden,
      activation: 'relu',
      kernelInitializer: hiddenStart,
      name: 'hidden',
    }),
  );
  const last = start('logits');
  model.add(tf.layers.dense({ units: classes, kernelInitializer: last, name: 'logits' }));
  return model;
}
