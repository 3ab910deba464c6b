/** Every layer of `tf.layers` that the course's types name. */
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe } from 'vitest';
import { backendsHere, type KnownGap, layerConforms } from '../../../test/conformance.js';
import { type BackendName, useBackend } from '../../backend/index.js';
import type { Layer, Layers } from '../../backend/types/layers.js';
import { tf } from '../tf.js';
import type { CheckLayerOptions } from './index.js';

const { layers } = tf;
const start = (seed: number) => tf.initializers.randomUniform({ minval: -0.6, maxval: 0.6, seed });
const kernel = { kernelInitializer: start(1), biasInitializer: start(2) };
const recurrent = { units: 3, ...kernel, recurrentInitializer: start(3) };
const embedding = { inputDim: 5, outputDim: 3, embeddingsInitializer: start(1) };

/** A case: what makes the layer, how it is checked, and what it cannot do today. */
type Case = [make: () => Layer, options: CheckLayerOptions, gaps?: KnownGap[]];

const image = { inputShape: [5, 5, 2] };
const series = { inputShape: [4, 3] };
const two = { inputs: [{ shape: [3] }, { shape: [3] }] };

/** Without an entry for each layer of the types this does not compile. */
const cases: { readonly [Name in keyof Layers]: Case } = {
  dense: [
    () => layers.dense({ units: 3, activation: 'tanh', ...kernel }),
    { inputShape: [4], parameters: 15 },
  ],
  activation: [() => layers.activation({ activation: 'gelu' }), { inputShape: [5], parameters: 0 }],
  reLU: [() => layers.reLU({ maxValue: 1 }), { inputShape: [5], parameters: 0 }],
  leakyReLU: [() => layers.leakyReLU({ alpha: 0.1 }), { inputShape: [5], parameters: 0 }],
  softmax: [() => layers.softmax(), { inputShape: [5], parameters: 0 }],
  dropout: [() => layers.dropout({ rate: 0.4, seed: 3 }), { inputShape: [20], parameters: 0 }],
  flatten: [() => layers.flatten(), { inputShape: [2, 3], parameters: 0 }],
  reshape: [() => layers.reshape({ targetShape: [3, 2] }), { inputShape: [6], parameters: 0 }],
  permute: [() => layers.permute({ dims: [2, 1] }), { inputShape: [2, 3], parameters: 0 }],
  repeatVector: [() => layers.repeatVector({ n: 3 }), { inputShape: [2], parameters: 0 }],
  embedding: [
    () => layers.embedding(embedding),
    { inputs: [{ shape: [4], below: 5 }], parameters: 15 },
  ],
  conv1d: [
    () => layers.conv1d({ filters: 2, kernelSize: 2, ...kernel }),
    { ...series, parameters: 14 },
  ],
  conv2d: [
    () => layers.conv2d({ filters: 2, kernelSize: 3, padding: 'same', strides: 2, ...kernel }),
    { ...image, parameters: 38 },
  ],
  conv2dTranspose: [
    () => layers.conv2dTranspose({ filters: 2, kernelSize: 2, strides: 2, ...kernel }),
    { inputShape: [3, 3, 2], parameters: 18 },
  ],
  depthwiseConv2d: [
    () =>
      layers.depthwiseConv2d({
        kernelSize: 2,
        ...{ depthwiseInitializer: start(1), biasInitializer: start(2) },
      }),
    { ...image, parameters: 10 },
  ],
  separableConv2d: [
    () =>
      layers.separableConv2d({
        filters: 2,
        kernelSize: 2,
        ...{ depthwiseInitializer: start(1), pointwiseInitializer: start(2) },
      }),
    { ...image, parameters: 14 },
  ],
  upSampling2d: [
    () => layers.upSampling2d({ size: [2, 2] }),
    { inputShape: [2, 3, 2], parameters: 0 },
  ],
  zeroPadding2d: [
    () => layers.zeroPadding2d({ padding: [1, 2] }),
    { inputShape: [2, 3, 2], parameters: 0 },
  ],
  maxPooling1d: [() => layers.maxPooling1d({ poolSize: 2 }), { ...series, parameters: 0 }],
  maxPooling2d: [() => layers.maxPooling2d({ poolSize: 2 }), { ...image, parameters: 0 }],
  averagePooling1d: [() => layers.averagePooling1d({ poolSize: 2 }), { ...series, parameters: 0 }],
  averagePooling2d: [() => layers.averagePooling2d({ poolSize: 2 }), { ...image, parameters: 0 }],
  globalAveragePooling1d: [() => layers.globalAveragePooling1d(), { ...series, parameters: 0 }],
  globalAveragePooling2d: [() => layers.globalAveragePooling2d({}), { ...image, parameters: 0 }],
  globalMaxPooling1d: [() => layers.globalMaxPooling1d(), { ...series, parameters: 0 }],
  globalMaxPooling2d: [() => layers.globalMaxPooling2d({}), { ...image, parameters: 0 }],
  batchNormalization: [
    () => layers.batchNormalization({ momentum: 0.8 }),
    { inputShape: [3], parameters: 12 },
  ],
  layerNormalization: [() => layers.layerNormalization(), { inputShape: [4], parameters: 8 }],
  simpleRNN: [() => layers.simpleRNN({ ...recurrent }), { ...series, parameters: 21 }],
  lstm: [() => layers.lstm({ ...recurrent, returnSequences: true }), { ...series, parameters: 84 }],
  gru: [() => layers.gru({ ...recurrent }), { ...series, parameters: 63 }],
  bidirectional: [
    () =>
      layers.bidirectional({ layer: layers.lstm({ ...recurrent, units: 2 }), mergeMode: 'concat' }),
    { ...series, parameters: 96 },
  ],
  timeDistributed: [
    () => layers.timeDistributed({ layer: layers.dense({ units: 2, ...kernel }) }),
    { ...series, parameters: 8 },
  ],
  gaussianNoise: [
    () => layers.gaussianNoise({ stddev: 0.5 }),
    { inputShape: [5], parameters: 0 },
    [
      {
        check: 'determinism',
        says: /training mode/,
        why: 'setSeed seeds its noise, not the layer',
      },
      {
        check: 'save and load',
        says: /training mode/,
        why: 'setSeed seeds its noise, not the layer',
      },
    ],
  ],
  masking: [() => layers.masking({ maskValue: 0 }), { ...series, parameters: 0 }],
  rescaling: [
    () => layers.rescaling({ scale: 0.5, offset: 1 }),
    { inputShape: [3], parameters: 0 },
  ],
  add: [() => layers.add(), { ...two, parameters: 0 }],
  average: [() => layers.average(), { ...two, parameters: 0 }],
  multiply: [() => layers.multiply(), { ...two, parameters: 0 }],
  concatenate: [() => layers.concatenate(), { ...two, parameters: 0 }],
  dot: [() => layers.dot({ axes: 1 }), { ...two, parameters: 0 }],
};

/** Layers above with an option that takes another path. */
const more: { readonly [name: string]: Case } = {
  'depthwiseConv2d, dilated': [
    () =>
      layers.depthwiseConv2d({
        kernelSize: 2,
        depthMultiplier: 2,
        dilationRate: [2, 1],
        ...{ depthwiseInitializer: start(1), biasInitializer: start(2) },
      }),
    { ...image, parameters: 20 },
  ],
  'separableConv2d, dilated': [
    () =>
      layers.separableConv2d({
        filters: 2,
        kernelSize: 2,
        dilationRate: 2,
        padding: 'same',
        ...{ depthwiseInitializer: start(1), pointwiseInitializer: start(2) },
      }),
    { ...image, parameters: 14 },
  ],
};

describe('layers of tf.layers', () => {
  beforeAll(async () => {
    const [backend] = backendsHere() as [BackendName];
    await useBackend({ backend, printBackend: false });
  });
  afterAll(async () => void (await tf.setBackend('cpu')));
  for (const [name, [make, options, gaps]] of Object.entries({ ...cases, ...more })) {
    layerConforms(name, make, options, gaps);
  }
});
