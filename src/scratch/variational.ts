/** A variational autoencoder's parts: a code that is drawn, what it costs, and what that buys. */
import { type Scalar, type Tensor1D, type Tensor2D, type Tensor3D, tf } from '../nn/tf.js';

/**
 * Draws codes so that gradients reach their distribution: `mean + exp(logVariance / 2) noise` (Kingma &
 * Welling 2013, arXiv:1312.6114).
 *
 * @param mean `[B, Z]`; not disposed
 * @param logVariance natural logarithm of the variance, `[B, Z]`; not disposed
 * @param noise standard normal deviates, `[B, Z]`; not disposed
 * @returns `[B, Z]`, float32
 * @example
 * reparameterize(mean, logVariance, tf.randomNormal([32, 2]));
 */
export const reparameterize = (mean: Tensor2D, logVariance: Tensor2D, noise: Tensor2D): Tensor2D =>
  tf.tidy(() => tf.add<Tensor2D>(mean, tf.mul(tf.exp(tf.div(logVariance, 2)), noise)));

/** Of each unit of each code, in nats: `[B, Z]`. */
const klOfUnits = (mean: Tensor2D, logVariance: Tensor2D): Tensor2D =>
  tf.mul<Tensor2D>(
    tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1)),
    0.5,
  );

/**
 * How far normal distributions lie from the standard normal one, in nats: the sum over `Z` of
 * `(mean² + variance - logVariance - 1) / 2`.
 *
 * @param mean `[B, Z]`; not disposed
 * @param logVariance `[B, Z]`; not disposed
 * @returns `[B]`, float32, never below 0 but by rounding
 */
export const klStandardNormal = (mean: Tensor2D, logVariance: Tensor2D): Tensor1D =>
  tf.tidy(() => tf.sum<Tensor1D>(klOfUnits(mean, logVariance), 1));

/**
 * Log-likelihood of pictures whose pixels are drawn one by one with probability `sigmoid(logits)`, in
 * nats, finite for any logits: `Σ x l - softplus(l)`.
 *
 * @param logits `[B, D]`; not disposed
 * @param x `[B, D]`, 0 or 1; not disposed
 * @returns `[B]`, float32
 */
export const bernoulliLogLikelihood = (logits: Tensor2D, x: Tensor2D): Tensor1D =>
  tf.tidy(() => tf.sum<Tensor1D>(tf.sub(tf.mul(x, logits), tf.softplus(logits)), 1));

/**
 * The loss of a variational autoencoder: the mean over the batch of `beta` times the divergence minus
 * the log-likelihood (Higgins et al. 2017); with `beta` 1 the negative evidence lower bound.
 *
 * @param encode pictures `[B, D]` to means and log-variances side by side, `[B, 2 Z]`
 * @param decode codes `[B, Z]` to logits `[B, D]`
 * @param x `[B, D]`; not disposed
 * @param noise standard normal deviates, `[B, Z]`; not disposed
 * @param beta weight of the divergence
 * @returns a scalar, in nats, through which gradients flow
 */
export const betaVaeLoss = (
  encode: (x: Tensor2D) => Tensor2D,
  decode: (z: Tensor2D) => Tensor2D,
  x: Tensor2D,
  noise: Tensor2D,
  beta: number,
): Scalar =>
  tf.tidy(() => {
    const [mean, logVariance] = tf.split(encode(x), 2, 1) as [Tensor2D, Tensor2D]; // [B, Z]
    const logits = decode(reparameterize(mean, logVariance, noise)); // [B, D]
    const kl = tf.mul(klStandardNormal(mean, logVariance), beta);
    return tf.mean<Scalar>(tf.sub(kl, bernoulliLogLikelihood(logits, x)));
  });

/**
 * Codes on the straight line from one to another, both ends among them.
 *
 * @param from `[Z]`; not disposed
 * @param to `[Z]`; not disposed
 * @param count how many, an integer >= 2
 * @returns `[count, Z]`, float32
 * @throws RangeError for a count that is no integer >= 2
 */
export function interpolate(from: Tensor1D, to: Tensor1D, count: number): Tensor2D {
  if (!Number.isInteger(count) || count < 2) {
    throw new RangeError(`Expected \`count\` to be an integer >= 2. Received: ${count}`);
  }
  return tf.tidy(() => {
    const share = tf.expandDims(tf.linspace(0, 1, count), 1); // [count, 1]
    return tf.add<Tensor2D>(from, tf.mul(share, tf.sub(to, from)));
  });
}

/** What the units of a code say. */
export interface CollapseReport {
  /** Of each unit's mean over the examples, `[Z]`. */
  variance: Tensor1D;
  /** Mean divergence of each unit, in nats, `[Z]`. */
  kl: Tensor1D;
  /** How many units have a variance above the threshold. */
  active: number;
}

/**
 * Which units of a code depend on the picture: those whose mean varies over the examples (Burda et al.
 * 2016, arXiv:1509.00519, section 5.2). The others repeat what they say.
 *
 * @param mean of the codes of some examples, `[N, Z]`; not disposed
 * @param logVariance `[N, Z]`; not disposed
 * @param threshold a variance above this is active; default 0.01, as in the paper
 */
export function collapseReport(
  mean: Tensor2D,
  logVariance: Tensor2D,
  threshold = 0.01,
): CollapseReport {
  const [variance, kl] = tf.tidy(() => [
    tf.moments(mean, 0).variance as Tensor1D, // [Z], divided by N
    tf.mean<Tensor1D>(klOfUnits(mean, logVariance), 0), // [Z]
  ]) as [Tensor1D, Tensor1D];
  return { variance, kl, active: variance.dataSync().filter((v) => v > threshold).length };
}

/** Sum over Z of the log density of independent normals, `[K, B]`. */
const logNormal = (z: Tensor3D, mean: Tensor2D | number, logVariance: Tensor2D): Tensor2D => {
  const squares = tf.div(tf.square(tf.sub(z, mean)), tf.exp(logVariance)); // [K, B, Z]
  const terms = tf.add(tf.add(squares, logVariance), Math.log(2 * Math.PI));
  return tf.mul<Tensor2D>(tf.sum(terms, 2), -0.5);
};

/**
 * A bound on `log p(x)` from several codes of each picture, the tighter the more there are (Burda et
 * al. 2016, arXiv:1509.00519): the logarithm of the mean of `p(x|z) p(z) / q(z|x)`, with a standard
 * normal `p(z)`.
 *
 * @param logLikelihood `log p(x|z)` of each code, `[K, B]`; not disposed
 * @param z codes drawn from `q(z|x)`, `[K, B, Z]`; not disposed
 * @param mean of `q(z|x)`, `[B, Z]`; not disposed
 * @param logVariance of `q(z|x)`, `[B, Z]`; not disposed
 * @returns one bound for each picture, in nats, `[B]`
 */
export const importanceWeightedBound = (
  logLikelihood: Tensor2D,
  z: Tensor3D,
  mean: Tensor2D,
  logVariance: Tensor2D,
): Tensor1D =>
  tf.tidy(() => {
    const prior = logNormal(z, 0, tf.zerosLike(logVariance)); // [K, B]
    const own = logNormal(z, mean, logVariance); // [K, B]
    const logWeights = tf.add(logLikelihood, tf.sub(prior, own)); // [K, B]
    return tf.logSumExp(tf.sub(logWeights, Math.log(z.shape[0])), 0) as Tensor1D;
  });
