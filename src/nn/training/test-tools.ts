/** Test helpers for training: what a step asks of TensorFlow. */
import { nativeBackend } from '../../backend/capture/native-backend.js';
import type { TrainerCallback } from '../callbacks/callback.js';

/** Runs `work` and counts the calls of the binding in each step. */
export async function callsOfSteps(
  work: (callbacks: TrainerCallback[]) => Promise<unknown>,
): Promise<{ ops: number; sessions: number }[]> {
  const backend = nativeBackend();
  if (backend === undefined) throw new Error('These tests need the native backend.');
  const { binding } = backend;
  const counts = { ops: 0, sessions: 0 };
  const steps: { ops: number; sessions: number }[] = [];
  const counting: object = Object.create(binding, {
    executeOp: {
      value: (...args: Parameters<typeof binding.executeOp>) => {
        counts.ops++;
        return binding.executeOp(...args);
      },
    },
    runSavedModel: {
      value: (...args: unknown[]) => {
        counts.sessions++;
        return Reflect.apply(Reflect.get(binding, 'runSavedModel'), binding, args);
      },
    },
  });
  Reflect.set(backend, 'binding', counting);
  const count: TrainerCallback = {
    onStep() {
      steps.push({ ...counts });
      Object.assign(counts, { ops: 0, sessions: 0 });
    },
  };
  try {
    await work([count]);
  } finally {
    Reflect.set(backend, 'binding', binding);
  }
  return steps;
}
