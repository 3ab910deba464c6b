/** Short names for operations of TensorFlow that recurrent layers are made of; float32 throughout. */
import * as core from '@tensorflow/tfjs-core';
import { nativeOp, nativeOp1 } from '../native-op.js';

const T = { T: 'float32' } as const;
const AXIS = { ...T, Tidx: 'int32' } as const;

/** `a · b`, of matrices. */
export function matMul(
  a: core.Tensor,
  b: core.Tensor,
  { transposeA = false, transposeB = false } = {},
): core.Tensor {
  return nativeOp1('MatMul', [a, b], {
    types: T,
    bools: { transpose_a: transposeA, transpose_b: transposeB },
  });
}

/** The sum over all axes but the last. */
export function biasGradient(dy: core.Tensor): core.Tensor {
  return nativeOp1('BiasAddGrad', [dy], { types: T, strings: { data_format: 'NHWC' } });
}

/** Joins along an axis; one tensor is given back as it is. */
export function concat(tensors: readonly core.Tensor[], axis: number): core.Tensor {
  const [only] = tensors;
  if (only !== undefined && tensors.length === 1) return only;
  return nativeOp1('ConcatV2', [...tensors, core.scalar(axis, 'int32')], {
    types: AXIS,
    ints: { N: tensors.length },
  });
}

/** Cuts into equal parts along an axis. */
export function split(x: core.Tensor, parts: number, axis: number): core.Tensor[] {
  if (parts === 1) return [x];
  const inputs = [core.scalar(axis, 'int32'), x];
  return nativeOp('Split', inputs, { types: T, ints: { num_split: parts } }, parts);
}

/** Stacks along a new axis. */
export function pack(tensors: readonly core.Tensor[], axis = 0): core.Tensor {
  return nativeOp1('Pack', tensors, { types: T, ints: { N: tensors.length, axis } });
}

/** The slices along an axis. */
export function unpack(x: core.Tensor, axis = 0): core.Tensor[] {
  const num = x.shape[axis] as number;
  return nativeOp('Unpack', [x], { types: T, ints: { num, axis } }, num);
}

/** The sum of tensors of one shape. */
export function addAll(tensors: readonly core.Tensor[]): core.Tensor {
  const [only] = tensors;
  if (only !== undefined && tensors.length === 1) return only;
  return nativeOp1('AddN', tensors, { types: T, ints: { N: tensors.length } });
}

/** `[A, B, C]` to `[B, A, C]`. */
export function swapFirstAxes(x: core.Tensor): core.Tensor {
  return nativeOp1('Transpose', [x, core.tensor1d([1, 0, 2], 'int32')], {
    types: { ...T, Tperm: 'int32' },
  });
}

/**
 * A matrix with its axes swapped, as a copy.
 *
 * With a third axis: TensorFlow would fold a plain transposition into the products that use it, and
 * those would do it each time again.
 */
export function transposedCopy(x: core.Tensor): core.Tensor {
  const [rows, columns] = x.shape as [number, number];
  return core.reshape(swapFirstAxes(core.reshape(x, [rows, columns, 1])), [columns, rows]);
}

/** Rows of a matrix by their numbers, `[R, H]` and `[…]` to `[…, H]`; a gradient sums over repeats. */
export function takeRows(x: core.Tensor2D, rows: core.Tensor): core.Tensor {
  const count = x.shape[0];
  const width = x.shape[1];
  return core.customGrad((values, save) => {
    (save as core.GradSaveFunc)([rows]);
    return {
      value: nativeOp1('GatherV2', [values as core.Tensor, rows, core.scalar(0, 'int32')], {
        types: { Tparams: 'float32', Tindices: 'int32', Taxis: 'int32' },
        ints: { batch_dims: 0 },
      }),
      gradFunc: (dy: core.Tensor, saved: core.Tensor[]) =>
        nativeOp1(
          'UnsortedSegmentSum',
          [
            core.reshape(dy, [-1, width]),
            core.reshape(saved[0] as core.Tensor, [-1]),
            core.scalar(count, 'int32'),
          ],
          { types: { ...T, Tindices: 'int32', Tnumsegments: 'int32' } },
        ),
    };
  })(x);
}
