/** A run of the course that allows few steps: `fit` and `Trainer` end after them, with whole histories. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect, test } from 'vitest';
import { useBackend } from '../backend/use-backend.js';
import { stepsAllowed } from '../runtime/course-run.js';
import { watchingEpochs } from './fit-callbacks.js';

const run = { maxSteps: 2 };

async function modelToTrain(): Promise<tfl.LayersModel> {
  await useBackend({ backend: 'cpu', printBackend: false });
  const model = tfl.sequential({ layers: [tfl.layers.dense({ units: 1, inputShape: [2] })] });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError', metrics: ['mae'] });
  return model;
}

test.each([
  ['without validation', {}, ['loss', 'mae']],
  ['with validation', { validationSplit: 0.2 }, ['loss', 'mae', 'val_loss', 'val_mae']],
])('fit %s makes two steps', async (_name, options, names) => {
  const model = await modelToTrain();
  let steps = 0;
  const given = {
    epochs: 5,
    batchSize: 10,
    verbose: 0 as const,
    ...options,
    callbacks: { onBatchEnd: async () => void steps++ },
  };
  const { history } = await model.fit(
    core.ones([100, 2]),
    core.ones([100, 1]),
    watchingEpochs('model.fit', given, {}, run),
  );
  expect(steps).toBe(2);
  expect(Object.keys(history).sort()).toEqual(names);
  expect(Object.values(history).every(([value]) => Number.isFinite(value))).toBe(true);
});

test('nothing is limited outside of such a run', async () => {
  expect(stepsAllowed(1000)).toBe(1000);
  expect(stepsAllowed(1000, {})).toBe(1000);
  expect(stepsAllowed(1000, run)).toBe(2);
  expect(stepsAllowed(1, run)).toBe(1);
  const options = { callbacks: [] as tfl.CustomCallbackArgs[] };
  expect(watchingEpochs('model.fit', options, {}).callbacks).toHaveLength(1);
  expect(watchingEpochs('model.fit', options, {}, run).callbacks).toHaveLength(2);
});
