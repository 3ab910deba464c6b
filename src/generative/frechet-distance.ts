/** How far two clouds of features are apart, taken for Gaussians. */
import { Matrix } from 'ml-matrix';
import type { Tensor } from '../nn/tf.js';
import { checkWidths, type Rows, rowsOf } from './rows.js';
import { squareRoot } from './square-root.js';

/** Mean `[D]` and covariance `[D, D]` (divided by N − 1). */
function moments({ values, count, width }: Rows): { mean: Float64Array; covariance: Matrix } {
  const mean = new Float64Array(width);
  for (let i = 0; i < values.length; i++) {
    (mean[i % width] as number) += (values[i] as number) / count;
  }
  const sums = Array.from({ length: width }, () => new Float64Array(width));
  const centred = new Float64Array(width);
  for (let i = 0; i < count; i++) {
    for (let d = 0; d < width; d++) {
      centred[d] = (values[i * width + d] as number) - (mean[d] as number);
    }
    for (const [row, sum] of sums.entries()) {
      const factor = centred[row] as number;
      for (let column = 0; column <= row; column++) {
        (sum[column] as number) += factor * (centred[column] as number);
      }
    }
  }
  const covariance = new Matrix(width, width);
  for (const [row, sum] of sums.entries()) {
    for (let column = 0; column <= row; column++) {
      const value = (sum[column] as number) / (count - 1);
      covariance.set(row, column, value);
      covariance.set(column, row, value);
    }
  }
  return { mean, covariance };
}

/**
 * The Fréchet distance of two lists of examples, each taken for a Gaussian of its mean μ and covariance Σ:
 * |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2 (Σ₁ Σ₂)^½), the square of their 2-Wasserstein distance (Dowson & Landau
 * 1982). With features of Inception it is the FID of Heusel et al. 2017 (arXiv:1706.08500); with
 * `featuresOf` of your own classifier it has other values, to be compared among themselves alone.
 *
 * The root is taken as tr((Σ₁^½ Σ₂ Σ₁^½)^½), of symmetric matrices, so that no complex numbers arise where
 * there are fewer examples than features. Few examples make it larger than it is: give both lists as many,
 * always the same number, and measure real examples against other real ones beside it.
 * Cost: N · D² + D³; a second for 2,000 of 256 numbers.
 *
 * @param samples features of what was generated, `[N, …]`, N >= 2
 * @param real features of real examples, `[M, …]`, M >= 2
 * @returns a number >= 0 up to rounding, in squared units of the features
 * @throws TypeError for anything but examples; RangeError for other sizes or numbers
 * @example
 * const [a, b] = [samples, real].map((images) => featuresOf(classifier, images)) as [Tensor2D, Tensor2D];
 * frechetDistance(a, b);
 */
export function frechetDistance(samples: Tensor, real: Tensor): number {
  const where = 'frechetDistance';
  const [made, true_] = [rowsOf(where, 'samples', samples, 2), rowsOf(where, 'real', real, 2)];
  checkWidths(where, { samples: made, real: true_ });
  const [a, b] = [moments(made), moments(true_)];
  const apart = a.mean.reduce((sum, value, d) => sum + (value - (b.mean[d] as number)) ** 2, 0);
  const root = squareRoot(a.covariance);
  const shared = squareRoot(root.mmul(b.covariance).mmul(root)).trace();
  return apart + a.covariance.trace() + b.covariance.trace() - 2 * shared;
}
