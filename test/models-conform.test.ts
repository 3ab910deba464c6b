/** Every model of the library, as small as its spec's example. */
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe } from 'vitest';
import { type BackendName, useBackend } from '../src/backend/index.js';
import { buildModel } from '../src/models/build-model.js';
import { type ModelId, modelIds, modelSpec } from '../src/models/registry.js';
import type { ModelSpec } from '../src/models/spec.js';
import type { CheckName } from '../src/nn/conformance/index.js';
import { meanSquaredError, sparseSoftmaxCrossEntropy } from '../src/nn/index.js';
import { type LayersModel, tf } from '../src/nn/tf.js';
import { backendsHere, modelConforms } from './conformance.js';
import { exampleLabels, lossOf } from './example-labels.mjs';

const labelsOf =
  (spec: ModelSpec) =>
  ([values = []]: readonly ArrayLike<number>[]) =>
    exampleLabels(spec, values, 8);

const losses = { meanSquaredError, sparseSoftmaxCrossEntropy };

/**
 * A step of finite differences crosses a kink of one of its eleven or more ReLUs at most probes. Each
 * of its layers is checked alone.
 */
const manyKinks: readonly CheckName[] = ['gradient'];

/** The gradient passes straight through its codebook, on purpose: its output rises in steps. */
const straightThrough: readonly CheckName[] = ['gradient'];

/**
 * Eight blocks one after another, each divided by its own spread, or steps of a GRU with an attention behind
 * them or of LSTMs with a CRF, bend within a step of finite differences at most probes. Each of its layers is checked alone, and the whole along directions in its own test.
 */
const muchBent: readonly CheckName[] = ['gradient'];

/** Checks that say nothing of a model, by its id. */
const without: Partial<Record<ModelId, readonly CheckName[]>> = {
  'gan/dcgan-generator': manyKinks,
  'diffusion/denoising-unet': muchBent,
  'nlp/bi-lstm-tagger': muchBent,
  'nlp/seq2seq': muchBent,
  'vae/vq-vae': straightThrough,
  'vision/mobilenet-small': manyKinks,
  'vision/resnet18': manyKinks,
  'vision/resnet20': manyKinks,
  'vision/resnet34': manyKinks,
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
      model.compile({ optimizer: tf.train.adam(0.03), loss: losses[lossOf[task]] });
      return model;
    };
    const { inputs, parameters } = example;
    const options = {
      inputs,
      parameters,
      labels: labelsOf(spec),
    };
    modelConforms(id, make, { ...options, without: without[id as ModelId] ?? [] });
  }
});
