/** What is in each column of a table. */
import { type AnyRow, columnNames, columnValues, frequencies, quantile } from './column-values.js';

export interface ColumnProfile {
  name: string;
  /** `mixed`: numbers and texts; `empty`: no value at all. */
  type: 'number' | 'text' | 'mixed' | 'empty';
  rows: number;
  missing: number;
  /** In [0, 1]. */
  missingShare: number;
  /** Different values. */
  unique: number;
  /** Of the numbers, where there are any; `deviation` divides by n. */
  numbers?: {
    min: number;
    quartiles: readonly [number, number, number];
    max: number;
    mean: number;
    deviation: number;
  };
  /** The most frequent values, five at most. */
  frequent: readonly { value: number | string; count: number }[];
}

function summary(values: readonly number[]): NonNullable<ColumnProfile['numbers']> {
  const sorted = Float64Array.from(values).sort();
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const squares = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  return {
    min: sorted[0] as number,
    quartiles: [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)],
    max: sorted[sorted.length - 1] as number,
    mean,
    deviation: Math.sqrt(squares / values.length),
  };
}

/**
 * A profile of each column: how much is missing, how many values there are, where they lie.
 *
 * @param rows as `loadDataset` or `readCsv` gives them; null and NaN are missing
 * @example
 * display(profileColumns(rows));
 */
export function profileColumns(rows: readonly AnyRow[]): ColumnProfile[] {
  return columnNames(rows).map((name) => {
    const { numbers, texts, missing } = columnValues(rows, name);
    const counts = frequencies<number | string>([...numbers, ...texts]);
    let type: ColumnProfile['type'] = 'mixed';
    if (texts.length === 0) type = numbers.length === 0 ? 'empty' : 'number';
    else if (numbers.length === 0) type = 'text';
    return {
      name,
      type,
      rows: rows.length,
      missing,
      missingShare: missing / rows.length,
      unique: counts.size,
      ...(numbers.length > 0 && { numbers: summary(numbers) }),
      frequent: [...counts].slice(0, 5).map(([value, count]) => ({ value, count })),
    };
  });
}
