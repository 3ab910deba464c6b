/** How well a model explains examples: the evidence lower bound, and a tighter one. */
import { createRng, type Seed } from '../backend/random.js';
import { type VaeParts, vaeParts } from '../models/vae/parts/vae-parts.js';
import { type LayersModel, type Tensor, type Tensor1D, type Tensor2D, tf } from '../nn/tf.js';
import { throwIfInterrupted } from '../runtime/interrupt.js';
import { checkCount, checkExamples, type VaeExamples } from './examples.js';
import { reparameterize } from './losses.js';
import { logLikelihood, run, termsOf, withCondition } from './terms.js';

export interface BoundOptions {
  /** `[N, conditions]`, float32, for `conditionalVae` alone. */
  condition?: Tensor2D | undefined;
  /** Codes that are sampled for each example, K. Default 1. */
  samples?: number;
  /** Fixes the codes. Default 0. */
  seed?: Seed;
  /** Examples at once. Default 256. */
  batchSize?: number;
}

/** The evidence lower bound and its two terms, nats an example. */
export interface Bound {
  /** `-reconstruction - kl`, at most the log-likelihood. */
  readonly elbo: number;
  /** −log p(x|z) of sampled codes. */
  readonly reconstruction: number;
  /** KL divergence of q(z|x) from the prior. */
  readonly kl: number;
}

/** Parts of the examples, one after another; between them other work may run. */
async function* batchesOf({ x, condition }: VaeExamples, batchSize: number) {
  const rows = x.shape[0] as number;
  for (let begin = 0; begin < rows; begin += batchSize) {
    const size = Math.min(batchSize, rows - begin);
    const part = <T extends Tensor>(all: T): T => tf.slice(all, begin, size) as T;
    const batch = { x: part(x), ...(condition && { condition: part(condition) }) };
    try {
      yield { ...batch, rows: size };
    } finally {
      tf.dispose(batch);
    }
    await new Promise((resolve) => setImmediate(resolve));
    throwIfInterrupted();
  }
}

/** One ε for each example of a batch. */
const noiseOf = (rng: ReturnType<typeof createRng>, rows: number, latent: number): Tensor2D =>
  tf.tensor2d(rng.normals(rows * latent), [rows, latent]);

function checked(where: string, parts: VaeParts, x: Tensor, options: BoundOptions) {
  const { samples = 1, seed = 0, batchSize = 256, condition } = options;
  checkCount(where, 'samples', samples);
  checkCount(where, 'batchSize', batchSize);
  checkExamples(where, parts, { x, condition });
  return { samples, batchSize, examples: { x, condition }, rng: createRng(seed) };
}

/**
 * The evidence lower bound on the log-likelihood (Kingma & Welling 2014, equation 3), with its terms: the
 * mean over the examples, nats. The KL term is exact, the other one the mean over `samples` codes.
 *
 * @param model made by `vae`, `convVae` or `conditionalVae`
 * @param x `[N, ...inputShape]`
 * @throws TypeError for another model, or examples or a condition that do not fit; RangeError for pixels out
 *   of [0, 1] with a Bernoulli decoder, or options out of range
 * @example
 * const { elbo: bound, reconstruction, kl } = await elbo(model, held, { samples: 10 });
 */
export async function elbo(
  model: LayersModel,
  x: Tensor,
  options: BoundOptions = {},
): Promise<Bound> {
  const parts = vaeParts(model);
  const { samples, batchSize, examples, rng } = checked('elbo', parts, x, options);
  let [likelihood, divergence] = [0, 0];
  for await (const batch of batchesOf(examples, batchSize)) {
    const sums = tf.tidy(() => {
      const all = Array.from({ length: samples }, () =>
        termsOf(parts, batch, noiseOf(rng, batch.rows, parts.latent), false),
      );
      const mean = tf.mean(tf.stack(all.map(({ reconstruction }) => reconstruction)), 0);
      return tf.stack([tf.sum(mean), tf.sum((all[0] as { kl: Tensor }).kl)]);
    });
    const [l = 0, d = 0] = await sums.data();
    sums.dispose();
    likelihood += l;
    divergence += d;
  }
  const rows = x.shape[0] as number;
  const [reconstruction, kl] = [-likelihood / rows, divergence / rows];
  return { elbo: -reconstruction - kl, reconstruction, kl };
}

