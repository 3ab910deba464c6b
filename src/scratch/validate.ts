/** What is expected of a column, and whether it is so: by hand. */

export interface Expectation {
  /** Smallest and largest value that are right. */
  min: number;
  max: number;
  /** Largest share of values that may be missing. */
  missing: number;
  /** Mean and standard deviation of the column that the model learnt from. */
  mean: number;
  deviation: number;
  /** By how many deviations the mean may have moved. */
  drift: number;
}

export type Alarm = 'missing' | 'range' | 'drift';

export interface ColumnReport {
  /** Share of values that are missing. */
  missing: number;
  /** How many values are below `min` or above `max`. */
  outside: number;
  /** By how many deviations the mean has moved. */
  drift: number;
  alarms: Alarm[];
}

/**
 * Holds a column against what is expected of it. Without values there is nothing outside and no
 * drift; an empty list has nothing missing either.
 *
 * @param values null where one is missing
 * @example
 * validate([36.9, null, 98.1], { min: 34, max: 43, missing: 0.1, mean: 37, deviation: 0.5, drift: 1 });
 */
export function validate(values: readonly (number | null)[], expected: Expectation): ColumnReport {
  const there = values.filter((value): value is number => value !== null);
  const missing = values.length === 0 ? 0 : (values.length - there.length) / values.length;
  const outside = there.filter((value) => value < expected.min || value > expected.max).length;
  const mean = there.reduce((sum, value) => sum + value, 0) / there.length;
  const drift = there.length === 0 ? 0 : Math.abs(mean - expected.mean) / expected.deviation;
  const alarms: Alarm[] = [];
  if (missing > expected.missing) alarms.push('missing');
  if (outside > 0) alarms.push('range');
  if (drift > expected.drift) alarms.push('drift');
  return { missing, outside, drift, alarms };
}
