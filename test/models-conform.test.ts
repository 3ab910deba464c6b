/** Every model of the library, as small as its spec's example. */
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe } from 'vitest';
import { type BackendName, useBackend } from '../src/backend/index.js';
import { buildModel } from '../src/models/build-model.js';
import { type ModelId, modelIds, modelSpec } from '../src/models/registry.js';
import type { ModelSpec, Task } from '../src/models/spec.js';
import type { CheckModelOptions, CheckName } from '../src/nn/conformance/index.js';
import { meanSquaredError, sparseSoftmaxCrossEntropy, type TrainerLoss } from '../src/nn/index.js';
import { type LayersModel, tf } from '../src/nn/tf.js';
import { backendsHere, modelConforms } from './conformance.js';

type Labels = NonNullable<CheckModelOptions['labels']>;

/** What eight examples are learned by. */
const labels: Record<Task, (spec: ModelSpec) => Labels> = {
  classification: () => ({ values: [0, 1, 2, 0, 1, 2, 0, 1], shape: [8], dtype: 'int32' }),
  // What can be learned without looking ahead: each token says itself.
  'next-token':
    () =>
    ([tokens = []]) => ({ values: tokens, shape: [8, tokens.length / 8], dtype: 'int32' }),
  // The example itself, brought from [-2, 2] to [0, 1], where pixels lie.
  reconstruction:
    ({ example }) =>
    ([values = []]) => ({
      values: Array.from(values, (value) => (value + 2) / 4),
      shape: [8, ...(example.inputs[0]?.shape ?? [])],
    }),
  regression: () => ({ values: Array.from({ length: 16 }, (_, i) => Math.sin(i)), shape: [8, 2] }),
};

const losses: Record<Task, TrainerLoss> = {
  classification: sparseSoftmaxCrossEntropy,
  'next-token': sparseSoftmaxCrossEntropy,
  reconstruction: meanSquaredError,
  regression: meanSquaredError,
};

/** Checks that say nothing of a model, by its id. */
const without: Partial<Record<ModelId, readonly CheckName[]>> = {
  // A step of finite differences crosses a kink of one of its seventeen ReLUs at most probes. Each of
  // its layers is checked alone.
  'vision/resnet18': ['gradient'],
};

const specs = await Promise.all(modelIds.map(modelSpec));

describe('models of gradus', () => {
  beforeAll(async () => {
    const [backend] = backendsHere() as [BackendName];
    await useBackend({ backend, printBackend: false });
  });
  afterAll(async () => void (await tf.setBackend('cpu')));

  for (const spec of specs) {
    const { id, task, example } = spec;
    const make = (): LayersModel => {
      const model = buildModel(spec, example.options);
      model.compile({ optimizer: tf.train.adam(0.03), loss: losses[task] });
      return model;
    };
    const { inputs, parameters } = example;
    const options = { inputs, parameters, labels: labels[task](spec) };
    modelConforms(id, make, { ...options, without: without[id as ModelId] ?? [] });
  }
});
