/** From the logits of the next token to the token. */

import type { Rng } from '../../backend/random.js';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { checkPrompt, checkSampling, type SamplingOptions } from './sampling-options.js';

const highestOf = (values: Float32Array): number =>
  values.reduce((best, value, i) => (value > (values[best] as number) ? i : best), 0);

const sumOf = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0);

/** Logits with those of tokens that were there already made smaller. */
function penalized(logits: Float32Array, penalty: number, before: readonly number[]): Float32Array {
  if (penalty === 1 || before.length === 0) return logits;
  const lower = Float32Array.from(logits);
  for (const token of new Set(before)) {
    const value = logits[token] as number;
    lower[token] = value < 0 ? value * penalty : value / penalty;
  }
  return lower;
}

/** The least weight that counts: the fewest largest ones that have this share together. */
function nucleusFloor(weights: Float32Array, share: number): number {
  const order = weights.slice().sort().reverse();
  const enough = share * sumOf(weights);
  let sum = 0;
  for (const weight of order) {
    sum += weight;
    if (sum >= enough) return weight;
  }
  return 0;
}

/** Of equal weights at the floor, those of the first tokens count, as many as make up the share. */
function nucleus(weights: Float32Array, share: number): Float32Array {
  const floor = nucleusFloor(weights, share);
  const above = weights.map((weight) => (weight > floor ? weight : 0));
  const enough = share * sumOf(weights);
  let sum = sumOf(above);
  return weights.map((weight, i) => {
    if (weight !== floor || sum >= enough) return above[i] as number;
    sum += weight;
    return weight;
  });
}

/** What each token weighs in the draw, the likeliest 1: as `tokenProbabilities` says, not divided by their sum. */
function weightsOf(
  given: Float32Array,
  options: SamplingOptions,
  before: readonly number[],
): Float32Array {
  const { temperature = 1, topK = given.length, topP = 1, minP = 0 } = options;
  const logits = penalized(given, options.repetitionPenalty ?? 1, before);
  const highest = highestOf(logits);
  if (temperature === 0) return logits.map((_, i) => (i === highest ? 1 : 0));
  const floor =
    topK < logits.length ? (Float32Array.from(logits).sort().at(-topK) as number) : -Infinity;
  const top = logits[highest] as number;
  const weights = logits.map((value) =>
    value < floor ? 0 : Math.exp((value - top) / temperature),
  );
  const likely = topP < 1 ? nucleus(weights, topP) : weights;
  return minP > 0 ? likely.map((weight) => (weight < minP ? 0 : weight)) : likely;
}

/**
 * The probability of each token to be drawn next: softmax(logits / temperature) among those that the options
 * leave, `[V]`. Options act in the order of Hugging Face's: penalty, temperature, top-k, top-p, min-p.
 *
 * @param logits `[V]`
 * @param before the tokens so far, for `repetitionPenalty`
 * @throws RangeError for options out of range, no logits, or logits that are no numbers
 * @example
 * tokenProbabilities([0, 1, 3], { topP: 0.9 }); // the third has 0.84, not 0.9: the second stays too
 */
export function tokenProbabilities(
  logits: ArrayLike<number>,
  options: SamplingOptions = {},
  before: readonly number[] = [],
): Float32Array {
  checkSampling(options);
  const values = Float32Array.from(logits);
  const wrong = values.find((value) => Number.isNaN(value) || value === Infinity);
  if (values.length === 0 || wrong !== undefined || highestIs(values, -Infinity)) {
    throw new RangeError(messages().nlp.generation.logits({ given: shown(wrong ?? [...values]) }));
  }
  if (before.length > 0) checkPrompt(before, values.length);
  const weights = weightsOf(values, options, before);
  const sum = sumOf(weights);
  return weights.map((weight) => weight / sum);
}

const highestIs = (values: Float32Array, value: number): boolean =>
  values[highestOf(values)] === value;

/**
 * Draws a token by `tokenProbabilities`, whose checks were made before.
 *
 * @param logits `[V]`
 * @param before the tokens so far, for `repetitionPenalty`
 */
export function sampleToken(
  logits: Float32Array,
  rng: Rng,
  options: SamplingOptions = {},
  before: readonly number[] = [],
): number {
  const { temperature, repetitionPenalty = 1 } = options;
  if (temperature === 0) return highestOf(penalized(logits, repetitionPenalty, before));
  const weights = weightsOf(logits, options, before);
  const highest = highestOf(weights);
  let left = rng.uniform() * sumOf(weights);
  const drawn = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return drawn === -1 ? highest : drawn;
}
