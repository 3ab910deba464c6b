/** Test helpers: operations and tensors of the native backend, and both forms side by side. */
import * as core from '@tensorflow/tfjs-core';
import { useBackend } from '../backend/index.js';

interface Native {
  binding: { executeOp(...args: unknown[]): unknown };
  getNumOfTFTensors(): number;
}

function native(): Native {
  const backend: unknown = core.backend();
  if (core.getBackend() !== 'tensorflow') throw new Error('These tests need the native backend.');
  return backend as Native;
}

/** Puts the tests that follow on the native backend. */
export async function useNative(): Promise<void> {
  await useBackend({ backend: 'tensorflow', printBackend: false });
}

/** The names of the operations that TensorFlow ran, in their order. */
export function opsOf(work: () => unknown): string[] {
  const backend = native();
  const { binding } = backend;
  const names: string[] = [];
  // The binding's own properties are read-only: a copy stands in for it.
  const watched = Object.assign(Object.create(binding) as typeof binding, {});
  Object.defineProperty(watched, 'executeOp', {
    value: (name: string, ...rest: unknown[]) => {
      names.push(name);
      return binding.executeOp(name, ...rest);
    },
  });
  backend.binding = watched;
  try {
    work();
  } finally {
    backend.binding = binding;
  }
  return names;
}

/**
 * Native tensors alive after `work` minus those alive before; `tf.memory` does not see them. It runs
 * twice: the first time uploads what it uses from outside.
 */
export function nativeTensorsLeft(work: () => void): number {
  work();
  const before = native().getNumOfTFTensors();
  work();
  return native().getNumOfTFTensors() - before;
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
  const apart = norm(left.map((v, i) => v - (right[i] as number)));
  return apart === 0 ? 0 : apart / (norm(left) + norm(right));
}
