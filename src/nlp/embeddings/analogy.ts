/** As one word is to another, so is a third to which? */
import { checkCounts } from '../check-integers.js';
import { type NearestWordsOptions, nearestTo, type SimilarWord } from './nearest-words.js';
import { placeOf, unitVectors, type WordVectors } from './word-vectors.js';

/** `fox` is to `foxes` as `child` is to `children`. */
export type Analogy = readonly [a: string, b: string, c: string, d: string];

function solve(
  vectors: WordVectors,
  units: Float64Array,
  [a, b, c]: readonly [string, string, string],
  k: number,
): SimilarWord[] {
  const places = [a, b, c].map((word) => placeOf(vectors, word));
  const { width } = vectors;
  const [from, to, other] = places.map((place) =>
    units.subarray(place * width, (place + 1) * width),
  );
  const direction = Float64Array.from(
    { length: width },
    (_, i) => (to?.[i] as number) - (from?.[i] as number) + (other?.[i] as number),
  );
  return nearestTo(vectors, units, direction, { k, without: new Set(places) });
}

/**
 * The words nearest to b - a + c, vectors of length 1 each (3CosAdd: Mikolov, Yih & Zweig 2013); a, b and c
 * are left out, as is usual, and without that c would often be the answer.
 *
 * @throws RangeError for a word that has no vector, or options out of range
 * @example
 * analogy(vectors, ['fox', 'foxes', 'child'])[0]?.word; // 'children'
 */
export function analogy(
  vectors: WordVectors,
  words: readonly [a: string, b: string, c: string],
  { k = 5 }: NearestWordsOptions = {},
): SimilarWord[] {
  checkCounts('analogy', { k });
  return solve(vectors, unitVectors(vectors), words, k);
}

/**
 * The share of analogies whose fourth word is the nearest to b - a + c, in [0, 1].
 *
 * @throws RangeError for a word that has no vector
 * @example
 * analogyAccuracy(vectors, [['fox', 'foxes', 'child', 'children']]); // 1
 */
export function analogyAccuracy(vectors: WordVectors, analogies: readonly Analogy[]): number {
  const units = unitVectors(vectors);
  const right = analogies.filter(([a, b, c, d]) => {
    const [first] = solve(vectors, units, [a, b, c], 1);
    return first?.word === d;
  });
  return right.length / analogies.length;
}
