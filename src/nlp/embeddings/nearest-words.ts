import { checkCounts } from '../check-integers.js';
import { products } from '../unit-rows.js';
import { placeOf, unitVectors, type WordVectors } from './word-vectors.js';

export interface NearestWordsOptions {
  /** How many words. Default 5. */
  k?: number;
}

/** A word, and the cosine of the angle between its vector and that which was asked for. */
export interface SimilarWord {
  word: string;
  /** In [-1, 1]. */
  similarity: number;
}

/**
 * The words nearest to a direction, nearest first.
 *
 * @param units vectors of length 1
 * @param direction D numbers, of any length
 * @param without places that are passed over
 */
export function nearestTo(
  { words }: WordVectors,
  units: Float64Array,
  direction: ArrayLike<number>,
  { k, without }: { k: number; without: ReadonlySet<number> },
): SimilarWord[] {
  const length = Math.hypot(...Array.from(direction)) || 1;
  const found = products(units, direction);
  const all = words.flatMap((word, row) =>
    without.has(row) ? [] : [{ word, similarity: (found[row] as number) / length }],
  );
  return all.sort((a, b) => b.similarity - a.similarity).slice(0, k);
}

/**
 * The words most like a word, by the cosine of the angle between their vectors; the word itself is left
 * out.
 *
 * @throws RangeError for a word that has no vector, or options out of range
 * @example
 * nearestWords(vectors, 'fox', { k: 2 }); // [{ word: 'goose', similarity: 0.9 }, …]
 */
export function nearestWords(
  vectors: WordVectors,
  word: string,
  { k = 5 }: NearestWordsOptions = {},
): SimilarWord[] {
  checkCounts('nearestWords', { k });
  const place = placeOf(vectors, word);
  const units = unitVectors(vectors);
  const direction = units.subarray(place * vectors.width, (place + 1) * vectors.width);
  return nearestTo(vectors, units, direction, { k, without: new Set([place]) });
}
