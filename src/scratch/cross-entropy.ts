/** The loss of a classifier. */
import { type Scalar, type Tensor1D, type Tensor2D, tf } from '../nn/tf.js';

/**
 * Mean negative log-likelihood of the labels under `softmax(logits)`.
 *
 * Computed as `logSumExp(z) - z[label]`, so no probability is ever formed that could round to 0.
 *
 * @param logits scores, `[B, C]`; not disposed
 * @param labels class numbers 0 … C-1, `[B]`, int32; not disposed
 * @returns the mean over the batch in nats, a scalar
 * @example
 * crossEntropy(tf.zeros([4, 10]), tf.tensor1d([0, 1, 2, 3], 'int32')); // ln 10 = 2.3026
 */
export function crossEntropy(logits: Tensor2D, labels: Tensor1D): Scalar {
  return tf.tidy(() => {
    const oneHot = tf.cast(tf.oneHot(labels, logits.shape[1]), 'float32'); // [B, C]
    const labelScores = tf.sum(tf.mul(oneHot, logits), 1); // [B]
    return tf.mean<Scalar>(tf.sub(tf.logSumExp(logits, 1), labelScores)); // []
  });
}
