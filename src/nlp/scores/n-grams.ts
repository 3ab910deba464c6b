/** Runs of tokens, counted. */

/** What Python's `str.split()` splits at: JavaScript's `\s` knows some others. */
const space =
  '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const spaces = new RegExp(`${space}+`);
const trailing = new RegExp(`${space}+$`);

export const splitAtSpaces = (text: string): string[] =>
  text.split(spaces).filter((word) => word !== '');

/** Without space at its end. */
export const trimmedEnd = (text: string): string => text.replace(trailing, '');

/**
 * How often each run of n tokens is there, for n from 1 to `order`; runs of different lengths in maps of their own.
 */
export function countNGrams(tokens: readonly string[], order: number): Map<string, number>[] {
  return Array.from({ length: order }, (_, i) => {
    const counts = new Map<string, number>();
    for (let end = i + 1; end <= tokens.length; end++) {
      // No token has a space in it.
      const run = tokens.slice(end - i - 1, end).join(' ');
      counts.set(run, (counts.get(run) ?? 0) + 1);
    }
    return counts;
  });
}

export const totalOf = (counts: ReadonlyMap<string, number>): number => {
  let total = 0;
  for (const count of counts.values()) total += count;
  return total;
};

/** How many runs are in both, each as often as in the one that has it less often. */
export function matches(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let found = 0;
  for (const [run, count] of a) found += Math.min(count, b.get(run) ?? 0);
  return found;
}
