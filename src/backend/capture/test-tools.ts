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
  const w1 = core.variable(core.randomNormal([4, 8], 0, 0.5, 'float32', seed));
  const b1 = core.variable(core.zeros([8]));
  const w2 = core.variable(core.randomNormal([8, 1], 0, 0.5, 'float32', seed + 1));
  const variables = [w1, b1, w2];
  const optimizer = core.train.adam(0.01);
  const loss = (x: core.Tensor, y: core.Tensor): core.Scalar => {
    const hidden = core.relu(core.add(core.matMul(x as core.Tensor2D, w1 as core.Tensor2D), b1));
    return core.losses.meanSquaredError(y, core.matMul(hidden, w2 as core.Tensor2D)) as core.Scalar;
  };
  return {
    variables,
    optimizer,
    step: ([x, y]: core.Tensor[]): core.Tensor[] => [
      optimizer.minimize(
        () => loss(x as core.Tensor, y as core.Tensor),
        true,
        variables as never,
      ) as core.Scalar,
    ],
    dispose: (): void => {
      optimizer.dispose();
      core.dispose(variables);
    },
  };
}

/** Batches that are the same for the same seed. */
export function batch(seed: number, size = 16): core.Tensor[] {
  const x = core.randomNormal([size, 4], 0, 1, 'float32', seed + 1);
  return [x, core.tidy(() => core.sum(core.square(x), 1, true))];
}
