/** Features on one scale. */

import { messages } from '../messages/index.js';
import { type Tensor2D, tf } from '../nn/tf.js';

/** Subtracts a mean and divides by a deviation, for each feature. */
export interface Scaler {
  /** Of each feature, `[D]`. */
  readonly mean: readonly number[];
  /** Of each feature, `[D]`, each above 0. */
  readonly deviation: readonly number[];
  /** `[N, D]` → `[N, D]`: (x - mean) / deviation; x is not disposed. */
  scale(x: Tensor2D): Tensor2D;
  /** `[N, D]` → `[N, D]`: what `scale` was given; x is not disposed. */
  unscale(x: Tensor2D): Tensor2D;
}

/** A scaler of these numbers: what was saved becomes one again. */
export function scalerOf(mean: readonly number[], deviation: readonly number[]): Scaler {
  const rows = (): [Tensor2D, Tensor2D] => [
    tf.tensor2d([...mean], [1, mean.length]),
    tf.tensor2d([...deviation], [1, deviation.length]),
  ];
  const checked = (x: Tensor2D): Tensor2D => {
    if (x.rank === 2 && x.shape[1] === mean.length) return x;
    const expected = `[N, ${mean.length}]`;
    throw new RangeError(messages().models.features({ expected, given: String(x.shape) }));
  };
  return {
    mean,
    deviation,
    scale: (x) =>
      tf.tidy(() => {
        const [m, d] = rows();
        return tf.div<Tensor2D>(tf.sub(checked(x), m), d);
      }),
    unscale: (x) =>
      tf.tidy(() => {
        const [m, d] = rows();
        return tf.add<Tensor2D>(tf.mul(checked(x), d), m);
      }),
  };
}

/**
 * A scaler fitted to examples: scaled, each feature has mean 0 and standard deviation 1. A feature that
 * is the same in all examples is divided by 1: it becomes 0.
 *
 * @param x `[N, D]`, the training set alone, so that nothing of the test set gets into it
 * @throws RangeError without examples
 * @example
 * const scaler = standardScaler(train.x);
 * const x = scaler.scale(test.x);
 */
export function standardScaler(x: Tensor2D): Scaler {
  if (x.rank !== 2 || x.size === 0) {
    const expected = '[N, D], N >= 1';
    throw new RangeError(messages().models.features({ expected, given: String(x.shape) }));
  }
  const [mean, variance] = tf.tidy(() => {
    const moments = tf.moments(x, 0);
    return [Array.from(moments.mean.dataSync()), Array.from(moments.variance.dataSync())];
  }) as unknown as [number[], number[]];
  return scalerOf(
    mean,
    variance.map((value) => Math.sqrt(value) || 1),
  );
}
