/** Principal components (Pearson 1901): the directions in which examples differ most. */

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

/** `count` examples of `width` numbers each, one after the other. */
export interface ExampleRows {
  readonly values: ArrayLike<number>;
  readonly count: number;
  readonly width: number;
}

export interface PrincipalComponents {
  /** `[count · dimensions]`: each example along the directions. */
  readonly points: Float32Array;
  /** Share of all variance that lies along each direction, in [0, 1], the greatest first. */
  readonly explained: number[];
}

/** Sums of products of the centred numbers over `count - 1`. */
function covarianceOf({ count, width }: ExampleRows, centred: (i: number, j: number) => number) {
  const covariance: Matrix = Array.from({ length: width }, () => new Float64Array(width));
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < width; j++) {
      const row = covariance[j] as Float64Array;
      for (let k = 0; k < width; k++) {
        row[k] = (row[k] as number) + (centred(i, j) * centred(i, k)) / Math.max(1, count - 1);
      }
    }
  }
  return covariance;
}

/**
 * Examples along the directions of their greatest variance, computed in float64. Each direction is turned
 * so that its largest number is positive: the same examples give the same picture.
 *
 * @param dimensions how many directions, `width` at most
 */
export function principalComponents(rows: ExampleRows, dimensions: number): PrincipalComponents {
  const { values, count, width } = rows;
  const means = Float64Array.from({ length: width }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += values[i * width + j] as number;
    return sum / count;
  });
  const centred = (i: number, j: number): number =>
    (values[i * width + j] as number) - (means[j] as number);
  const { values: variances, vectors } = eigen(covarianceOf(rows, centred));
  const directions = vectors.slice(0, dimensions).map((vector) => {
    const largest = vector.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0);
    return largest < 0 ? vector.map((x) => -x) : vector;
  });
  const total = variances.reduce((a, b) => a + b, 0);
  const points = Float32Array.from({ length: dimensions * count }, (_, at) => {
    const direction = directions[at % dimensions] as Float64Array;
    const example = Math.floor(at / dimensions);
    return direction.reduce((sum, x, j) => sum + x * centred(example, j), 0);
  });
  const explained = variances.slice(0, dimensions).map((one) => (total > 0 ? one / total : 0));
  return { points, explained };
}
