/** The gradient of `stridedSlice`: each value goes back to the place that it was read from. */
import * as core from '@tensorflow/tfjs-core';
import type { AddedGradient } from './added-gradient.js';

/** Puts `step - 1` zeros between the elements along an axis. */
function spread(x: core.Tensor, axis: number, step: number): core.Tensor {
  const size = x.shape[axis] as number;
  const outer = core.util.sizeFromShape(x.shape.slice(0, axis));
  const inner = core.util.sizeFromShape(x.shape.slice(axis + 1));
  const padded = core.pad(core.reshape(x, [outer, size, 1, inner]), [
    [0, 0],
    [0, 0],
    [0, step - 1],
    [0, 0],
  ]);
  const span = (size - 1) * step + 1;
  const cut = core.slice(
    core.reshape(padded, [outer, size * step, inner]),
    [0, 0, 0],
    [outer, span, inner],
  );
  return core.reshape(
    cut,
    x.shape.map((n, i) => (i === axis ? span : n)),
  );
}

/** Zeros of `shape` with the values of `dy` from `begin` on, `strides` apart; these may be negative. */
function putBack(
  dy: core.Tensor,
  shape: readonly number[],
  begin: readonly number[],
  strides: readonly number[],
): core.Tensor {
  const backwards = strides.flatMap((stride, axis) => (stride < 0 ? [axis] : []));
  let dx = backwards.length > 0 ? core.reverse(dy, backwards) : dy;
  const margins = dy.shape.map((size, axis): [number, number] => {
    const [first, stride] = [begin[axis] as number, strides[axis] as number];
    if (Math.abs(stride) > 1) dx = spread(dx, axis, Math.abs(stride));
    const last = first + (size - 1) * stride;
    return [Math.min(first, last), (shape[axis] as number) - 1 - Math.max(first, last)];
  });
  return core.pad(dx, margins);
}

function gradient(
  dy: core.Tensor,
  x: core.Tensor,
  attributes: core.StridedSliceAttrs,
): core.Tensor {
  // Per axis of `x`: negative positions and masks resolved, an axis taken at one place has length 1.
  const { begin, end, strides } = core.slice_util.sliceInfo(
    x.shape,
    attributes.begin,
    attributes.end,
    attributes.strides,
    attributes.beginMask,
    attributes.endMask,
    attributes.ellipsisMask,
    attributes.newAxisMask,
    attributes.shrinkAxisMask,
  );
  if (dy.size === 0) return core.zerosLike(x);
  const sizes = x.shape.map((_, axis) =>
    Math.ceil(((end[axis] as number) - (begin[axis] as number)) / (strides[axis] as number)),
  );
  return putBack(core.reshape(dy, sizes), x.shape, begin, strides);
}

export const stridedSliceGradient: AddedGradient = {
  kernelName: 'StridedSlice',
  inputsToSave: ['x'],
  gradFunc: (dy, [x], attributes) => ({
    x: () => gradient(dy as core.Tensor, x as core.Tensor, attributes as core.StridedSliceAttrs),
  }),
};
