import * as core from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import type { NativeBackend } from '../backend/capture/native-backend.js';
import { useNative } from '../backend/capture/test-tools.js';
import { createRng } from '../backend/random.js';
import { sparseSoftmaxCrossEntropy } from './index.js';
import { type Sequential, type Tensor, tf } from './tf.js';

let backend: NativeBackend;
afterEach(() => {
  vi.unstubAllEnvs();
});

function classifier(): Sequential {
  const initial = (seed: number) => tf.initializers.glorotUniform({ seed });
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        units: 8,
        activation: 'relu',
        inputShape: [4],
        kernelInitializer: initial(1),
      }),
      tf.layers.dense({ units: 3, kernelInitializer: initial(2) }),
    ],
  });
  model.compile({
    optimizer: tf.train.adam(0.01),
    loss: sparseSoftmaxCrossEntropy,
  });
  return model;
}

/** Examples with their classes as a vector. */
function examples(rows: number): [Tensor, Tensor] {
  const rng = createRng('train on batch');
  const values = Float32Array.from({ length: rows * 4 }, () => rng.normal());
  return [tf.tensor(values, [rows, 4]), tf.tensor1d(Array.from({ length: rows }, (_, i) => i % 3))];
}

describeIf('native', 'trainOnBatch', () => {
  beforeAll(async () => {
    backend = await useNative();
  });

  test('with a vector of labels gives the losses of eager execution, batches of two sizes in turn', async () => {
    const losses: number[][] = [];
    for (const capture of ['off', 'on']) {
      vi.stubEnv('GRADUS_CAPTURE', capture);
      const model = classifier();
      const batches = [examples(8), examples(8), examples(5)];
      const seen: number[] = [];
      for (let i = 0; i < 30; i++) {
        const [x, y] = batches[i % 3] as [Tensor, Tensor];
        seen.push((await model.trainOnBatch(x, y)) as number);
      }
      losses.push(seen);
      model.dispose();
      tf.dispose(batches);
    }
    const [eager, captured] = losses as [number[], number[]];
    for (const [i, loss] of captured.entries()) expect(loss).toBeCloseTo(eager[i] as number, 5);
    expect(captured.at(-1)).toBeLessThan(captured[0] as number);
  });

  test('calls no operation but the graph once shapes are known, and keeps no tensor', async () => {
    const model = classifier();
    const [x, y] = examples(8);
    for (let i = 0; i < 6; i++) await model.trainOnBatch(x, y);
    const before = [backend.binding.getNumOfTensors(), core.memory().numTensors];
    const { executeOp } = backend.binding;
    const called: string[] = [];
    const { binding } = backend;
    const spy = Object.create(binding, {
      executeOp: {
        value: (...args: Parameters<typeof executeOp>) => {
          called.push(args[0]);
          return executeOp.apply(binding, args);
        },
      },
    });
    Reflect.set(backend, 'binding', spy);
    try {
      for (let i = 0; i < 4; i++) await model.trainOnBatch(x, y);
    } finally {
      Reflect.set(backend, 'binding', binding);
    }
    expect(called).toEqual([]);
    expect([backend.binding.getNumOfTensors(), core.memory().numTensors]).toEqual(before);
    model.dispose();
    tf.dispose([x, y]);
  });

  test('a wrong shape after right ones is told as before', async () => {
    const model = classifier();
    const [x, y] = examples(8);
    for (let i = 0; i < 4; i++) await model.trainOnBatch(x, y);
    const wide = tf.zeros([8, 5]);
    await expect(model.trainOnBatch(wide, y)).rejects.toThrow(/has shape \[4\]/);
    await expect(model.trainOnBatch(x, tf.zeros([7]))).rejects.toThrow(/same number of samples/);
    expect(Number.isFinite(await model.trainOnBatch(x, y))).toBe(true);
    model.dispose();
    tf.dispose([x, y, wide]);
  });
});
