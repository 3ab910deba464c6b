/** Whether a table has become another one: column by column against a reference. */
import { messages } from '../messages/index.js';
import { type AnyRow, columnNames, columnValues, frequencies, quantile } from './column-values.js';
import { chiSquaredTail, kolmogorovTail } from './distributions.js';

export interface DriftOptions {
  /** Bins for the index of numbers, each of as many values of the reference. Default 10. */
  bins?: number;
}

/** How far a column is from its reference. */
export interface ColumnDrift {
  column: string;
  type: 'number' | 'category';
  /**
   * The population stability index: the sum over bins or values of (c - r) ln(c / r), r and c being
   * the shares in the reference and now. Below 0.1 is usually taken for stable, above 0.25 for another
   * distribution.
   */
  psi: number;
  /**
   * Of numbers the statistic of Kolmogorov and Smirnov, the largest distance between the two empirical
   * distributions; of categories chi-squared.
   */
  statistic: number;
  /** The probability of a statistic as large without drift, in the limit of many examples. */
  pValue: number;
  /** Shares of missing values, reference and now. */
  missing: readonly [number, number];
  /** Values that the reference does not have; of categories alone. */
  unseen: readonly string[];
}

/** A share of 0 would make the index infinite. */
const leastShare = 1e-4;

function stability(reference: readonly number[], current: readonly number[]): number {
  const total = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);
  const [all, now] = [total(reference), total(current)];
  return reference.reduce((sum, count, i) => {
    const r = Math.max(leastShare, count / all);
    const c = Math.max(leastShare, (current[i] ?? 0) / now);
    return sum + (c - r) * Math.log(c / r);
  }, 0);
}

/** The number of sorted values that are at most `value`. */
function countUpTo(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function kolmogorovSmirnov(a: Float64Array, b: Float64Array): number {
  let largest = 0;
  for (const values of [a, b]) {
    for (const value of values) {
      const gap = countUpTo(a, value) / a.length - countUpTo(b, value) / b.length;
      largest = Math.max(largest, Math.abs(gap));
    }
  }
  return largest;
}

/** Counts between the edges, which are the quantiles of the reference. */
function binned(sorted: Float64Array, edges: readonly number[]): number[] {
  const below = edges.map((edge) => countUpTo(sorted, edge));
  return [...below, sorted.length].map((count, i) => count - (below[i - 1] ?? 0));
}

type Found = Pick<ColumnDrift, 'type' | 'psi' | 'statistic' | 'pValue' | 'unseen'>;

function ofNumbers(reference: readonly number[], current: readonly number[], bins: number): Found {
  const [a, b] = [Float64Array.from(reference).sort(), Float64Array.from(current).sort()];
  const inner = Array.from({ length: bins - 1 }, (_, i) => quantile(a, (i + 1) / bins));
  // Where many values are the same, two edges may be.
  const edges = [...new Set(inner)];
  const statistic = kolmogorovSmirnov(a, b);
  const effective = (a.length * b.length) / (a.length + b.length);
  return {
    type: 'number',
    psi: stability(binned(a, edges), binned(b, edges)),
    statistic,
    pValue: kolmogorovTail(Math.sqrt(effective) * statistic),
    unseen: [],
  };
}

function ofCategories(reference: readonly string[], current: readonly string[]): Found {
  const [before, now] = [frequencies(reference), frequencies(current)];
  const values = [...new Set([...before.keys(), ...now.keys()])];
  const counts = (of: Map<string, number>): number[] => values.map((value) => of.get(value) ?? 0);
  const [r, c] = [counts(before), counts(now)];
  const all = reference.length + current.length;
  const statistic = values.reduce((sum, _, i) => {
    const both = (r[i] as number) + (c[i] as number);
    const [wantR, wantC] = [(both * reference.length) / all, (both * current.length) / all];
    return sum + ((r[i] as number) - wantR) ** 2 / wantR + ((c[i] as number) - wantC) ** 2 / wantC;
  }, 0);
  return {
    type: 'category',
    psi: stability(r, c),
    statistic,
    pValue: values.length < 2 ? 1 : chiSquaredTail(statistic, values.length - 1),
    unseen: values.filter((value) => !before.has(value)),
  };
}

/**
 * Compares each column of the reference with the same column now: the population stability index, and
 * a test of Kolmogorov and Smirnov (numbers) or chi-squared (texts; a column of both counts as texts).
 *
 * @param reference rows that a model was trained on
 * @param current rows that it is given now
 * @throws RangeError when a column has no value in one of them, or for `bins` out of range
 * @example
 * for (const { column, psi } of drift(train, lastWeek)) if (psi > 0.25) console.log(column, psi);
 */
export function drift(
  reference: readonly AnyRow[],
  current: readonly AnyRow[],
  { bins = 10 }: DriftOptions = {},
): ColumnDrift[] {
  const { drift: say } = messages().data;
  if (!Number.isInteger(bins) || bins < 2) throw new RangeError(say.bins({ given: String(bins) }));
  return columnNames(reference).map((column) => {
    const [before, now] = [columnValues(reference, column), columnValues(current, column)];
    for (const { numbers, texts } of [before, now]) {
      if (numbers.length + texts.length === 0) throw new RangeError(say.noValues({ column }));
    }
    const isNumber = before.texts.length === 0 && now.texts.length === 0;
    const all = ({ numbers, texts }: typeof before): string[] => [...texts, ...numbers.map(String)];
    const found = isNumber
      ? ofNumbers(before.numbers, now.numbers, bins)
      : ofCategories(all(before), all(now));
    const missing = [before.missing / reference.length, now.missing / current.length] as const;
    return { column, ...found, missing };
  });
}
