/** How often tokens are drawn as negatives, and how often they are kept. */
import type { Rng } from '../../backend/random.js';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';

/** How often each token stands in the texts: `[V]`. */
export function countTokens(
  sequences: readonly (readonly number[])[],
  vocabularySize: number,
): Float64Array {
  const counts = new Float64Array(vocabularySize);
  for (const tokens of sequences) {
    for (const token of tokens) {
      if (!Number.isInteger(token) || token < 0 || token >= vocabularySize) {
        throw new RangeError(messages().nlp.id({ size: vocabularySize, given: shown(token) }));
      }
      counts[token] = (counts[token] as number) + 1;
    }
  }
  return counts;
}

/**
 * The probability of each token as a negative: its share of the texts to a power (Mikolov et al. 2013),
 * so that rare ones are drawn more often than they come.
 *
 * @param counts of each token, `[V]`
 * @param power 0 draws all alike, 1 as they come. Default 0.75, as in word2vec
 * @throws RangeError without a count above 0, or for a power that is no number >= 0
 */
export function noiseDistribution(counts: ArrayLike<number>, power = 0.75): Float64Array {
  if (!(power >= 0 && power < Infinity)) {
    throw new RangeError(messages().nlp.power({ given: shown(power) }));
  }
  // Not 0 to the power of 0: a token that never comes is never drawn.
  const weights = Float64Array.from(counts, (count) => (count > 0 ? count ** power : 0));
  const sum = weights.reduce((a, b) => a + b, 0);
  if (!(sum > 0 && sum < Infinity)) throw new RangeError(messages().nlp.noTokens());
  return weights.map((weight) => weight / sum);
}

/**
 * Draws tokens by a distribution.
 *
 * @param probabilities of each token, `[V]`
 * @example
 * const draw = negativeSampler(noiseDistribution([90, 9, 1]));
 * draw(createRng(1)); // 0, 1 or 2
 */
export function negativeSampler(probabilities: ArrayLike<number>): (rng: Rng) => number {
  let sum = 0;
  const upTo = Float64Array.from(probabilities, (probability) => {
    sum += probability;
    return sum;
  });
  return (rng) => {
    const place = rng.uniform() * sum;
    let [low, high] = [0, upTo.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] as number) > place) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/**
 * The probability with which a token of the texts is kept: √(t / f), 1 at most, f its share of them
 * (Mikolov et al. 2013, formula 5). Frequent ones say little of what is beside them.
 *
 * @param counts of each token, `[V]`
 * @param threshold t: tokens that are rarer are all kept
 */
export function keepProbabilities(counts: ArrayLike<number>, threshold: number): Float64Array {
  const values = Float64Array.from(counts);
  const total = values.reduce((a, b) => a + b, 0);
  return values.map((count) => Math.min(1, Math.sqrt((threshold * total) / count)));
}