/** log p(x, z) − log q(z|x) of one code for each example, `[B]`. */
function logWeights(
  parts: VaeParts,
  { x, condition }: VaeExamples,
  [mean, logVariance]: readonly [Tensor2D, Tensor2D],
  noise: Tensor2D,
): Tensor1D {
  const codes = reparameterize(mean, logVariance, noise);
  const [scores] = run(parts.scores, withCondition(codes, condition), false) as [Tensor];
  // What both normal densities have in common is left out.
  const apart = tf.sub(tf.sub(tf.square(noise), tf.square(codes)), tf.neg(logVariance));
  return tf.add<Tensor1D>(logLikelihood(parts, x, scores), tf.mul(tf.sum(apart, 1), 0.5));
}

/**
 * The importance-weighted bound on the log-likelihood (Burda et al. 2016, Importance weighted autoencoders):
 * log of the mean of p(x, z) / q(z|x) over `samples` codes. With 1 it is the evidence lower bound in
 * expectation; with more it rises towards the log-likelihood.
 *
 * @param model made by `vae`, `convVae` or `conditionalVae`
 * @param x `[N, ...inputShape]`
 * @returns the mean over the examples, nats
 * @throws TypeError for another model, or examples or a condition that do not fit; RangeError for pixels out
 *   of [0, 1] with a Bernoulli decoder, or options out of range
 * @example
 * const bound = await importanceWeightedBound(model, held, { samples: 50 });
 */
export async function importanceWeightedBound(
  model: LayersModel,
  x: Tensor,
  options: BoundOptions = {},
): Promise<number> {
  const parts = vaeParts(model);
  const where = 'importanceWeightedBound';
  const { samples, batchSize, examples, rng } = checked(where, parts, x, options);
  let total = 0;
  for await (const batch of batchesOf(examples, batchSize)) {
    const sum = tf.tidy(() => {
      const inputs = withCondition(batch.x, batch.condition);
      const [mean, logVariance] = run(parts.encoder, inputs, false) as [Tensor2D, Tensor2D];
      const all = Array.from({ length: samples }, () =>
        tf.tidy(() => {
          const noise = noiseOf(rng, batch.rows, parts.latent);
          return logWeights(parts, batch, [mean, logVariance], noise);
        }),
      );
      return tf.sum(tf.sub(tf.logSumExp(tf.stack(all), 0), Math.log(samples)));
    });
    total += (await sum.data())[0] as number;
    sum.dispose();
  }
  return total / (x.shape[0] as number);
}

/**
 * Bits that a model needs for one number of an example: its bound on −log₂ p(x), over the numbers of an
 * example. With more `samples` the bound is tighter (`importanceWeightedBound`), and the bits are fewer.
 *
 * With a Gaussian decoder p(x) is a density of numbers on their own scale, and the bits may be below 0; for
 * pixels in [0, 1] that were one of 256 grey levels, add 8 (Theis et al. 2016).
 *
 * @param model made by `vae`, `convVae` or `conditionalVae`
 * @param x `[N, ...inputShape]`
 * @throws TypeError for another model, or examples or a condition that do not fit; RangeError for pixels out
 *   of [0, 1] with a Bernoulli decoder, or options out of range
 * @example
 * const bits = await bitsPerDimension(model, held, { samples: 50 });
 */
export async function bitsPerDimension(
  model: LayersModel,
  x: Tensor,
  options: BoundOptions = {},
): Promise<number> {
  const bound = await importanceWeightedBound(model, x, options);
  const size = vaeParts(model).inputShape.reduce((a, b) => a * b, 1);
  return -bound / (size * Math.LN2);
}
