/** The public models, small. */
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe } from 'vitest';
import { type BackendName, useBackend } from '../src/backend/index.js';
import { mlp } from '../src/deep-learning/index.js';
import { gpt, lstmClassifier } from '../src/nlp/index.js';
import { sparseSoftmaxCrossEntropy } from '../src/nn/index.js';
import type { LayersModel } from '../src/nn/tf.js';
import { tf } from '../src/nn/tf.js';
import { cnn } from '../src/vision/index.js';
import { backendsHere, modelConforms } from './conformance.js';

const compiled = (make: () => LayersModel) => (): LayersModel => {
  const model = make();
  model.compile({ optimizer: tf.train.adam(0.03), loss: sparseSoftmaxCrossEntropy });
  return model;
};
const labels = { values: [0, 1, 2, 0, 1, 2, 0, 1], shape: [8], dtype: 'int32' } as const;

describe('models of gradus', () => {
  beforeAll(async () => {
    const [backend] = backendsHere() as [BackendName];
    await useBackend({ backend, printBackend: false });
  });
  afterAll(async () => void (await tf.setBackend('cpu')));

  modelConforms(
    'mlp',
    compiled(() => mlp({ inputShape: [4], hidden: [6], classes: 3, dropout: 0.1, seed: 1 })),
    {
      inputShape: [4],
      parameters: 51,
      labels,
    },
  );
  modelConforms(
    'cnn',
    compiled(() => cnn({ inputShape: [8, 8, 1], classes: 3, filters: [2], hidden: 4, seed: 1 })),
    { inputShape: [8, 8, 1], labels },
  );
  modelConforms(
    'lstmClassifier',
    compiled(() =>
      lstmClassifier({ vocabSize: 6, length: 4, classes: 3, width: 3, units: 4, seed: 1 }),
    ),
    { inputs: [{ shape: [4], below: 6 }], labels },
  );
  modelConforms(
    'gpt',
    compiled(() => gpt({ vocabSize: 5, context: 4, layers: 1, heads: 2, width: 4, seed: 1 })),
    {
      inputs: [{ shape: [4], below: 5 }],
      // What can be learned without looking ahead: each token says itself.
      labels: ([tokens = []]) => ({ values: tokens, shape: [8, 4], dtype: 'int32' }),
    },
  );
});
