/** Whether a code says anything. */
import { messages } from '../messages/index.js';
import { type LayersModel, type Tensor, tf } from '../nn/tf.js';
import { type CodeOptions, encode } from './codes.js';
import { klPerDimension } from './losses.js';

/** One dimension of a code. */
export interface LatentUnit {
  /** KL divergence from the prior, the mean over the examples, nats. */
  readonly kl: number;
  /** Variance over the examples of the mean of q(z|x), A_u of Burda et al. 2016. */
  readonly variance: number;
  /** Whether `variance` is above the threshold. */
  readonly active: boolean;
}

export interface CollapseReport {
  /** In the order of the code. */
  readonly units: readonly LatentUnit[];
  /** How many of them are active. */
  readonly activeUnits: number;
  /** KL divergence of the whole code, the mean over the examples, nats. */
  readonly kl: number;
}

export interface CollapseOptions extends CodeOptions {
  /** Variance of a mean above which a unit counts as active. Default 0.01, as in the paper. */
  threshold?: number;
}

/**
 * Which dimensions of the code tell examples apart, and which have collapsed onto the prior (Burda et al.
 * 2016, section 5.2): a unit is active where A_u = Var_x(E[z_u|x]) > 0.01.
 *
 * @param model made by `vae`, `convVae` or `conditionalVae`
 * @param x `[N, ...inputShape]`
 * @throws TypeError for another model, or examples or a condition that do not fit; RangeError for pixels out
 *   of [0, 1] with a Bernoulli decoder, or a `threshold` below 0
 * @example
 * const { activeUnits, units } = collapseReport(model, held);
 * barChart({ title: 'KL', labels: units.map((_, i) => String(i)), values: units.map(({ kl }) => kl) });
 */
export function collapseReport(
  model: LayersModel,
  x: Tensor,
  options: CollapseOptions = {},
): CollapseReport {
  const { threshold = 0.01, ...rest } = options;
  if (!(threshold >= 0 && threshold < Infinity)) {
    const params = { option: 'threshold', where: 'collapseReport', given: String(threshold) };
    throw new RangeError(messages().vae.nonNegative(params));
  }
  const measured = tf.tidy(() => {
    const { mean, logVariance } = encode(model, x, rest);
    const variance = tf.mean(tf.square(tf.sub(mean, tf.mean(mean, 0))), 0);
    return tf.stack([tf.mean(klPerDimension(mean, logVariance), 0), variance]);
  });
  const [divergences = [], variances = []] = measured.arraySync() as number[][];
  measured.dispose();
  const units = divergences.map((kl, i): LatentUnit => {
    const variance = variances[i] as number;
    return { kl, variance, active: variance > threshold };
  });
  return {
    units,
    activeUnits: units.filter(({ active }) => active).length,
    kl: divergences.reduce((a, b) => a + b, 0),
  };
}
