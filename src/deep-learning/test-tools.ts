/** Test helper: how many tensors a piece of work leaves behind. */
import '@tensorflow/tfjs-backend-cpu';
import { tf } from '../backend/tf.js';

/** Puts the tests of this file on the plain backend, which is there on every machine. */
export async function useCpu(): Promise<void> {
  await tf.setBackend('cpu');
}

/** Tensors alive after `work` minus those alive before. */
export async function tensorsLeft(work: () => unknown): Promise<number> {
  const before = tf.memory().numTensors;
  await work();
  return tf.memory().numTensors - before;
}

/**
 * Central differences of `f` at `at`, in float32. `h` is 1e-2 because a smaller one drowns in
 * rounding: see the L2 error that the tests allow.
 */
export function numericalGradient(
  f: (values: Float32Array) => number,
  at: ArrayLike<number>,
  h = 1e-2,
): number[] {
  return Array.from(at, (value, i) => {
    const moved = (to: number): number => f(Float32Array.from(at).fill(to, i, i + 1));
    return (moved(value + h) - moved(value - h)) / (2 * h);
  });
}

/** L2 norm of the difference over the sum of the L2 norms. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const norm = (values: number[]): number => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0));
  const [left, right] = [Array.from(a), Array.from(b)];
  return norm(left.map((v, i) => v - (right[i] as number))) / (norm(left) + norm(right));
}
