/** How far a model has moved from another, estimated from what it draws. */
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type Tensor, tf } from '../../nn/tf.js';

/** By Schulman's names. */
export type KlEstimator = 'k1' | 'k2' | 'k3';

export interface KlEstimateOptions {
  /**
   * With d = ln P − ln P of the reference: `k1` is d, unbiased, and below 0 now and then; `k2` is d² / 2, biased; `k3`
   * is e^−d − 1 + d, unbiased and never below 0. Default `k3`.
   */
  estimator?: KlEstimator;
}

/**
 * KL(policy ‖ reference) for each token that was drawn from the policy, of which the mean is the estimate (Schulman 2020,
 * Approximating KL divergence, http://joschu.net/blog/kl-approx.html; `k3` is what GRPO adds to its loss). It has a
 * gradient by the policy.
 *
 * @param policy ln P of the tokens under the model that drew them, of any shape
 * @param reference ln P of the same tokens under the other, of the same shape
 * @returns of the same shape, in nats
 * @throws RangeError for shapes that differ, or an unknown estimator
 * @example
 * const kl = tf.mean(klEstimate(policy, reference));
 */
export function klEstimate<T extends Tensor>(
  policy: T,
  reference: T,
  { estimator = 'k3' }: KlEstimateOptions = {},
): T {
  const { alignment } = messages().nlp;
  if (`${policy.shape}` !== `${reference.shape}`) {
    throw new RangeError(alignment.kl({ given: `[${policy.shape}], [${reference.shape}]` }));
  }
  return tf.tidy((): T => {
    const d = tf.sub<T>(policy, reference);
    if (estimator === 'k1') return d;
    if (estimator === 'k2') return tf.div<T>(tf.square(d), 2);
    if (estimator === 'k3') return tf.add<T>(tf.sub(tf.exp(tf.neg(d)), 1), d);
    throw new RangeError(alignment.estimator({ given: shown(estimator) }));
  });
}
