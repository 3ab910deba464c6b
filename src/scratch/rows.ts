/** Which rows learn and which judge, and in which order they are seen: by hand, as row numbers. */
import { createRng, type Seed } from '../backend/random.js';

/**
 * Splits rows so that all rows of a group, such as one person's, are in the same part.
 *
 * @param groups the group of each row
 * @param testFraction share of the groups in the test part, between 0 and 1: rounded, at least one
 * group and at most all but one
 * @returns row numbers
 * @throws RangeError with fewer than two groups, or a fraction that is not between 0 and 1
 * @example
 * groupedSplit(['ann', 'ann', 'bob'], 0.5, 1); // all of ann in one part, bob in the other
 */
export function groupedSplit(
  groups: readonly (string | number)[],
  testFraction: number,
  seed: Seed,
): { train: number[]; test: number[] } {
  const names = createRng(seed).shuffle([...new Set(groups)]);
  if (names.length < 2 || !(testFraction > 0 && testFraction < 1)) {
    throw new RangeError(
      `Expected two groups or more and a fraction between 0 and 1. Received: ${names.length} and ${testFraction}`,
    );
  }
  const count = Math.round(testFraction * names.length);
  const chosen = new Set(names.slice(0, Math.min(Math.max(count, 1), names.length - 1)));
  const parts: { train: number[]; test: number[] } = { train: [], test: [] };
  for (const [row, group] of groups.entries()) {
    (chosen.has(group) ? parts.test : parts.train).push(row);
  }
  return parts;
}

/**
 * The minibatches of one epoch: each of the rows 0 … n − 1 once, in random order; the last minibatch
 * takes what is left.
 *
 * @throws RangeError when `batchSize` is not a whole number >= 1
 * @example
 * batchIndices(5, 2, 1); // such as [[3, 0], [4, 1], [2]]
 */
export function batchIndices(n: number, batchSize: number, seed: Seed): number[][] {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`Expected \`batchSize\` to be an integer >= 1. Received: ${batchSize}`);
  }
  const order = createRng(seed).permutation(n);
  return Array.from({ length: Math.ceil(n / batchSize) }, (_, i) =>
    order.slice(i * batchSize, (i + 1) * batchSize),
  );
}
