/** Rows of a table by number, with a gradient that touches only what was looked up. */
import * as core from '@tensorflow/tfjs-core';
import { nativeOp1, probe } from '../native-op.js';
import { fusedKernel, higherOrder } from './kernel.js';

type Inputs = { readonly table: core.Tensor; readonly rows: core.Tensor };

const fused = fusedKernel<Inputs, { count: number }, [rows: core.Tensor]>({
  name: 'GradusEmbedding',
  saves: ['rows'],
  savesOutput: false,
  forward: ({ table, rows }) =>
    nativeOp1('GatherV2', [table, rows, core.scalar(0, 'int32')], {
      types: { Tparams: 'float32', Tindices: 'int32', Taxis: 'int32' },
      ints: { batch_dims: 0 },
    }),
  backward: (dy, [rows], { count }) => ({
    table: () =>
      nativeOp1('UnsortedSegmentSum', [dy, rows, core.scalar(count, 'int32')], {
        types: { T: 'float32', Tindices: 'int32', Tnumsegments: 'int32' },
      }),
  }),
});

const works = probe(() => {
  const table = core.tensor2d([[1], [2]]);
  const y = fused({ table, rows: core.tensor1d([1], 'int32') }, { count: 2 });
  return y.dataSync()[0] === 2;
});

/**
 * Rows of a table.
 *
 * On a GPU a number out of range gives a row of zeros; elsewhere TensorFlow refuses it.
 *
 * @param table `[V, D]`, float32
 * @param rows int32 of any shape, each from 0 to V − 1
 * @returns the shape of `rows`, then D
 */
export function embedding(table: core.Tensor, rows: core.Tensor): core.Tensor {
  const [count, width] = table.shape as [number, number];
  if (works() && !higherOrder()) return fused({ table, rows }, { count });
  const flat = core.gather(table, core.reshape(rows, [rows.size]));
  return core.reshape(flat, [...rows.shape, width]);
}
