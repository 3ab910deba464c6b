/** How often a classifier is right. */
import { type Tensor1D, tf } from '../nn/tf.js';

/**
 * The share of examples whose predicted class is the right one.
 *
 * @param predicted class numbers, `[N]`
 * @param actual class numbers, `[N]`
 * @returns a number in [0, 1]
 * @throws RangeError when the lengths differ or are 0
 */
export function accuracy(predicted: Tensor1D, actual: Tensor1D): number {
  const n = actual.shape[0];
  if (predicted.rank !== 1 || actual.rank !== 1 || predicted.shape[0] !== n || n === 0) {
    throw new RangeError(
      `Expected \`predicted\` and \`actual\` [N] with the same N >= 1. Received: [${predicted.shape}] and [${actual.shape}]`,
    );
  }
  const right = tf.tidy(() =>
    tf.sum(tf.cast(tf.equal(tf.cast(predicted, 'int32'), tf.cast(actual, 'int32')), 'int32')),
  );
  const count = right.dataSync()[0] as number;
  right.dispose();
  return count / n;
}
