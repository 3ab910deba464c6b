/** Operations that XLA may compute together in one loop over their values. */

/** What the clustering must know of an operation. */
export interface FusibleOp {
  /** What its one output is called, by which nodes of a function refer to it. */
  readonly output: string;
  /** Whether its second input must be a constant: the axes of a sum, a shape. */
  readonly constant?: boolean;
  /** Moves no values and computes none, so that it is no reason for a cluster. */
  readonly free?: boolean;
  /** Joined only in steps of small tensors. */
  readonly small?: boolean;
}

const named = (output: string, ops: string, more: Omit<FusibleOp, 'output'> = {}) =>
  ops.split(' ').map((op): [string, FusibleOp] => [op, { output, ...more }]);

/**
 * By name. What TensorFlow computes with oneDNN (products, convolutions, pooling, and the bias and
 * ReLU that it joins to them, softmax) is better left to it, unless it is so little that calling an
 * operation takes longer.
 */
export const fusibleOps: ReadonlyMap<string, FusibleOp> = new Map([
  ...named('z', 'Mul Add AddV2 Sub RealDiv Maximum Minimum SquaredDifference'),
  ...named('z', 'TanhGrad SigmoidGrad'),
  ...named('y', 'Neg Square Sqrt Rsqrt Exp Tanh Sigmoid'),
  ...named('output', 'Mean Sum Max', { constant: true }),
  ...named('output', 'Reshape', { constant: true, free: true }),
  ...named('product', 'MatMul', { small: true }),
  ...named('output', 'BatchMatMulV2 BiasAdd', { small: true }),
  ...named('softmax', 'Softmax', { small: true }),
  ...named('y', 'Transpose', { constant: true, small: true }),
]);
