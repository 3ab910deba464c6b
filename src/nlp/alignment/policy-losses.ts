/** Losses by which a model learns from rewards for what it drew. */
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type Scalar, type Tensor, type Tensor1D, type Tensor2D, tf } from '../../nn/tf.js';
import { klEstimate } from './kl-estimate.js';

/** What was drawn, one answer a row, and how good it was. */
export interface DrawnAnswers {
  /** ln P of each token under the model that learns, `[B, T]`, by `tokenLogProbabilities`. */
  readonly policy: Tensor2D;
  /** 1 for the tokens of the answer, else 0, `[B, T]`. */
  readonly counts: Tensor2D;
  /** What each answer is worth beside others, `[B]`: above 0 it becomes more probable. */
  readonly advantages: Tensor1D;
}

/** What GRPO compares with. */
export interface GrpoAnswers extends DrawnAnswers {
  /** As `policy`, when the answers were drawn. */
  readonly old: Tensor2D;
  /** As `policy`, of the model before all of it. */
  readonly reference: Tensor2D;
}

export interface GrpoLossOptions {
  /** How far the ratio of new and old probability may go from 1 and still be rewarded, ε, in (0, 1). Default 0.2. */
  clip?: number;
  /** The weight of the KL divergence from the reference, β, not below 0. Default 0.04. */
  beta?: number;
}

function check({ policy, counts, advantages }: DrawnAnswers, others: readonly Tensor2D[]): void {
  const [rows] = policy.shape;
  const same = [counts, ...others].every(({ shape }) => `${shape}` === `${policy.shape}`);
  if (policy.shape.length === 2 && same && `${advantages.shape}` === `${rows}`) return;
  const shapes = [policy, counts, ...others, advantages].map(({ shape }) => `[${shape}]`);
  throw new RangeError(messages().nlp.alignment.drawn({ given: shapes.join(', ') }));
}

const column = (advantages: Tensor1D): Tensor => tf.reshape(advantages, [-1, 1]);

/**
 * The loss of REINFORCE (Williams 1992, doi:10.1007/BF00992696), mean over answers of −advantage · ln P(answer). Its
 * gradient is that of the expected reward where the model that learns drew the answers itself.
 *
 * @returns `[]`
 * @throws RangeError for shapes that do not fit
 * @example
 * const loss = reinforceLoss({ policy: tokenLogProbabilities(model, tokens), counts, advantages });
 */
export function reinforceLoss(answers: DrawnAnswers): Scalar {
  check(answers, []);
  const { policy, counts, advantages } = answers;
  return tf.tidy((): Scalar => {
    const ofAnswers = tf.sum(tf.mul(policy, counts), 1); // [B]
    return tf.neg(tf.mean(tf.mul(ofAnswers, advantages))) as Scalar;
  });
}

/**
 * The loss of GRPO (Shao et al. 2024, DeepSeekMath, arXiv:2402.03300, formula 3): for each token
 * −min(ρ · A, clip(ρ, 1 − ε, 1 + ε) · A) + β · k3, with the ratio ρ of its new and old probability and Schulman's k3
 * against the reference; the mean over the tokens of an answer, then over answers.
 *
 * @returns `[]`
 * @throws RangeError for shapes that do not fit, or options out of range
 * @example
 * const loss = grpoLoss({ policy, old, reference, counts, advantages }, { clip: 0.2, beta: 0.04 });
 */
export function grpoLoss(answers: GrpoAnswers, options: GrpoLossOptions = {}): Scalar {
  const { clip = 0.2, beta = 0.04 } = options;
  const { policy, old, reference, counts, advantages } = answers;
  checkGrpo(options);
  check(answers, [old, reference]);
  return tf.tidy((): Scalar => {
    const worth = column(advantages); // [B, 1]
    const ratio = tf.exp(tf.sub(policy, old)); // [B, T]
    const held = tf.clipByValue(ratio, 1 - clip, 1 + clip);
    const gain = tf.minimum(tf.mul(ratio, worth), tf.mul(held, worth));
    const loss = tf.sub(tf.mul(klEstimate(policy, reference), beta), gain);
    return tf.mean(meanOverTokens(loss as Tensor2D, counts));
  });
}

/** @throws RangeError for options out of range */
export function checkGrpo({ clip = 0.2, beta = 0.04 }: GrpoLossOptions): void {
  const { alignment } = messages().nlp;
  if (!(clip > 0 && clip < 1)) throw new RangeError(alignment.clip({ given: shown(clip) }));
  if (!(beta >= 0 && beta < Infinity)) {
    throw new RangeError(alignment.penalty({ given: shown(beta) }));
  }
}

/** The mean over the tokens of each answer, `[B]`. Call it within `tf.tidy`. */
export const meanOverTokens = (of: Tensor2D, counts: Tensor2D): Tensor1D =>
  tf.div<Tensor1D>(tf.sum(tf.mul(of, counts), 1), tf.maximum(tf.sum(counts, 1), 1));
