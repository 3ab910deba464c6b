/** Dropout, by hand. */
import type { Rng } from '../backend/random.js';

/**
 * Inverted dropout (Srivastava et al. 2014): each number becomes 0 with the probability `rate`, and
 * what stays is divided by `1 - rate`, so that means keep their size and inference needs no change.
 *
 * @param rate in [0, 1); 0 drops nothing
 * @param rng draws what is dropped
 * @returns a new list
 * @throws RangeError when `rate` is not in [0, 1)
 * @example
 * dropout([1, 1, 1, 1], 0.5, createRng(0)); // zeros and twos
 */
export function dropout(x: readonly number[], rate: number, rng: Rng): number[] {
  if (!(rate >= 0 && rate < 1)) {
    throw new RangeError(`Expected \`rate\` at least 0 and less than 1. Received: ${rate}`);
  }
  return x.map((value) => (rng.uniform() < rate ? 0 : value / (1 - rate)));
}
