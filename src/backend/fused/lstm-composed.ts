/** The LSTM from operations that every backend has. */
import * as core from '@tensorflow/tfjs-core';

/** As `lstmCells`, with a mask; gives all hidden and all cell states, `[N, T, H]` each. */
export function composedLstm(
  x: core.Tensor3D,
  [kernel, recurrentKernel, bias]: readonly [core.Tensor2D, core.Tensor2D, core.Tensor1D],
  [h0, c0]: readonly [core.Tensor2D, core.Tensor2D],
  mask?: core.Tensor2D,
): { hidden: core.Tensor3D; cells: core.Tensor3D } {
  const valid = mask && core.cast(core.cast(mask, 'bool'), 'float32');
  const hidden: core.Tensor[] = [];
  const cells: core.Tensor[] = [];
  let [h, c]: [core.Tensor, core.Tensor] = [h0, c0];
  for (const [t, step] of core.unstack(x, 1).entries()) {
    const z = core.add(core.add(core.matMul(step, kernel), core.matMul(h, recurrentKernel)), bias);
    const [i, f, g, o] = core.split(z, 4, 1) as [
      core.Tensor,
      core.Tensor,
      core.Tensor,
      core.Tensor,
    ];
    const nextC = core.add(core.mul(core.sigmoid(f), c), core.mul(core.sigmoid(i), core.tanh(g)));
    const nextH = core.mul(core.sigmoid(o), core.tanh(nextC));
    const keep = valid && core.slice(valid, [0, t], [-1, 1]); // [N, 1]
    const step1 = (next: core.Tensor, last: core.Tensor): core.Tensor =>
      keep === undefined ? next : core.add(last, core.mul(keep, core.sub(next, last)));
    h = step1(nextH, h);
    c = step1(nextC, c);
    hidden.push(h);
    cells.push(c);
  }
  return {
    hidden: core.stack(hidden, 1) as core.Tensor3D,
    cells: core.stack(cells, 1) as core.Tensor3D,
  };
}
