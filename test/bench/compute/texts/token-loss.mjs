/** The loss of tokens, as the peers count it. */
import { sparseSoftmaxCrossEntropy, tf } from 'gradus';

/** @typedef {import('gradus').Tensor} Tensor */

/**
 * The mean over the places whose class is not 0.
 *
 * @param {Tensor} classes `[B, T]`
 * @param {Tensor} logits `[B, T, V]`
 * @returns {import('gradus').Scalar}
 */
export function tokenLoss(classes, logits) {
  const counts = tf.cast(tf.notEqual(classes, 0), 'float32');
  const losses = tf.mul(sparseSoftmaxCrossEntropy(classes, logits), counts);
  return tf.div(tf.sum(losses), tf.sum(counts));
}
