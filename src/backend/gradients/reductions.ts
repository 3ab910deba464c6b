/** Sums and means: the gradient is spread by one operation; tfjs multiplies it with uploaded ones. */
import * as core from '@tensorflow/tfjs-core';
import { nativeOp1 } from '../native-op.js';
import type { FastGradient } from './override.js';

interface Reduction {
  readonly axis: number | number[];
}

/** `dy`, repeated along the axes that were reduced. */
function spread(dy: core.Tensor, x: core.Tensor, axes: readonly number[]): core.Tensor {
  // A scalar spreads to any shape as it is.
  const kept =
    axes.length === x.rank ? [] : x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
  return nativeOp1('BroadcastTo', [core.reshape(dy, kept), core.tensor1d(x.shape, 'int32')], {
    types: { T: 'float32', Tidx: 'int32' },
  });
}

export const reductionGradients: readonly FastGradient[] = [
  {
    kernelName: 'Sum',
    gradient(dy, [saved], attributes) {
      const x = saved as core.Tensor;
      return spread(dy, x, core.util.parseAxisParam((attributes as Reduction).axis, x.shape));
    },
  },
  {
    kernelName: 'Mean',
    gradient(dy, [saved], attributes) {
      const x = saved as core.Tensor;
      const axes = core.util.parseAxisParam((attributes as Reduction).axis, x.shape);
      const count = axes.reduce((product, axis) => product * (x.shape[axis] as number), 1);
      return spread(core.mul(dy, 1 / count), x, axes);
    },
  },
];
