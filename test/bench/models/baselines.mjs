/** Baselines of numbers: the linear regression of least squares, and principal components. */
import { tf } from 'gradus';

/** @typedef {import('gradus').Tensor2D} Tensor2D */

/**
 * Solves A X = B by Gauss–Jordan elimination with pivots; changes both.
 *
 * @param {number[][]} a
 * @param {number[][]} b
 */
function solve(a, b) {
  const rows = a.map((row, i) => [...row, ...(b[i] ?? [])]);
  const at = (/** @type {number} */ i, /** @type {number} */ j) => rows[i]?.[j] ?? 0;
  for (let k = 0; k < a.length; k++) {
    const rest = rows.slice(k).map((row) => Math.abs(row[k] ?? 0));
    const pivot = k + rest.indexOf(Math.max(...rest));
    [rows[k], rows[pivot]] = [rows[pivot] ?? [], rows[k] ?? []];
    rows[k] = (rows[k] ?? []).map((value) => value / at(k, k));
    for (let i = 0; i < a.length; i++) {
      const factor = at(i, k);
      if (i !== k) rows[i] = (rows[i] ?? []).map((value, j) => value - factor * at(k, j));
    }
  }
  return rows.map((row) => row.slice(a.length));
}

/**
 * Least squares with a constant: the line, or plane, that no other beats on what it is fitted to.
 *
 * @param {Tensor2D} x `[N, D]`
 * @param {Tensor2D} y `[N, K]`
 * @returns {(x: Tensor2D) => Tensor2D}
 */
export function linearRegression(x, y) {
  const withOne = (/** @type {Tensor2D} */ features) =>
    /** @type {Tensor2D} */ (tf.concat([features, tf.ones([features.shape[0], 1])], 1));
  const weights = tf.tidy(() => {
    const design = withOne(x);
    // A hair of ridge: columns of which one follows from the others have no inverse.
    const squares = tf.add(tf.matMul(design, design, true), tf.mul(tf.eye(design.shape[1]), 1e-3));
    const products = tf.matMul(design, y, true);
    const rows = (/** @type {import('gradus').Tensor} */ t) =>
      /** @type {number[][]} */ (t.arraySync());
    return tf.tensor2d(solve(rows(squares), rows(products)));
  });
  return (features) => tf.tidy(() => tf.matMul(withOne(features), weights));
}

/**
 * Principal components: what of `x` the `count` directions of greatest variance keep, by the power
 * method on all of them at once (orthogonal iteration).
 *
 * @param {Tensor2D} x `[N, D]` to fit to
 * @param {number} count
 * @returns {(x: Tensor2D) => Tensor2D} examples, projected and brought back
 */
export function principalComponents(x, count) {
  const mean = /** @type {Tensor2D} */ (tf.mean(x, 0, true));
  const directions = tf.tidy(() => {
    const centred = tf.sub(x, mean);
    const covariance = tf.matMul(centred, centred, true);
    /** @type {Tensor2D} */
    let basis = tf.randomNormal([count, x.shape[1]], 0, 1, 'float32', 1);
    for (let i = 0; i < 100; i++) basis = tf.tidy(() => orthonormal(tf.matMul(basis, covariance)));
    return basis;
  });
  return (examples) =>
    tf.tidy(() => {
      const codes = tf.matMul(tf.sub(examples, mean), directions, false, true);
      return /** @type {Tensor2D} */ (tf.add(tf.matMul(codes, directions), mean));
    });
}

/** Rows of length 1 at right angles. @param {Tensor2D} rows */
const orthonormal = (rows) => /** @type {Tensor2D} */ (tf.linalg.gramSchmidt(rows));
