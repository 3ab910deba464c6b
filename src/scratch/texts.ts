/** Texts by hand: byte pair encoding, a model that counts, and tokens of unequal texts in one tensor. */
import { type Tensor2D, tf } from '../nn/tf.js';

/** Two tokens beside each other. */
export type TokenPair = readonly [number, number];

/**
 * The pair of neighbours that comes most often in lists of tokens; of equally frequent ones that of the
 * smaller first token, then of the smaller second. In `[7, 7, 7]` the pair (7, 7) comes twice.
 *
 * @param words no pair reaches from one list into the next
 * @returns undefined where no list has two tokens
 * @example
 * mostFrequentPair([[1, 2, 3], [1, 2]]); // [1, 2]
 */
export function mostFrequentPair(words: readonly (readonly number[])[]): TokenPair | undefined {
  const found = new Map<string, { pair: TokenPair; count: number }>();
  for (const word of words) {
    for (const [i, second] of word.slice(1).entries()) {
      const pair = [word[i] as number, second] as const;
      const entry = found.get(pair.join()) ?? { pair, count: 0 };
      entry.count += 1;
      found.set(pair.join(), entry);
    }
  }
  const [first] = [...found.values()].sort(
    (one, other) =>
      other.count - one.count || one.pair[0] - other.pair[0] || one.pair[1] - other.pair[1],
  );
  return first?.pair;
}

/**
 * A list of tokens in which a pair of neighbours has become one token, from left to right.
 *
 * @example
 * mergePair([5, 5, 5, 6], [5, 5], 9); // [9, 5, 6]
 */
export const mergePair = (
  tokens: readonly number[],
  [first, second]: TokenPair,
  merged: number,
): number[] =>
  tokens.reduce<{ done: number[]; open: boolean }>(
    ({ done, open }, token) => {
      const isPair = open && done.at(-1) === first && token === second;
      if (isPair) done[done.length - 1] = merged;
      else done.push(token);
      return { done, open: !isPair };
    },
    { done: [], open: false },
  ).done;

/**
 * Encodes by merges that were learnt: as long as a pair of neighbours has one, the earliest is made
 * (Sennrich, Haddow & Birch 2016).
 *
 * @param merges merge i makes the token `firstNew + i`, of tokens that are there before it
 * @example
 * encodeBpe([1, 2, 3], [[1, 2], [4, 3]], 4); // [5]
 */
export const encodeBpe = (
  tokens: readonly number[],
  merges: readonly TokenPair[],
  firstNew: number,
): number[] =>
  merges.reduce<number[]>((now, pair, i) => mergePair(now, pair, firstNew + i), [...tokens]);

/**
 * What a model that counts pairs of neighbours pays for a token, in nats: the mean of -ln P(second |
 * first) over all pairs of the lists it is measured on, P from those that were counted.
 *
 * @param counted lists of tokens in [0, V)
 * @param measured lists of tokens in [0, V)
 * @param vocabularySize V
 * @param smoothing added to the count of every pair, >= 0
 * @returns Infinity where a pair has the probability 0
 * @example
 * bigramLoss([[0, 1, 0]], [[0, 1]], 2, 0); // 0
 */
export function bigramLoss(
  counted: readonly (readonly number[])[],
  measured: readonly (readonly number[])[],
  vocabularySize: number,
  smoothing: number,
): number {
  const rows = Array.from({ length: vocabularySize }, () =>
    new Float64Array(vocabularySize).fill(smoothing),
  );
  const pairsOf = (lists: readonly (readonly number[])[]): TokenPair[] =>
    lists.flatMap((list) => list.slice(1).map((to, i): TokenPair => [list[i] as number, to]));
  for (const [from, to] of pairsOf(counted)) {
    const row = rows[from] as Float64Array;
    row[to] = (row[to] as number) + 1;
  }
  const totals = rows.map((row) => row.reduce((a, b) => a + b, 0));
  const costs = pairsOf(measured).map(([from, to]) => {
    const count = rows[from]?.[to] as number;
    return count === 0 ? Infinity : Math.log((totals[from] as number) / count);
  });
  return costs.reduce((a, b) => a + b, 0) / costs.length;
}

/** Texts of unequal length as rows of one. */
export interface PaddedTexts {
  /** `[N, T]`, int32; 0 where there is no token. */
  tokens: Tensor2D;
  /** `[N, T]`, float32: 1 for a token, 0 for none. */
  mask: Tensor2D;
}

/**
 * Lists of tokens as rows of one length: shorter ones are filled up with 0 behind, of longer ones the
 * first tokens are kept.
 *
 * @example
 * padAndMask([[5, 6, 7], [8]], 2).tokens; // [[5, 6], [8, 0]]
 */
export function padAndMask(sequences: readonly (readonly number[])[], length: number): PaddedTexts {
  const shape: [number, number] = [sequences.length, length];
  const [values, kept] = [new Int32Array(shape[0] * length), new Float32Array(shape[0] * length)];
  for (const [row, sequence] of sequences.entries()) {
    const head = sequence.slice(0, length);
    values.set(head, row * length);
    kept.fill(1, row * length, row * length + head.length);
  }
  return { tokens: tf.tensor2d(values, shape, 'int32'), mask: tf.tensor2d(kept, shape) };
}
