/** Numbers that are repeated: what tfjs's wasm backend does one by one, with an index for each. */
import * as core from '@tensorflow/tfjs-core';

/** Whether what is repeated has size 1 in each dimension in which it is. */
export function repeatsOnes(x: core.Tensor, reps: readonly number[]): boolean {
  return x.dtype === 'float32' && reps.every((times, axis) => times === 1 || x.shape[axis] === 1);
}

/** Repetition as a product that broadcasts, see `repeatsOnes`. */
export function repeatByProduct(x: core.Tensor, reps: readonly number[]): core.Tensor {
  const shape = x.shape.map((size, axis) => size * (reps[axis] as number));
  return core.mul(core.fill(shape, 1), x);
}
