/** The square root of a covariance. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** The symmetric matrix R with R R = the given symmetric matrix without negative eigenvalues. */
export function squareRoot(symmetric: Matrix): Matrix {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(symmetric, {
    assumeSymmetric: true,
  });
  // None is below 0 but by rounding.
  const roots = realEigenvalues.map((value) => Math.sqrt(Math.max(0, value)));
  return eigenvectorMatrix.mmul(Matrix.diag(roots)).mmul(eigenvectorMatrix.transpose());
}
