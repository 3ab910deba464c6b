/** Learning from pairs of answers of which one is preferred. */
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type Tensor1D, tf } from '../../nn/tf.js';

/** ln P of the two answers of each pair, `[B]` each. */
export interface PairLogProbabilities {
  readonly chosen: Tensor1D;
  readonly rejected: Tensor1D;
}

export interface DpoLossOptions {
  /** How strongly the model is held to the reference, above 0. Default 0.1. */
  beta?: number;
}

function check(policy: PairLogProbabilities, reference: PairLogProbabilities, beta: number): void {
  const { alignment } = messages().nlp;
  if (!(beta > 0 && beta < Infinity)) throw new RangeError(alignment.beta({ given: shown(beta) }));
  const shapes = [policy.chosen, policy.rejected, reference.chosen, reference.rejected].map(
    ({ shape }) => `[${shape}]`,
  );
  if (new Set(shapes).size > 1 || policy.chosen.shape.length !== 1) {
    throw new RangeError(alignment.pairs({ given: shapes.join(', ') }));
  }
}

/**
 * How much better the model finds the chosen answer than the reference does, in rewards: β · ((ln π(chosen) −
 * ln ref(chosen)) − (ln π(rejected) − ln ref(rejected))), `[B]`. Above 0 it prefers as was chosen.
 *
 * @throws RangeError for shapes that differ, or `beta` out of range
 * @example
 * const margin = dpoMargin(policy, reference);
 * const accuracy = tf.mean(tf.cast(tf.greater(margin, 0), 'float32'));
 */
export function dpoMargin(
  policy: PairLogProbabilities,
  reference: PairLogProbabilities,
  { beta = 0.1 }: DpoLossOptions = {},
): Tensor1D {
  check(policy, reference, beta);
  return tf.tidy(() => {
    const chosen = tf.sub<Tensor1D>(policy.chosen, reference.chosen);
    const rejected = tf.sub<Tensor1D>(policy.rejected, reference.rejected);
    return tf.mul<Tensor1D>(tf.sub(chosen, rejected), beta);
  });
}

/**
 * The loss of direct preference optimisation, −ln σ(`dpoMargin`), for each pair (Rafailov et al. 2023,
 * arXiv:2305.18290): it makes the chosen answer more probable against the rejected one, and holds the model to the
 * reference. With model and reference equal it is ln 2.
 *
 * @param policy of the model that learns, by `sequenceLogProbability`
 * @param reference of the model before, which stays as it is
 * @returns `[B]`
 * @throws RangeError for shapes that differ, or `beta` out of range
 * @example
 * const loss = tf.mean(dpoLoss(policy, reference, { beta: 0.1 }));
 */
export function dpoLoss(
  policy: PairLogProbabilities,
  reference: PairLogProbabilities,
  options: DpoLossOptions = {},
): Tensor1D {
  return tf.tidy(() => tf.softplus(tf.neg(dpoMargin(policy, reference, options))) as Tensor1D);
}
