/**
 * Axes in another order: the wasm kernel of tfjs takes some 7 ns for each number of a matrix, and some
 * 40 of four axes or more.
 */
import type * as core from '@tensorflow/tfjs-core';
import { wasmHeap } from './heap.js';

/** @param x float32 */
export function transpose(x: core.Tensor, perm: readonly number[]): core.TensorInfo {
  const shape = perm.map((axis) => x.shape[axis] as number);
  const strides = perm.map((axis) =>
    x.shape.slice(axis + 1).reduce((product, size) => product * size, 1),
  );
  const heap = wasmHeap();
  const output = heap.makeOutput(shape, 'float32');
  const [from, to] = [x, output].map((tensor) => heap.typedArrayFromHeap(tensor)) as [
    Float32Array,
    Float32Array,
  ];
  const [run, step] = [shape.at(-1) as number, strides.at(-1) as number];
  const outer = shape.slice(0, -1);
  const place = outer.map(() => 0);
  let source = 0;
  for (let at = 0; at < to.length; ) {
    for (let i = 0, next = source; i < run; i++, next += step) to[at++] = from[next] as number;
    // On to the next place of the outer axes, the last of them first.
    for (let axis = outer.length - 1; axis >= 0; axis--) {
      const [now, stride] = [(place[axis] as number) + 1, strides[axis] as number];
      source += stride;
      place[axis] = now;
      if (now < (outer[axis] as number)) break;
      source -= now * stride;
      place[axis] = 0;
    }
  }
  return output;
}
