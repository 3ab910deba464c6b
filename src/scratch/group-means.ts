/** The mean of a column by group, where some rows have no value. */

/** One row of a table. */
export interface Measured {
  group: number;
  /** Missing when absent, null, undefined or NaN. */
  value?: number | null | undefined;
}

/** What is known of one group. */
export interface GroupMean {
  group: number;
  /** Of the values that are there; null where there is none. */
  mean: number | null;
  /** How many values are there. */
  count: number;
}

/**
 * The mean of each group, in ascending order of the groups. A value of 0 is a value.
 *
 * @param rows left as they are
 * @returns one entry for each group, those without any value included
 * @example
 * groupMeans([{ group: 10, value: 4 }, { group: 9 }]);
 * // [{ group: 9, mean: null, count: 0 }, { group: 10, mean: 4, count: 1 }]
 */
export function groupMeans(rows: readonly Measured[]): GroupMean[] {
  const values = new Map<number, number[]>();
  for (const { group, value } of rows) {
    const known = values.get(group) ?? [];
    values.set(group, known);
    if (value != null && !Number.isNaN(value)) known.push(value);
  }
  return [...values]
    .sort(([a], [b]) => a - b)
    .map(([group, known]) => ({
      group,
      mean: known.length === 0 ? null : known.reduce((sum, v) => sum + v, 0) / known.length,
      count: known.length,
    }));
}
