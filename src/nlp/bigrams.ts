/** A language model that counts pairs of tokens. */
import { checkSizes, shown } from '../checks.js';
import { messages } from '../messages/index.js';

export interface BigramOptions {
  /** How many tokens there are, V. */
  vocabularySize: number;
  /** Added to the count of each pair. Default 0: what was never seen is impossible. */
  smoothing?: number;
}

/** What follows what, by counting. */
export interface BigramModel {
  /** The probability that `second` follows `first`; 0 where `first` was never seen and nothing is added. */
  probability(first: number, second: number): number;
  /**
   * Mean of -ln P over all pairs of neighbours, in nats: `Infinity` where one is impossible.
   *
   * @throws RangeError when no list has two tokens
   */
  crossEntropy(sequences: readonly (readonly number[])[]): number;
}

/** @throws RangeError for a token that is not in [0, V) */
function forEachPair(
  sequences: readonly (readonly number[])[],
  size: number,
  work: (first: number, second: number) => void,
): void {
  for (const tokens of sequences) {
    const wrong = tokens.find((token) => !Number.isInteger(token) || token < 0 || token >= size);
    if (wrong !== undefined) {
      throw new RangeError(messages().nlp.id({ size, given: shown(wrong) }));
    }
    for (let i = 1; i < tokens.length; i++) work(tokens[i - 1] as number, tokens[i] as number);
  }
}

/**
 * Counts pairs of tokens: the model of language that is exact and needs no training. Of names between two
 * stops it is the bigram model of makemore (Karpathy 2022): 2.4540 nats a character on its 32,033 names.
 *
 * @param sequences lists of tokens; no pair reaches from one into the next
 * @throws RangeError for tokens or options out of range
 * @example
 * const letters = characterTokenizer(names, { specialTokens: ['.'] });
 * const tokens = names.map((name) => letters.encode(`.${name}.`));
 * countBigrams(tokens, { vocabularySize: letters.vocabularySize }).crossEntropy(tokens);
 */
export function countBigrams(
  sequences: readonly (readonly number[])[],
  { vocabularySize, smoothing = 0 }: BigramOptions,
): BigramModel {
  checkSizes({ vocabularySize });
  if (!(smoothing >= 0 && smoothing < Infinity)) {
    throw new RangeError(messages().nlp.smoothing({ given: shown(smoothing) }));
  }
  const size = vocabularySize;
  const pairs = new Float64Array(size * size).fill(smoothing);
  const firsts = new Float64Array(size).fill(smoothing * size);
  forEachPair(sequences, size, (first, second) => {
    pairs[first * size + second] = (pairs[first * size + second] as number) + 1;
    firsts[first] = (firsts[first] as number) + 1;
  });
  const probability = (first: number, second: number): number => {
    const count = pairs[first * size + second] ?? 0;
    return count === 0 ? 0 : count / (firsts[first] as number);
  };
  return {
    probability,
    crossEntropy(measured) {
      let [nats, count] = [0, 0];
      forEachPair(measured, size, (first, second) => {
        nats -= Math.log(probability(first, second));
        count += 1;
      });
      if (count === 0) throw new RangeError(messages().nlp.noPairs());
      return nats / count;
    },
  };
}
