/** How often tokens stand near each other. */
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { checkCounts } from '../check-integers.js';

export interface CoOccurrencesOptions {
  /** How many tokens there are, V. */
  vocabularySize: number;
  /** How many tokens on each side are looked at. Default 5. */
  window?: number;
}

/** Pairs that stand near each other, each once, as three lists of one length. */
export interface CoOccurrences {
  words: Int32Array;
  contexts: Int32Array;
  /** Sum of 1 / distance. */
  counts: Float64Array;
}

/**
 * Counts tokens that stand near each other: a pair that is d tokens apart counts 1 / d (Pennington, Socher
 * & Manning 2014, section 3.1). As often as (a, b) there is (b, a).
 *
 * @param sequences lists of tokens; no pair reaches from one into the next
 * @throws RangeError for tokens or options out of range
 */
export function coOccurrences(
  sequences: readonly (readonly number[])[],
  { vocabularySize, window = 5 }: CoOccurrencesOptions,
): CoOccurrences {
  checkCounts('coOccurrences', { vocabularySize, window });
  const counts = new Map<number, number>();
  const add = (a: number, b: number, by: number): void => {
    const key = a * vocabularySize + b;
    counts.set(key, (counts.get(key) ?? 0) + by);
  };
  for (const tokens of sequences) {
    tokens.forEach((token, at) => {
      if (!Number.isInteger(token) || token < 0 || token >= vocabularySize) {
        throw new RangeError(messages().nlp.id({ size: vocabularySize, given: shown(token) }));
      }
      for (let d = 1; d <= Math.min(window, at); d++) {
        const before = tokens[at - d] as number;
        add(before, token, 1 / d);
        add(token, before, 1 / d);
      }
    });
  }
  const keys = [...counts.keys()].sort((a, b) => a - b);
  return {
    words: Int32Array.from(keys, (key) => Math.floor(key / vocabularySize)),
    contexts: Int32Array.from(keys, (key) => key % vocabularySize),
    counts: Float64Array.from(keys, (key) => counts.get(key) as number),
  };
}
