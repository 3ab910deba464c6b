/**
 * Sums and means of the wasm backend, added up in double precision.
 *
 * tfjs adds one number after the other in float32, where a long sum stops growing: the mean of four
 * million times 0.1 is 0.0961 there.
 */
import * as core from '@tensorflow/tfjs-core';
import { wasmHeap } from './heap.js';

/** Values `[before, count, after]`, of which the middle is added up; the sums are multiplied by `scale`. */
function addUp(
  values: Float32Array,
  sums: Float32Array,
  [before, count, after]: readonly [number, number, number],
  scale: number,
): void {
  if (after === 1) {
    for (let row = 0, at = 0; row < before; row++) {
      const end = at + count;
      // Four running sums, since an addition waits for the one before it.
      let [a, b, c, d] = [0, 0, 0, 0];
      for (; at + 4 <= end; at += 4) {
        a += values[at] as number;
        b += values[at + 1] as number;
        c += values[at + 2] as number;
        d += values[at + 3] as number;
      }
      for (; at < end; at++) a += values[at] as number;
      sums[row] = (a + b + (c + d)) * scale;
    }
    return;
  }
  const running = new Float64Array(after);
  for (let row = 0, at = 0; row < before; row++) {
    running.fill(0);
    let i = 0;
    // Four rows at a time: three times as fast, since each running sum is read and written once for them.
    for (; i + 4 <= count; i += 4) {
      const [second, third, fourth] = [at + after, at + 2 * after, at + 3 * after];
      for (let column = 0; column < after; column++) {
        const pairs =
          (values[at + column] as number) +
          (values[second + column] as number) +
          ((values[third + column] as number) + (values[fourth + column] as number));
        running[column] = (running[column] as number) + pairs;
      }
      at += 4 * after;
    }
    for (; i < count; i++) {
      for (let column = 0; column < after; column++, at++) {
        running[column] = (running[column] as number) + (values[at] as number);
      }
    }
    for (let column = 0; column < after; column++) {
      sums[row * after + column] = (running[column] as number) * scale;
    }
  }
}

/**
 * Sums or means along axes, correct to the last digit or two for any number of values.
 *
 * @param x float32
 * @param axis as the kernels `Sum` and `Mean` take it
 */
export function exactSums(
  x: core.Tensor,
  { axis, keepDims }: { axis: number | number[]; keepDims?: boolean },
  what: 'sum' | 'mean',
): core.TensorInfo {
  const axes = core.util.parseAxisParam(axis, x.shape);
  const [first = 0] = axes;
  const isBlock = axes.every((one, i) => one === first + i);
  const kept = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const source = isBlock ? x : core.transpose(x, [...kept, ...axes]);
  const sizeOf = (some: readonly number[]): number =>
    some.reduce((product, one) => product * (x.shape[one] as number), 1);
  const count = sizeOf(axes);
  const after = isBlock ? sizeOf(kept.filter((one) => one > first && axes.length > 0)) : 1;
  const shape = x.shape
    .map((size, i) => (axes.includes(i) ? 1 : size))
    .filter((_, i) => keepDims === true || !axes.includes(i));
  const before = core.util.sizeFromShape(shape) / after;
  const heap = wasmHeap();
  // First the output: making it may move the memory that the values lie in.
  const output = heap.makeOutput(shape, 'float32');
  const sums = heap.typedArrayFromHeap(output);
  addUp(
    heap.typedArrayFromHeap(source),
    sums,
    [before, count, after],
    what === 'mean' ? 1 / count : 1,
  );
  return output;
}
