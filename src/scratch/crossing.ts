/** Where one learning curve overtakes another. */
import { at } from './at.js';

/**
 * The size at which `later` catches up with `first`, both read as straight lines over the logarithm
 * of the size: where `later - first` comes from below 0 to 0 or above, for the first time.
 *
 * @param sizes numbers of training examples, growing
 * @param first a measure for each size
 * @param later the same of what is behind at the start
 * @returns null where it never catches up, or was never behind
 * @throws RangeError for lists of unequal length
 * @example
 * crossing([100, 10000], [0.8, 0.9], [0.7, 1]); // 1000
 */
export function crossing(
  sizes: readonly number[],
  first: readonly number[],
  later: readonly number[],
): number | null {
  if (first.length !== sizes.length || later.length !== sizes.length) {
    const given = [sizes, first, later].map(({ length }) => length).join(', ');
    throw new RangeError(`Expected three lists of one length. Received: ${given} entries`);
  }
  const leads = later.map((value, i) => value - at(first, i));
  const after = leads.findIndex((lead, i) => i > 0 && lead >= 0 && at(leads, i - 1) < 0);
  if (after < 0) return null;
  const [before, behind] = [at(sizes, after - 1), at(leads, after - 1)];
  return before * (at(sizes, after) / before) ** (behind / (behind - at(leads, after)));
}
