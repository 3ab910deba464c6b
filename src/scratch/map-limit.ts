/** Work on many items at once, but not on too many. */
import { checkSizes } from '../checks.js';

/**
 * Works on items with at most `limit` of them in progress at the same time. The next item begins as
 * soon as one ends.
 *
 * @param items left as they are
 * @param limit a whole number >= 1
 * @param work called once for each item, in order, with the item and its index
 * @returns the results in the order of the items; rejects with the error of the first that fails
 * @throws ArgumentError when `limit` is no whole number >= 1
 * @example
 * const pages = await mapLimit(addresses, 4, async (address) => (await fetch(address)).text());
 */
export async function mapLimit<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  checkSizes({ limit });
  const results = new Array<R>(items.length);
  // Shared: each worker takes what no other has taken.
  const rest = items.entries();
  const worker = async (): Promise<void> => {
    for (const [i, item] of rest) results[i] = await work(item, i);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
