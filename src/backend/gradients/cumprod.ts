/** The gradient of `cumprod`, right also where a factor is zero: nothing is divided. */
import * as core from '@tensorflow/tfjs-core';
import type { AddedGradient } from './added-gradient.js';

/**
 * Entry (j, i) of the table is product i with factor j left out: T² numbers for T factors, where a
 * division would need T but fail at zero.
 */
function gradient(dy: core.Tensor, x: core.Tensor, attributes: core.CumprodAttrs): core.Tensor {
  const { exclusive, reverse } = attributes;
  const [axis] = core.util.parseAxisParam(attributes.axis, x.shape) as [number];
  const size = x.shape[axis] as number;
  const toLast = x.shape.map((_, i) => i).filter((i) => i !== axis);
  const order = [...toLast, axis];
  const back = order.map((_, i) => order.indexOf(i));
  const outer = x.size / size;
  const rows = (t: core.Tensor): core.Tensor =>
    core.reshape(core.transpose(t, order), [outer, 1, size]);
  const eye = core.eye(size);
  const others = core.add(core.mul(rows(x), core.sub(1, eye)), eye); // [outer, j, k]
  const products = core.cumprod(others, 2, exclusive, reverse); // [outer, j, i]
  const depends = Float32Array.from({ length: size * size }, (_, at) => {
    const [j, i] = [Math.floor(at / size), at % size];
    if (i === j) return exclusive ? 0 : 1;
    return i > j !== reverse ? 1 : 0;
  });
  const weighted = core.mul(core.mul(products, rows(dy)), core.tensor2d(depends, [size, size]));
  const moved = core.reshape(
    core.sum(weighted, 2),
    order.map((i) => x.shape[i] as number),
  );
  return core.transpose(moved, back);
}

export const cumprodGradient: AddedGradient = {
  kernelName: 'Cumprod',
  inputsToSave: ['x'],
  gradFunc: (dy, [x], attributes) => ({
    x: () => gradient(dy as core.Tensor, x as core.Tensor, attributes as core.CumprodAttrs),
  }),
};
