/** From examples to codes and back, and pictures of codes that nobody has seen. */
import { createRng, type Seed } from '../backend/random.js';
import { messages } from '../messages/index.js';
import { type VaeParts, vaeParts } from '../models/vae/parts/vae-parts.js';
import { type LayersModel, type Tensor, type Tensor2D, tf } from '../nn/tf.js';
import { checkCodes, checkCondition, checkCount, checkExamples } from './examples.js';
import { reparameterize } from './losses.js';
import { withCondition } from './terms.js';

/** What `encode` and `decode` take beside. */
export interface CodeOptions {
  /** `[N, conditions]`, float32, for `conditionalVae` alone. */
  condition?: Tensor2D | undefined;
  /** Examples at once; it changes no number. Default 256. */
  batchSize?: number;
}

const BATCH = 256;

/** What a model predicts, with its outputs in a list. */
function predict(
  model: LayersModel,
  x: Tensor,
  { condition, batchSize = BATCH }: CodeOptions,
): Tensor[] {
  const inputs = withCondition(x, condition);
  const given = inputs.length === 1 ? (inputs[0] as Tensor) : inputs;
  return [model.predict(given, { batchSize })].flat();
}

/**
 * q(z|x) of each example: its mean and log variance.
 *
 * @param model made by `vae`, `convVae` or `conditionalVae`
 * @param x `[N, ...inputShape]`
 * @returns two tensors `[N, latent]`, which are the caller's
 * @throws TypeError for another model, or examples or a condition that do not fit; RangeError for pixels out
 *   of [0, 1] with a Bernoulli decoder
 * @example
 * const { mean, logVariance } = encode(model, x);
 */
export function encode(
  model: LayersModel,
  x: Tensor,
  options: CodeOptions = {},
): { mean: Tensor2D; logVariance: Tensor2D } {
  const parts = vaeParts(model);
  checkExamples('encode', parts, { x, condition: options.condition });
  const [mean, logVariance] = predict(parts.encoder, x, options) as [Tensor2D, Tensor2D];
  return { mean, logVariance };
}

/**
 * The mean of each pixel for codes.
 *
 * @param model made by `vae`, `convVae` or `conditionalVae`
 * @param codes `[N, latent]`
 * @returns `[N, ...inputShape]`: for a Bernoulli decoder probabilities in [0, 1]
 * @throws TypeError for another model, or codes or a condition that do not fit
 * @example
 * const pictures = decode(model, interpolate(from, to, { steps: 8 }));
 */
export function decode(model: LayersModel, codes: Tensor, options: CodeOptions = {}): Tensor {
  const parts = vaeParts(model);
  checkCodes('decode', codes, parts.latent);
  checkCondition('decode', parts, options.condition, codes.shape[0] as number);
  return predict(parts.decoder, codes, options)[0] as Tensor;
}

export interface ReconstructOptions extends CodeOptions {
  /** Of a code sampled for each example. Default: none is sampled, the mean code is taken. */
  seed?: Seed;
}

/**
 * Examples, encoded and decoded: of the mean code, or with a `seed` of one that is sampled from q(z|x).
 *
 * @param model made by `vae`, `convVae` or `conditionalVae`
 * @param x `[N, ...inputShape]`
 * @returns the mean of each pixel, `[N, ...inputShape]`
 * @throws TypeError for another model, or examples or a condition that do not fit; RangeError for pixels out
 *   of [0, 1] with a Bernoulli decoder
 * @example
 * const again = reconstruct(model, x);
 */
export function reconstruct(
  model: LayersModel,
  x: Tensor,
  options: ReconstructOptions = {},
): Tensor {
  return tf.tidy(() => {
    const { mean, logVariance } = encode(model, x, options);
    const { seed } = options;
    if (seed === undefined) return decode(model, mean, options);
    const noise = tf.tensor2d(createRng(seed).normals(mean.size), mean.shape);
    return decode(model, reparameterize(mean, logVariance, noise), options);
  });
}

export interface SampleOptions extends CodeOptions {
  /** How many. Default: as many as rows of `condition`. */
  count?: number;
  /** Fixes the codes. Default 0. */
  seed?: Seed;
  /** Deviation of the codes: below 1 they lie nearer to the middle of the prior. Default 1. */
  temperature?: number;
}

function countOf(parts: VaeParts, { count, condition }: SampleOptions): number {
  const rows = condition?.shape[0];
  const wanted = count ?? rows;
  checkCount('sample', 'count', wanted);
  checkCondition('sample', parts, condition, wanted as number);
  return wanted as number;
}

/**
 * Pictures drawn from the prior: codes of the standard normal distribution, decoded.
 *
 * @param model made by `vae`, `convVae` or `conditionalVae`
 * @returns the mean of each pixel, `[count, ...inputShape]`; the same for the same seed
 * @throws TypeError for another model, or a condition that does not fit; RangeError for a `count` that is no
 *   integer >= 1 or a `temperature` below 0
 * @example
 * const pictures = sample(model, { count: 16, seed: 1 });
 * @example
 * const sevens = tf.cast(tf.oneHot(tf.fill([16], 7, 'int32'), 10), 'float32') as Tensor2D;
 * const drawn = sample(conditional, { condition: sevens, seed: 1 });
 */
export function sample(model: LayersModel, options: SampleOptions): Tensor {
  const parts = vaeParts(model);
  const { seed = 0, temperature = 1 } = options;
  const count = countOf(parts, options);
  if (!(temperature >= 0 && temperature < Infinity)) {
    const params = { option: 'temperature', where: 'sample', given: String(temperature) };
    throw new RangeError(messages().vae.nonNegative(params));
  }
  return tf.tidy(() => {
    const values = createRng(seed).normals(count * parts.latent);
    const codes = tf.mul<Tensor2D>(tf.tensor2d(values, [count, parts.latent]), temperature);
    return decode(model, codes, options);
  });
}
