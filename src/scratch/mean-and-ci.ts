/** What a few runs say about all that one could make. */

/** Student's t for 95 % in the middle, by degrees of freedom from 1 (two-sided, to three places). */
export const tQuantiles: readonly number[] = [
  Number.NaN,
  12.706,
  4.303,
  3.182,
  2.776,
  2.571,
  2.447,
  2.365,
  2.306,
  2.262,
];

/**
 * The mean of 2 to 10 values and its 95 % confidence interval by Student's t:
 * `mean ± t * s / √n`, where s divides by n - 1.
 *
 * @throws RangeError for another number of values
 * @example
 * meanAndCI([1, 2, 3]); // { mean: 2, low: -0.484…, high: 4.484… }
 */
export function meanAndCI(values: readonly number[]): { mean: number; low: number; high: number } {
  const n = values.length;
  if (n < 2 || n > tQuantiles.length) {
    throw new RangeError(`Expected 2 to ${tQuantiles.length} values. Received: ${n}`);
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const half = (tQuantiles[n - 1] as number) * Math.sqrt(squares / (n - 1) / n);
  return { mean, low: mean - half, high: mean + half };
}
