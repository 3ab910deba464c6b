/** Mean and variance of a stream, after each of its values. */

/**
 * Mean and variance of the first 1, 2, 3, … values, by Welford's method: one pass, float64, and no
 * difference of large squares.
 *
 * Welford, "Note on a method for calculating corrected sums of squares and products", 1962.
 *
 * @param values left as they are
 * @returns two lists as long as `values`; the variance of n values divides by n
 * @example
 * runningStats(Float32Array.of(1, 3, 5)); // { means: [1, 2, 3], variances: [0, 1, 8 / 3] }
 */
export function runningStats(values: ArrayLike<number>): {
  means: number[];
  variances: number[];
} {
  const [means, variances]: [number[], number[]] = [[], []];
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const before = value - mean;
    mean += before / (i + 1);
    squares += before * (value - mean);
    means.push(mean);
    variances.push(squares / (i + 1));
  }
  return { means, variances };
}
