/** Maximum pooling, forwards and backwards. */
import { type Tensor4D, tf } from '../nn/tf.js';
import { slides } from './window.js';

/** What pooling answers, and the gradient with respect to its input. */
export interface Pooled {
  /** `[B, floor(H / size), floor(W / size), C]` */
  y: Tensor4D;
  /** `[B, H, W, C]` */
  dx: Tensor4D;
}

/**
 * Maximum pooling over windows that do not overlap, and its gradient: the largest pixel of a window
 * gets all of it, the others none; where several are largest they share it. Rows and columns that
 * fill no window are left out, and get 0.
 *
 * @param x `[B, H, W, C]`; not disposed
 * @param dy gradient with respect to the output, `[B, floor(H / size), floor(W / size), C]`
 * @param size rows and columns of a window, and from one to the next
 * @throws RangeError for a size that is no integer >= 1, or larger than a picture
 * @example
 * const { y, dx } = maxPool2d(tf.tensor4d([1, 4, 3, 2], [1, 2, 2, 1]), tf.ones([1, 1, 1, 1]), 2);
 * // y: 4; dx: 0 1 0 0
 */
export function maxPool2d(x: Tensor4D, dy: Tensor4D, size: number): Pooled {
  const [batch, height, width, channels] = x.shape;
  const { count: p } = slides(height, size, size, 'valid');
  const { count: q } = slides(width, size, size, 'valid');
  return tf.tidy(() => {
    const inside = tf.slice(x, [0, 0, 0, 0], [batch, p * size, q * size, channels]);
    const windows = tf.reshape(inside, [batch, p, size, q, size, channels]);
    const tops = tf.max(windows, [2, 4], true); // [B, P, 1, Q, 1, C]
    const isTop = tf.cast(tf.equal(windows, tops), 'float32');
    const shares = tf.div(isTop, tf.sum(isTop, [2, 4], true));
    const back = tf.mul(shares, tf.reshape(dy, [batch, p, 1, q, 1, channels]));
    return {
      y: tf.reshape(tops, [batch, p, q, channels]),
      dx: tf.pad<Tensor4D>(tf.reshape(back, [batch, p * size, q * size, channels]), [
        [0, 0],
        [0, height - p * size],
        [0, width - q * size],
        [0, 0],
      ]),
    };
  });
}
