import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import type { NativeBackend } from '../backend/capture/native-backend.js';
import { useNative } from '../backend/capture/test-tools.js';
import './index.js';

const { layers: tfl } = layers;

let backend: NativeBackend;
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const random = (seed: number) => layers.initializers.glorotUniform({ seed });

/** Models of built-in layers, by name, with data that they can learn from. */
const cases: Record<string, () => { model: layers.Sequential; x: core.Tensor; y: core.Tensor }> = {
  dense: () => ({
    model: layers.sequential({
      layers: [
        tfl.dense({ units: 8, activation: 'relu', inputShape: [4], kernelInitializer: random(1) }),
        tfl.dense({ units: 3, activation: 'softmax', kernelInitializer: random(2) }),
      ],
    }),
    x: core.randomNormal([64, 4], 0, 1, 'float32', 3),
    y: core.oneHot(core.range(0, 64, 1, 'int32').mod(core.scalar(3, 'int32')), 3).cast('float32'),
  }),
  conv: () => ({
    model: layers.sequential({
      layers: [
        tfl.conv2d({
          filters: 4,
          kernelSize: 3,
          activation: 'relu',
          inputShape: [8, 8, 1],
          kernelInitializer: random(1),
        }),
        tfl.batchNormalization(),
        tfl.maxPooling2d({ poolSize: 2 }),
        tfl.flatten(),
        tfl.dense({ units: 1, kernelInitializer: random(2) }),
      ],
    }),
    x: core.randomNormal([64, 8, 8, 1], 0, 1, 'float32', 3),
    y: core.randomNormal([64, 1], 0, 1, 'float32', 4),
  }),
  lstm: () => ({
    model: layers.sequential({
      layers: [
        tfl.embedding({
          inputDim: 10,
          outputDim: 4,
          inputLength: 6,
          embeddingsInitializer: random(1),
        }),
        tfl.lstm({ units: 5, kernelInitializer: random(2), recurrentInitializer: random(3) }),
        tfl.dense({ units: 1, activation: 'sigmoid', kernelInitializer: random(4) }),
      ],
    }),
    x: core.randomUniform([64, 6], 0, 10, 'int32', 5),
    y: core.randomUniform([64, 1], 0, 2, 'int32', 6).cast('float32'),
  }),
};

const losses: Record<string, string> = {
  dense: 'categoricalCrossentropy',
  conv: 'meanSquaredError',
  lstm: 'binaryCrossentropy',
};

interface Trained {
  losses: number[];
  weights: number[][];
  evaluated: number[];
}

/** The losses of single steps, and the weights at the end. */
async function train(
  name: string,
  optimizer: () => core.Optimizer,
  captured: boolean,
): Promise<Trained> {
  vi.stubEnv('GRADUS_CAPTURE', captured ? 'on' : 'off');
  const { model, x, y } = (cases[name] as (typeof cases)[string])();
  model.compile({
    optimizer: optimizer(),
    loss: losses[name] as string,
    metrics: ['accuracy'],
  });
  const steps: number[] = [];
  await model.fit(x, y, {
    batchSize: 16,
    epochs: 13,
    shuffle: false,
    verbose: 0,
    callbacks: {
      onBatchEnd: async (_, logs) => {
        steps.push(logs?.loss as number);
      },
    },
  });
  const evaluated = model.evaluate(x, y, { batchSize: 16 }) as core.Scalar[];
  const result = {
    losses: steps,
    weights: model.getWeights().map((weight) => Array.from(weight.dataSync())),
    evaluated: evaluated.map((one) => one.dataSync()[0] as number),
  };
  core.dispose([x, y, ...evaluated]);
  model.dispose();
  return result;
}

function largestDifference(a: readonly number[], b: readonly number[]): number {
  expect(a.length).toBe(b.length);
  return Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number))));
}

describeIf('native', 'captured steps of tf.layers models', () => {
  beforeAll(async () => {
    backend = await useNative();
  });

  const optimizers = { adam: () => core.train.adam(0.01), sgd: () => core.train.sgd(0.01) };
  for (const name of Object.keys(cases)) {
    for (const [called, optimizer] of Object.entries(optimizers)) {
      test(`${name} with ${called}: the losses of 52 steps are those of eager execution`, async () => {
        const load = vi.spyOn(console, 'info');
        const eager = await train(name, optimizer, false);
        const captured = await train(name, optimizer, true);
        expect(load.mock.calls).toEqual([]);
        expect(captured.losses).toHaveLength(52);
        expect(largestDifference(captured.losses, eager.losses)).toBeLessThan(1e-5);
        expect(largestDifference(captured.weights.flat(), eager.weights.flat())).toBeLessThan(1e-4);
        expect(largestDifference(captured.evaluated, eager.evaluated)).toBeLessThan(1e-4);
        expect(backend.binding.getNumOfSavedModels()).toBe(0);
      });
    }
  }
});
