/** The terms of the evidence lower bound, in nats. */
import * as core from '@tensorflow/tfjs-core';
import { markLibrary } from '../backend/capture/index.js';
import { binaryCrossEntropy } from '../backend/fused/cross-entropy.js';
import { messages } from '../messages/index.js';
import { type Tensor, type Tensor1D, type Tensor2D, tf } from '../nn/tf.js';

function sameShape(what: string, a: Tensor, b: Tensor): void {
  if (a.rank >= 1 && a.shape.join() === b.shape.join()) return;
  const shapes = { a: `[${a.shape}]`, b: `[${b.shape}]` };
  throw new RangeError(messages().vae.sameShape({ what, ...shapes }));
}

/** Sums over all but the batch: `[B, …]` → `[B]`. */
const perExample = (x: Tensor): Tensor1D =>
  tf.sum<Tensor1D>(tf.reshape(x, [x.shape[0] as number, -1]), 1);

const LOG_TWO_PI = Math.log(2 * Math.PI);

/**
 * KL divergence of each dimension of a diagonal normal distribution from the standard normal, in nats:
 * ½ (µ² + σ² − log σ² − 1) (Kingma & Welling 2014, appendix B). It is 0 at µ = 0, σ = 1 alone.
 *
 * @param mean µ, `[B, latent]`
 * @param logVariance log σ², of the same shape
 * @returns `[B, latent]`, each >= 0 up to rounding
 * @throws RangeError for shapes that differ
 * @example
 * klPerDimension(tf.tensor2d([[1, 0]]), tf.zeros([1, 2])); // [[0.5, 0]]
 */
export function klPerDimension(mean: Tensor, logVariance: Tensor): Tensor2D {
  sameShape('`mean` and `logVariance`', mean, logVariance);
  return tf.tidy(() => {
    const variance = tf.exp(logVariance);
    const sum = tf.sub(tf.sub(tf.add(tf.square(mean), variance), logVariance), 1);
    return tf.mul<Tensor2D>(sum, 0.5);
  });
}

/**
 * KL divergence of a diagonal normal distribution from the standard normal, in nats: the sum of
 * `klPerDimension`.
 *
 * @param mean µ, `[B, latent]`
 * @param logVariance log σ², of the same shape
 * @returns one number for each example, `[B]`
 * @throws RangeError for shapes that differ
 * @example
 * klDivergence(tf.tensor2d([[1, 1]]), tf.zeros([1, 2])); // [1]
 */
export function klDivergence(mean: Tensor, logVariance: Tensor): Tensor1D {
  return tf.tidy(() => perExample(klPerDimension(mean, logVariance)));
}

/**
 * Log-likelihood of pixels under independent Bernoulli distributions, in nats, from logits: right for
 * scores of any size. Pixels between 0 and 1 count as probabilities. The pixels get no gradient.
 *
 * @param x pixels in [0, 1], `[B, …]`
 * @param logits scores of the same shape
 * @returns one number for each example, `[B]`
 * @throws RangeError for shapes that differ
 * @example
 * bernoulliLogLikelihood(tf.tensor2d([[1, 0]]), tf.zeros([1, 2])); // [−2 ln 2]
 */
export function bernoulliLogLikelihood(x: Tensor, logits: Tensor): Tensor1D {
  sameShape('`x` and `logits`', x, logits);
  return tf.tidy(() => {
    const given = [logits as core.Tensor] as [core.Tensor];
    const cost = binaryCrossEntropy(given, { labels: core.cast(x as core.Tensor, 'float32') });
    return tf.neg(perExample(cost as Tensor));
  });
}

/**
 * Log-likelihood of numbers under independent normal distributions, in nats. It is a density: it may be
 * above 0.
 *
 * @param x `[B, …]`
 * @param mean of the same shape
 * @param logVariance log σ²: one number (`[]`, `[1]`), or of the same shape
 * @returns one number for each example, `[B]`
 * @throws RangeError for shapes that do not fit
 * @example
 * gaussianLogLikelihood(tf.zeros([1, 2]), tf.zeros([1, 2]), tf.scalar(0)); // [−ln 2π]
 */
export function gaussianLogLikelihood(x: Tensor, mean: Tensor, logVariance: Tensor): Tensor1D {
  sameShape('`x` and `mean`', x, mean);
  if (logVariance.size !== 1) sameShape('`x` and `logVariance`', x, logVariance);
  return tf.tidy(() => {
    const squared = tf.mul(tf.squaredDifference(x, mean), tf.exp(tf.neg(logVariance)));
    const sum = tf.add(tf.add(squared, logVariance), LOG_TWO_PI);
    return tf.mul<Tensor1D>(perExample(sum), -0.5);
  });
}

/**
 * A code of q(z|x) from noise, so that the gradient reaches mean and variance (Kingma & Welling 2014,
 * section 2.4): µ + σ ε.
 *
 * @param mean µ, `[…, latent]`
 * @param logVariance log σ², of the same shape
 * @param noise ε, normal with mean 0 and deviation 1, of a shape that broadcasts with it; 0 gives the mean
 * @example
 * reparameterize(mean, logVariance, noise.normal([32, 8]));
 */
export function reparameterize<T extends Tensor = Tensor2D>(
  mean: T,
  logVariance: Tensor,
  noise: Tensor,
): T {
  return tf.tidy(() => tf.add<T>(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise)));
}

for (const one of [
  klPerDimension,
  klDivergence,
  bernoulliLogLikelihood,
  gaussianLogLikelihood,
  reparameterize,
]) {
  markLibrary(one);
}
