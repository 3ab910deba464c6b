/** The values of a column of rows, sorted into what they are. */

/** Rows of any table. */
export type AnyRow = Readonly<Record<string, unknown>>;

export interface ColumnValues {
  numbers: number[];
  texts: string[];
  /** Rows without a value: null, undefined, NaN, or no such column. */
  missing: number;
}

export const isMissing = (value: unknown): boolean =>
  value === null || value === undefined || Number.isNaN(value);

export function columnValues(rows: readonly AnyRow[], name: string): ColumnValues {
  const found: ColumnValues = { numbers: [], texts: [], missing: 0 };
  for (const row of rows) {
    const value = row[name];
    if (isMissing(value)) found.missing++;
    else if (typeof value === 'number') found.numbers.push(value);
    else found.texts.push(`${value}`);
  }
  return found;
}

/** Names of all columns, in the order of first sight. */
export function columnNames(rows: readonly AnyRow[]): string[] {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row)) names.add(name);
  return [...names];
}

/** How often each value is there, the most frequent first. */
export function frequencies<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return new Map([...counts].sort(([, a], [, b]) => b - a));
}

/**
 * A quantile of sorted numbers, linear between neighbours, as NumPy and R (type 7) have it.
 *
 * @param share in [0, 1]
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const at = share * (sorted.length - 1);
  const [below, above] = [Math.floor(at), Math.ceil(at)];
  const low = sorted[below] ?? Number.NaN;
  return low + ((sorted[above] ?? Number.NaN) - low) * (at - below);
}
