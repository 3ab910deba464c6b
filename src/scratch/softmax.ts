/** Scores to probabilities. */
import { type Tensor2D, tf } from '../nn/tf.js';

/**
 * Turns each row of scores into probabilities: `p[i,c] = exp(z[i,c]) / sum_k exp(z[i,k])`.
 *
 * The largest score of a row is subtracted first, which changes nothing in the quotient and keeps
 * `exp` finite for any finite score.
 *
 * @param logits scores, `[B, C]`; not disposed
 * @returns probabilities, `[B, C]`, float32; each row sums to 1
 * @example
 * softmax(tf.tensor2d([[0, Math.log(3)]])); // [[0.25, 0.75]]
 */
export function softmax(logits: Tensor2D): Tensor2D {
  return tf.tidy(() => {
    const shifted = tf.sub(logits, tf.max(logits, 1, true)); // [B, C]
    const powers = tf.exp(shifted); // [B, C]
    return tf.div<Tensor2D>(powers, tf.sum(powers, 1, true)); // [B, C]
  });
}
