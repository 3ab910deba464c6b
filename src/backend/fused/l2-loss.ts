/** Half the sum of squares of a tensor in one operation. */
import * as core from '@tensorflow/tfjs-core';
import { nativeOp1, probe } from '../native-op.js';

const FLOAT = { types: { T: 'float32' } } as const;

const works = probe(
  () => nativeOp1('L2Loss', [core.tensor1d([3, 4])], FLOAT).dataSync()[0] === 12.5,
);

/** The same from operations of tfjs. */
export function composedL2Loss(x: core.Tensor): core.Scalar {
  return core.tidy(() => core.mul<core.Scalar>(core.sum(core.square(x)), 0.5));
}

/**
 * `Σ x² / 2`, a scalar. It has no gradient: it measures gradients.
 *
 * @param x any shape, float32
 */
export function l2Loss(x: core.Tensor): core.Scalar {
  return works() ? nativeOp1<core.Scalar>('L2Loss', [x], FLOAT) : composedL2Loss(x);
}
