/** The GRU from operations that every backend has. */
import * as core from '@tensorflow/tfjs-core';

/** As `gruCells`, with a mask; gives all states, `[N, T, H]`. */
export function composedGru(
  x: core.Tensor3D,
  [kernel, recurrentKernel, bias]: readonly [core.Tensor2D, core.Tensor2D, core.Tensor1D],
  start: core.Tensor2D,
  mask?: core.Tensor2D,
): core.Tensor3D {
  const units = start.shape[1];
  const valid = mask && core.cast(core.cast(mask, 'bool'), 'float32');
  const [ofGates, ofCandidate] = core.split(recurrentKernel, [2 * units, units], 1) as [
    core.Tensor,
    core.Tensor,
  ];
  const states: core.Tensor[] = [];
  let h: core.Tensor = start;
  for (const [t, step] of core.unstack(x, 1).entries()) {
    const input = core.add(core.matMul(step, kernel), bias); // [N, 3H]
    const [xz, xr, xc] = core.split(input, 3, 1) as [core.Tensor, core.Tensor, core.Tensor];
    const [hz, hr] = core.split(core.matMul(h, ofGates), 2, 1) as [core.Tensor, core.Tensor];
    const z = core.sigmoid(core.add(xz, hz));
    const r = core.sigmoid(core.add(xr, hr));
    const c = core.tanh(core.add(xc, core.matMul(core.mul(r, h), ofCandidate)));
    const next = core.add(c, core.mul(z, core.sub(h, c)));
    const keep = valid && core.slice(valid, [0, t], [-1, 1]); // [N, 1]
    h = keep === undefined ? next : core.add(h, core.mul(keep, core.sub(next, h)));
    states.push(h);
  }
  return core.stack(states, 1) as core.Tensor3D;
}
