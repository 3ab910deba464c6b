/** Texts that are nearly the same: found by MinHash, left out but for the first. */
import { createRng, type Seed } from '../../backend/random.js';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { checkCounts } from '../check-integers.js';
import { jaccard, minHash, shinglesOf } from './min-hash.js';
import { normalizeText } from './normalize-text.js';

export interface NearDuplicatesOptions {
  /** From which Jaccard similarity on two texts are the same, in (0, 1]. Default 0.8. */
  threshold?: number;
  /** Characters of the pieces by which texts are compared. Default 5. */
  shingle?: number;
  /** Hash functions of a signature. Default 128. */
  hashes?: number;
  /** Fixes the hash functions. Default 0. */
  seed?: Seed;
}

/** A text that was left out. */
export interface NearDuplicate {
  /** Which text. */
  index: number;
  /** The earlier one that it is like. */
  of: number;
  /** The Jaccard similarity of both, counted and not estimated. */
  similarity: number;
}

export interface WithoutNearDuplicates {
  /** Those that stay, in their order. */
  texts: string[];
  /** Their places among the given ones. */
  kept: number[];
  removed: NearDuplicate[];
}

/** How seldom two texts at the threshold may be missed. */
const MISSED = 1e-3;

/**
 * Rows of a band: two texts are compared where all rows of one band agree. As many as miss a pair at the
 * threshold t with a probability (1 - tʳ)^bands below one in a thousand; more rows, fewer comparisons.
 */
export function rowsOfBand(threshold: number, hashes: number): number {
  let rows = 1;
  while (
    rows < hashes &&
    (1 - threshold ** (rows + 1)) ** Math.floor(hashes / (rows + 1)) < MISSED
  ) {
    rows += 1;
  }
  return rows;
}

function check({ threshold, shingle, hashes }: Required<Omit<NearDuplicatesOptions, 'seed'>>) {
  const where = 'removeNearDuplicates';
  if (!(threshold > 0 && threshold <= 1)) {
    throw new RangeError(messages().nlp.threshold({ where, given: shown(threshold) }));
  }
  checkCounts(where, { shingle, hashes });
}

/**
 * Leaves out each text that is nearly one before it: whose pieces of five characters are to eight tenths
 * the same. Letters' case, accents' form and white space do not count. Candidates are found by MinHash in
 * bands (Broder 1997; Leskovec, Rajaraman & Ullman 2014, chapter 3), and each is counted exactly, so that no text is left
 * out wrongly; one at the threshold is missed less than once in a thousand.
 *
 * @throws RangeError for options out of range
 * @example
 * const { texts, removed } = removeNearDuplicates(['A cat sat on a mat.', 'a cat  sat on a mat.', 'A dog.']);
 * removed; // [{ index: 1, of: 0, similarity: 1 }]
 */
export function removeNearDuplicates(
  texts: readonly string[],
  options: NearDuplicatesOptions = {},
): WithoutNearDuplicates {
  const { threshold = 0.8, shingle = 5, hashes = 128, seed = 0 } = options;
  check({ threshold, shingle, hashes });
  const rng = createRng(seed);
  const seeds = Uint32Array.from({ length: hashes }, () => rng.integer(0, 2 ** 32));
  const rows = rowsOfBand(threshold, hashes);
  const bands = Array.from(
    { length: Math.floor(hashes / rows) },
    () => new Map<string, number[]>(),
  );
  const pieces: ReadonlySet<number>[] = [];
  const kept: number[] = [];
  const removed: NearDuplicate[] = [];
  texts.forEach((text, index) => {
    const own = shinglesOf(normalizeText(text, { lowercase: true }), shingle);
    pieces.push(own);
    const signature = minHash(own, seeds);
    const buckets = bands.map((band, i) => {
      const key = signature.subarray(i * rows, (i + 1) * rows).join(' ');
      const bucket = band.get(key) ?? [];
      band.set(key, bucket);
      return bucket;
    });
    let like: NearDuplicate | undefined;
    for (const earlier of new Set(buckets.flat())) {
      const similarity = jaccard(own, pieces[earlier] as ReadonlySet<number>);
      if (similarity >= threshold && similarity > (like?.similarity ?? 0)) {
        like = { index, of: earlier, similarity };
      }
    }
    if (like !== undefined) {
      removed.push(like);
      return;
    }
    kept.push(index);
    for (const bucket of buckets) bucket.push(index);
  });
  return { texts: kept.map((i) => texts[i] as string), kept, removed };
}
