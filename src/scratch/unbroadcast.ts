/** The way back through broadcasting. */
import { type Tensor, tf } from '../nn/tf.js';

/**
 * The gradient of a tensor that was broadcast, from the gradient of what it became: an element that
 * was used several times gets the sum of all its uses.
 *
 * @param gradient with respect to the broadcast tensor
 * @param shape of the tensor before, which broadcasts to the gradient's
 * @returns float32, of that shape; the argument is not disposed
 * @throws RangeError when the shape does not broadcast to the gradient's
 * @example
 * unbroadcast(tf.ones([4, 3]), [3]); // [4, 4, 4]
 */
export function unbroadcast(gradient: Tensor, shape: readonly number[]): Tensor {
  const extra = gradient.rank - shape.length;
  const fits = shape.every((size, axis) => size === 1 || size === gradient.shape[axis + extra]);
  if (extra < 0 || !fits) {
    throw new RangeError(
      `Expected \`shape\` to broadcast to [${gradient.shape}]. Received: [${shape}]`,
    );
  }
  const axes = gradient.shape.flatMap((size, axis) =>
    axis < extra || (shape[axis - extra] === 1 && size !== 1) ? [axis] : [],
  );
  return tf.tidy(() => tf.reshape(tf.sum(gradient, axes), [...shape]));
}
