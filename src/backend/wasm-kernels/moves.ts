/** Numbers that are moved or repeated: what tfjs's wasm backend does one by one, with an index for each. */
import * as core from '@tensorflow/tfjs-core';
import { fillOutput } from './heap.js';

/** Whether a transposition leaves the last dimension where it is: then whole rows move. */
export function movesRows(x: core.Tensor, perm: readonly number[]): boolean {
  return x.dtype === 'float32' && x.rank > 2 && perm.at(-1) === x.rank - 1;
}

/** A transposition of rows, see `movesRows`. */
export function transposeRows(x: core.Tensor, perm: readonly number[]): core.TensorInfo {
  const shape = perm.map((axis) => x.shape[axis] as number);
  const strides = core.util.computeStrides(x.shape);
  const steps = perm.slice(0, -1).map((axis) => strides[axis] as number);
  const width = shape.at(-1) as number;
  return fillOutput(shape, [x], (output, input) => {
    const place = steps.map(() => 0);
    let from = 0;
    for (let to = 0; to < output.length; to += width) {
      for (let i = 0; i < width; i++) output[to + i] = (input as Float32Array)[from + i] as number;
      for (let axis = steps.length - 1; axis >= 0; axis--) {
        const [step, size] = [steps[axis] as number, shape[axis] as number];
        const next = (place[axis] as number) + 1;
        from += step;
        if (next < size) {
          place[axis] = next;
          break;
        }
        place[axis] = 0;
        from -= step * size;
      }
    }
  });
}

/** Whether what is repeated has size 1 in each dimension in which it is. */
export function repeatsOnes(x: core.Tensor, reps: readonly number[]): boolean {
  return x.dtype === 'float32' && reps.every((times, axis) => times === 1 || x.shape[axis] === 1);
}

/** Repetition as a product that broadcasts, see `repeatsOnes`. */
export function repeatByProduct(x: core.Tensor, reps: readonly number[]): core.Tensor {
  const shape = x.shape.map((size, axis) => size * (reps[axis] as number));
  return core.mul(core.fill(shape, 1), x);
}
