/** The loss of classes of tokens, among which is padding. */
import { sparseSoftmaxCrossEntropy } from '../nn/losses/index.js';
import { type Scalar, type Tensor, tf } from '../nn/tf.js';

/**
 * The mean cross-entropy of the places that are tokens, in nats; 0 where there are none. Call it within `tf.tidy`.
 *
 * @param classes `[B, T]`, int32
 * @param logits `[B, T, K]`
 * @param tokens which places count, `[B, T]`, bool
 */
export function tokenCrossEntropy(classes: Tensor, logits: Tensor, tokens: Tensor): Scalar {
  const losses = sparseSoftmaxCrossEntropy(classes, logits); // [B, T]
  const counts = tf.cast(tokens, 'float32');
  return tf.div<Scalar>(tf.sum(tf.mul(losses, counts)), tf.maximum(tf.sum(counts), 1));
}

/** Which places are no padding, `[B, T]`, bool. */
export const tokensOf = (tokens: Tensor): Tensor => tf.notEqual(tokens, tf.scalar(0, 'int32'));
