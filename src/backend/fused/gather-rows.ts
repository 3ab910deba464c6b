/** Rows of a table by number, without a look at the numbers: they stay on the device. */
import * as core from '@tensorflow/tfjs-core';
import { nativeOp1, nativeOps } from '../native-op.js';

const TYPES = { Tindices: 'int32', Taxis: 'int32' } as const;

/**
 * Rows of a tensor. It has no gradient: for one, use `tf.gather`.
 *
 * On the `tensorflow` backend `tf.gather` reads its indices back to check them; this does not, so
 * it may stand in a step that is captured. TensorFlow checks them itself on a CPU.
 *
 * @param x `[N, …]`
 * @param indices any shape, int32, each in [0, N)
 * @returns `[...indices.shape, …]`
 */
export function gatherRows(x: core.Tensor, indices: core.Tensor): core.Tensor {
  const { dtype } = x;
  const known = dtype === 'float32' || dtype === 'int32' || dtype === 'bool';
  if (nativeOps() === undefined || !known || indices.dtype !== 'int32') {
    return core.gather(x, indices);
  }
  return core.tidy(() =>
    nativeOp1('GatherV2', [x, indices, core.scalar(0, 'int32')], {
      types: { Tparams: dtype, ...TYPES },
      ints: { batch_dims: 0 },
    }),
  );
}
