/** Test helpers: the `tensorflow` backend, and what a step leaves in it. */
import * as core from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { useBackend } from '../use-backend.js';
import { type CapturedStep, captureStep, type StepFunction } from './capture-step.js';
import { type NativeBackend, nativeBackend } from './native-backend.js';

/** Makes the `tensorflow` backend the current one. */
export async function useNative(): Promise<NativeBackend> {
  await useBackend({ backend: 'tensorflow', printBackend: false });
  const backend = nativeBackend();
  if (backend === undefined) throw new Error('Expected the tensorflow backend.');
  return backend;
}

/**
 * What is said on the console, in English; empty again before each test of the file that calls it,
 * whose stubs and mocks are taken back after each.
 */
export function listening(): string[] {
  const said: string[] = [];
  beforeEach(() => {
    vi.stubEnv('GRADUS_LANG', 'en');
    said.length = 0;
    for (const method of ['info', 'warn'] as const) {
      vi.spyOn(console, method).mockImplementation((text) => {
        said.push(String(text));
      });
    }
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
  return said;
}

/** A network of one hidden layer, trained by Adam, as a step of plain operations. */
export function smallNetwork(seed = 1) {
  const random = (shape: number[], at: number): core.Variable =>
    core.tidy(() => core.variable(core.randomNormal(shape, 0, 0.5, 'float32', at)));
  const w1 = random([4, 8], seed);
  const w2 = random([8, 1], seed + 1);
  const b1 = core.tidy(() => core.variable(core.zeros([8])));
  const variables = [w1, b1, w2];
  const optimizer = core.train.adam(0.01);
  const step = ([x, y]: core.Tensor[]): core.Tensor[] => {
    const loss = (): core.Scalar => {
      const hidden = core.relu(core.add(core.dot(x as core.Tensor, w1), b1));
      return core.losses.meanSquaredError(y as core.Tensor, core.dot(hidden, w2));
    };
    return [optimizer.minimize(loss, true, variables) as core.Scalar];
  };
  const dispose = (): void => {
    optimizer.dispose();
    core.dispose(variables);
  };
  return { variables, optimizer, step, dispose };
}

/** Batches that are the same for the same seed. */
function batch(seed: number, size = 16): core.Tensor[] {
  const x = core.randomNormal([size, 4], 0, 1, 'float32', seed + 1);
  return [x, core.tidy(() => core.sum(core.square(x), 1, true))];
}

/** The numbers of a tensor. */
export function numbers(tensor: core.Tensor | undefined): number[] {
  if (tensor === undefined) throw new Error('Expected a tensor. Received: undefined');
  return Array.from(tensor.dataSync());
}

/** A captured step of the library's own code. */
export const own = (step: StepFunction): CapturedStep =>
  captureStep(step, { name: 'The step', because: 'library' });

/** The first output of each of `steps` steps. */
export function run(step: StepFunction, steps: number, from = 0, size = 16): number[] {
  const results: number[] = [];
  for (let i = from; i < from + steps; i++) {
    const inputs = batch(i, size);
    const outputs = step(inputs);
    results.push(numbers(outputs[0])[0] as number);
    core.dispose([...inputs, ...outputs]);
  }
  return results;
}

/** What a scenario gives eagerly and captured; it must be the same. */
export function both<T>(scenario: (wrap: (step: StepFunction) => StepFunction) => T): {
  eager: T;
  captured: T;
} {
  const eager = scenario((step) => step);
  const steps: CapturedStep[] = [];
  const captured = scenario((step) => {
    const one = own(step);
    steps.push(one);
    return one;
  });
  for (const step of steps) step.dispose();
  return { eager, captured };
}

/** Whether all numbers are equal within a tolerance. */
export function expectClose(a: readonly number[], b: readonly number[], tolerance = 1e-5): void {
  expect(a).toHaveLength(b.length);
  for (const [i, value] of a.entries())
    expect(Math.abs(value - (b[i] as number))).toBeLessThan(tolerance);
}
