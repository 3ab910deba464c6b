/** Codes in the plane. */
import { shown } from '../checks.js';
import { messages } from '../messages/index.js';
import { type Tensor, type Tensor2D, tf } from '../nn/tf.js';
import { checkCodes } from './examples.js';

/** Codes along the directions of their greatest variance. */
export interface ProjectedCodes {
  /** `[N, 2]`, for `embeddingPlot`; the caller's. */
  readonly points: Tensor2D;
  /** Share of all variance that lies along each of both, in [0, 1]. */
  readonly explained: readonly [number, number];
}

type Matrix = Float64Array[];

/** Eigenvalues and vectors (rows) of a symmetric matrix, by Jacobi's rotations; the largest first. */
function eigen(matrix: Matrix): { values: number[]; vectors: Matrix } {
  const n = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row));
  const v: Matrix = Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)),
  );
  const at = (m: Matrix, i: number, j: number): number => (m[i] as Float64Array)[j] as number;
  const rotateRows = (m: Matrix, p: number, q: number, c: number, s: number): void => {
    const [x, y] = [m[p] as Float64Array, m[q] as Float64Array];
    for (let k = 0; k < n; k++) {
      const [xk, yk] = [x[k] as number, y[k] as number];
      x[k] = c * xk - s * yk;
      y[k] = s * xk + c * yk;
    }
  };
  const rotateColumns = (m: Matrix, p: number, q: number, c: number, s: number): void => {
    for (const row of m) {
      const [xk, yk] = [row[p] as number, row[q] as number];
      row[p] = c * xk - s * yk;
      row[q] = s * xk + c * yk;
    }
  };
  const scale = Math.max(...a.map((_, i) => Math.abs(at(a, i, i))), Number.MIN_VALUE);
  for (let sweep = 0; sweep < 60; sweep++) {
    let largest = 0;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const off = at(a, p, q);
        largest = Math.max(largest, Math.abs(off));
        if (Math.abs(off) <= 1e-15 * scale) continue;
        const theta = (at(a, q, q) - at(a, p, p)) / (2 * off);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        rotateRows(a, p, q, c, t * c);
        rotateColumns(a, p, q, c, t * c);
        rotateRows(v, p, q, c, t * c);
      }
    }
    if (largest <= 1e-12 * scale) break;
  }
  const order = a.map((_, i) => i).sort((i, j) => at(a, j, j) - at(a, i, i));
  return { values: order.map((i) => at(a, i, i)), vectors: order.map((i) => v[i] as Float64Array) };
}

/**
 * Codes projected to the two directions of their greatest variance (principal components), computed in
 * float64. Each direction is turned so that its largest number is positive: the same codes give the same
 * picture.
 *
 * @param codes `[N, latent]` with latent >= 2 and N >= 2, such as `encode(model, x).mean`
 * @throws TypeError for codes of another shape; RangeError for fewer than two examples or dimensions
 * @example
 * const { points, explained } = projectCodes(encode(model, x).mean);
 * display(embeddingPlot({ title: 'Codes', points, classes: labels }));
 */
export function projectCodes(codes: Tensor): ProjectedCodes {
  const where = 'projectCodes';
  checkCodes(where, codes);
  const [count, latent] = codes.shape as [number, number];
  if (count < 2 || latent < 2) {
    throw new RangeError(messages().vae.tooFew({ where, given: shown(codes) }));
  }
  const values = codes.dataSync();
  const means = Float64Array.from({ length: latent }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += values[i * latent + j] as number;
    return sum / count;
  });
  const centred = (i: number, j: number): number =>
    (values[i * latent + j] as number) - (means[j] as number);
  const covariance: Matrix = Array.from({ length: latent }, () => new Float64Array(latent));
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < latent; j++) {
      const row = covariance[j] as Float64Array;
      for (let k = 0; k < latent; k++) {
        row[k] = (row[k] as number) + (centred(i, j) * centred(i, k)) / (count - 1);
      }
    }
  }
  const { values: variances, vectors } = eigen(covariance);
  const directions = vectors.slice(0, 2).map((vector) => {
    const largest = vector.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0);
    return largest < 0 ? vector.map((x) => -x) : vector;
  });
  const total = variances.reduce((a, b) => a + b, 0);
  const points = Float32Array.from({ length: 2 * count }, (_, at) => {
    const direction = directions[at % 2] as Float64Array;
    return direction.reduce((sum, x, j) => sum + x * centred(Math.floor(at / 2), j), 0);
  });
  const share = (i: number): number => (total > 0 ? (variances[i] as number) / total : 0);
  return { points: tf.tensor2d(points, [count, 2]), explained: [share(0), share(1)] };
}
