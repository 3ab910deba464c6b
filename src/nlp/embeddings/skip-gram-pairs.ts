/** Tokens with the tokens around them. */
import type { Rng } from '../../backend/random.js';

/** Pairs as two lists of one length. */
export interface TokenPairs {
  words: Int32Array;
  contexts: Int32Array;
}

/**
 * Each token with each one in a window around it. The window reaches 1 to `window` tokens, drawn for each
 * token, so that nearer ones count more; tokens that are left out do not stand between others.
 *
 * @param keep the probability with which each token is kept, `[V]`
 * @param rng draws windows, and what is kept
 */
export function skipGramPairs(
  sequences: readonly (readonly number[])[],
  { window, keep, rng }: { window: number; keep: ArrayLike<number>; rng: Rng },
): TokenPairs {
  const words: number[] = [];
  const contexts: number[] = [];
  for (const tokens of sequences) {
    const kept = tokens.filter((token) => rng.uniform() < (keep[token] as number));
    kept.forEach((word, at) => {
      const reach = rng.integer(1, window + 1);
      for (let i = Math.max(0, at - reach); i <= Math.min(kept.length - 1, at + reach); i++) {
        if (i === at) continue;
        words.push(word);
        contexts.push(kept[i] as number);
      }
    });
  }
  return { words: Int32Array.from(words), contexts: Int32Array.from(contexts) };
}
