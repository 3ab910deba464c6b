/** The baseline of a classification lesson: one mean picture for each class. */
import { type Tensor1D, type Tensor2D, tf } from '../nn/tf.js';

/** A fitted nearest-centroid classifier. */
export interface NearestCentroid {
  /** The mean example of each class, `[C, D]`. */
  centroids: Tensor2D;
  /** The class whose mean is nearest to each example: `[N, D]` to `[N]` int32. */
  predict(x: Tensor2D): Tensor1D;
}

/**
 * Fits a nearest-centroid classifier (Euclidean distance): no training, one mean per class.
 *
 * @param options `x` `[N, D]`, `y` `[N]` int32, `classes` C; each class needs an example
 * @returns the classifier; the caller disposes `centroids`
 * @throws RangeError when a class has no example
 * @example
 * const baseline = nearestCentroid({ x: train.x, y: train.y, classes: 10 });
 * accuracy(baseline.predict(test.x), test.y);
 */
export function nearestCentroid(options: {
  x: Tensor2D;
  y: Tensor1D;
  classes: number;
}): NearestCentroid {
  const { x, y, classes } = options;
  const present = new Set(y.dataSync());
  for (let c = 0; c < classes; c++) {
    if (!present.has(c)) {
      throw new RangeError(`Expected at least one example of each class. Class ${c} has none.`);
    }
  }
  const centroids = tf.tidy(() => {
    const members = tf.cast(tf.oneHot(y, classes), 'float32'); // [N, C]
    const counts = tf.expandDims(tf.sum(members, 0), 1); // [C, 1]
    return tf.div<Tensor2D>(tf.matMul(members, x, true, false), counts); // [C, D]
  });
  const predict = (queries: Tensor2D): Tensor1D =>
    tf.tidy(() => {
      // |q - c|² = |q|² - 2 q·c + |c|², and |q|² is the same for every class.
      const dots = tf.matMul(queries, centroids, false, true); // [N, C]
      const lengths = tf.sum(tf.square(centroids), 1); // [C]
      return tf.argMin<Tensor1D>(tf.sub(lengths, tf.mul(dots, 2)), 1); // [N]
    });
  return { centroids, predict };
}
