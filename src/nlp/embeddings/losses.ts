/** What embeddings are trained on. */
import { type Scalar, type Tensor, tf } from '../../nn/tf.js';

/**
 * Skip-gram with negative sampling (Mikolov et al. 2013, formula 4): the mean over a batch of
 * -ln σ(first) - Σ ln σ(-other), in nats.
 *
 * @param logits `[B, 1 + K]`: of the token from the text, then of those that were drawn
 * @example
 * skipGramLoss(tf.zeros([1, 6])); // 6 ln 2
 */
export function skipGramLoss(logits: Tensor): Scalar {
  return tf.tidy(() => {
    const [batch = 1, width = 1] = logits.shape;
    const real = tf.softplus(tf.neg(tf.slice(logits, [0, 0], [batch, 1])));
    const drawn = tf.softplus(tf.slice(logits, [0, 1], [batch, width - 1]));
    return tf.div<Scalar>(tf.add(tf.sum(real), tf.sum(drawn)), batch);
  });
}

/** What GloVe predicts, and what it should. */
export interface GloveLossTerms {
  readonly predicted: Tensor;
  readonly logCount: Tensor;
  readonly weight: Tensor;
}

/**
 * GloVe's loss (Pennington, Socher & Manning 2014, formula 8): the weighted squared error of the logarithm
 * of the count, its mean over a batch.
 *
 * @param terms all of one shape
 */
export function gloveLoss({ predicted, logCount, weight }: GloveLossTerms): Scalar {
  return tf.tidy(() => tf.mean<Scalar>(tf.mul(weight, tf.squaredDifference(predicted, logCount))));
}
