/** Test helpers: the `tensorflow` backend, and what a step leaves in it. */
import * as core from '@tensorflow/tfjs-core';
import { useBackend } from '../use-backend.js';
import { type NativeBackend, nativeBackend } from './native-backend.js';

/** Makes the `tensorflow` backend the current one. */
export async function useNative(): Promise<NativeBackend> {
  await useBackend({ backend: 'tensorflow', printBackend: false });
  const backend = nativeBackend();
  if (backend === undefined) throw new Error('Expected the tensorflow backend.');
  return backend;
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
export function batch(seed: number, size = 16): core.Tensor[] {
  const x = core.randomNormal([size, 4], 0, 1, 'float32', seed + 1);
  return [x, core.tidy(() => core.sum(core.square(x), 1, true))];
}

/** The numbers of a tensor. */
export function numbers(tensor: core.Tensor | undefined): number[] {
  if (tensor === undefined) throw new Error('Expected a tensor. Received: undefined');
  return Array.from(tensor.dataSync());
}
