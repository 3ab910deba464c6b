import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { type BackendName, type Layer, useBackend } from '../../backend/index.js';
import { MaskError } from '../index.js';
import { tf } from '../tf.js';

const padding = [
  [1, 2, 3, 0, 0],
  [4, 1, 0, 0, 0],
];
const tokens = (): core.Tensor => core.tensor2d(padding, [2, 5], 'int32');
const vectors = (): core.Tensor =>
  core.mul(
    core.expandDims(core.cast(core.greater(tokens(), 0), 'float32'), -1),
    core.randomNormal([2, 5, 3], 0, 1, 'float32', 4),
  );
const embedding = (maskZero = true): Layer =>
  tf.layers.embedding({ inputDim: 6, outputDim: 3, inputLength: 5, maskZero });
const masking = (): Layer => tf.layers.masking({ inputShape: [5, 3] } as object);

function stacked(first: Layer, ...layers: Layer[]): tfl.Sequential {
  return tfl.sequential({ layers: [first, ...layers] as unknown as tfl.layers.Layer[] });
}
const numbers = (x: core.Tensor | core.Tensor[]): number[] =>
  Array.from((x as core.Tensor).dataSync());

/** Layers that mix steps, or lose their places. */
const refusing: [string, () => Layer][] = [
  ['globalMaxPooling1d', () => tf.layers.globalMaxPooling1d({})],
  ['averagePooling1d', () => tf.layers.averagePooling1d({ poolSize: 2 })],
  ['maxPooling1d', () => tf.layers.maxPooling1d({ poolSize: 2 })],
  ['conv1d', () => tf.layers.conv1d({ filters: 2, kernelSize: 2 })],
  ['flatten', () => tf.layers.flatten({})],
  ['reshape', () => tf.layers.reshape({ targetShape: [3, 5] })],
  ['permute', () => tf.layers.permute({ dims: [2, 1] })],
  ['batchNormalization', () => tf.layers.batchNormalization({})],
  ['layerNormalization over steps', () => tf.layers.layerNormalization({ axis: [1, 2] })],
];

/** Layers that treat each step alone. */
const carrying: [string, () => Layer][] = [
  ['dense', () => tf.layers.dense({ units: 3 })],
  ['dropout', () => tf.layers.dropout({ rate: 0.5 })],
  ['activation', () => tf.layers.activation({ activation: 'tanh' })],
  ['leakyReLU', () => tf.layers.leakyReLU({})],
  ['softmax', () => tf.layers.softmax({ axis: -1 })],
  ['layerNormalization', () => tf.layers.layerNormalization({})],
  ['rmsNorm', () => tf.layers.rmsNorm({})],
  [
    'timeDistributed',
    () => tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 3 }) as never } as never),
  ],
];

function suite(backend: BackendName): void {
  beforeAll(async () => void (await useBackend({ backend, printBackend: false })));
  afterAll(async () => void (await useBackend({ backend: 'cpu', printBackend: false })));
  afterEach(() => void vi.restoreAllMocks());

  test.each(refusing)('%s behind a mask is refused', async (_, make) => {
    for (const [first, x] of [
      [embedding(), tokens()],
      [masking(), vectors()],
    ] as const) {
      const model = stacked(first, make());
      const { name } = model.layers[1] as tfl.layers.Layer;
      expect(() => model.predict(x)).toThrow(MaskError);
      expect(() => model.apply(x)).toThrow(`Received: \`${name}\``);
      if (model.trainableWeights.length === 0) continue;
      model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
      const labels = core.zeros([2, ...(model.outputShape as number[]).slice(1)]);
      await expect(model.fit(x, labels, { verbose: 0 })).rejects.toThrow(
        'which would take padded steps for data. Put a layer between that ends the mask',
      );
    }
    stacked(embedding(false), make()).predict(tokens());
  });

  test.each(carrying)('the mask goes through %s', (_, make) => {
    const model = stacked(embedding(), make(), tf.layers.globalAveragePooling1d({}));
    const steps = stacked(model.layers[0] as never, model.layers[1] as never);
    const given = numbers(model.predict(tokens()) as core.Tensor);
    const all = (steps.predict(tokens()) as core.Tensor).arraySync() as number[][][];
    const expected = all.flatMap((one, i) => {
      const counted = one.filter((_, t) => padding[i]?.[t] !== 0);
      return [0, 1, 2].map(
        (d) => counted.reduce((sum, step) => sum + (step[d] as number), 0) / counted.length,
      );
    });
    given.forEach((value, i) => void expect(value).toBeCloseTo(expected[i] as number, 5));
  });

  test('globalAveragePooling1d leaves padded steps out, and gives 0 where all are', () => {
    const model = stacked(masking(), tf.layers.globalAveragePooling1d({}));
    const x = core.tensor3d([
      [
        [1, 2, 3],
        [3, 4, 5],
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
      [
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
    ]);
    expect(numbers(model.predict(x) as core.Tensor)).toEqual([2, 3, 4, 0, 0, 0]);
    const plain = stacked(tf.layers.globalAveragePooling1d({ inputShape: [5, 3] }));
    numbers(plain.predict(x) as core.Tensor)
      .slice(0, 3)
      .forEach((value, i) => void expect(value).toBeCloseTo(([4, 6, 8][i] as number) / 5, 6));
  });

  test.each(['lstm', 'gru', 'simpleRNN', 'bidirectional'] as const)(
    '%s passes over padding, and the mask ends with it',
    (kind) => {
      const rnn = (returnSequences: boolean): Layer =>
        kind === 'bidirectional'
          ? tf.layers.bidirectional({
              layer: tf.layers.gru({ units: 2, returnSequences }) as never,
              mergeMode: 'concat',
            } as never)
          : tf.layers[kind]({ units: 2, returnSequences });
      const model = stacked(embedding(), rnn(true), rnn(false), tf.layers.dense({ units: 2 }));
      const long = numbers(model.predict(tokens()) as core.Tensor).slice(0, 2);
      const short = stacked(
        tf.layers.embedding({ inputDim: 6, outputDim: 3, maskZero: true }),
        rnn(true),
        rnn(false),
        tf.layers.dense({ units: 2 }),
      );
      short.predict(core.tensor2d([[1, 2, 3]], [1, 3], 'int32'));
      short.setWeights(model.getWeights());
      const alone = numbers(
        short.predict(core.tensor2d([[1, 2, 3]], [1, 3], 'int32')) as core.Tensor,
      );
      alone.forEach((value, i) => void expect(long[i]).toBeCloseTo(value, 5));
      // What comes next has nothing to do with the mask, whatever it is.
      const after = stacked(
        embedding(),
        rnn(false),
        tf.layers.reshape({ targetShape: [-1, 1] }),
        tf.layers.globalMaxPooling1d({}),
      );
      after.predict(tokens());
      // A decoder of as many steps is not masked with those of the encoder.
      const decoder = stacked(
        embedding(),
        rnn(false),
        tf.layers.repeatVector({ n: 5 }),
        rnn(false),
      );
      const encoded = stacked(
        decoder.layers[0] as never,
        decoder.layers[1] as never,
        decoder.layers[2] as never,
      ).predict(tokens()) as core.Tensor;
      const last = decoder.layers[3] as tfl.layers.Layer;
      const expected = numbers(last.apply(encoded) as core.Tensor);
      numbers(decoder.predict(tokens()) as core.Tensor).forEach(
        (value, i) => void expect(value).toBeCloseTo(expected[i] as number, 5),
      );
    },
  );

  test('layers of several inputs', () => {
    const x = tfl.input({ shape: [5], dtype: 'int32' });
    const put = (layer: Layer, to: unknown): tfl.SymbolicTensor =>
      layer.apply(to as never) as never;
    const [a, b, unmasked] = [embedding(), embedding(), embedding(false)].map((one) => put(one, x));
    const pooled = (merged: tfl.SymbolicTensor): tfl.LayersModel =>
      tfl.model({ inputs: x, outputs: put(tf.layers.globalAveragePooling1d({}), merged) });
    pooled(put(tf.layers.add({}), [a, b])).predict(tokens());
    pooled(put(tf.layers.concatenate({}), [a, b])).predict(tokens());
    pooled(put(tf.layers.concatenate({}), [unmasked, a])).predict(tokens());
    expect(() =>
      pooled(put(tf.layers.dot({ axes: 2 } as never), [a, b])).predict(tokens()),
    ).toThrow(MaskError);
    const sum = pooled(put(tf.layers.add({}), [a, b]));
    const each = [a, b].map((one) =>
      numbers(pooled(one as tfl.SymbolicTensor).predict(tokens()) as core.Tensor),
    );
    numbers(sum.predict(tokens()) as core.Tensor).forEach(
      (value, i) =>
        void expect(value).toBeCloseTo((each[0]?.[i] as number) + (each[1]?.[i] as number), 5),
    );
  });

  test('nothing is left of it', () => {
    const model = stacked(embedding(), tf.layers.dense({ units: 2 }), tf.layers.gru({ units: 2 }));
    const x = tokens();
    (model.predict(x) as core.Tensor).dispose();
    const count = core.memory().numTensors;
    (model.predict(x) as core.Tensor).dispose();
    expect(core.memory().numTensors).toBe(count);
  });
}

describe('masks on the cpu backend', () => {
  suite('cpu');

  test('a layer of the user says whether it knows masks', () => {
    class Halves extends tfl.layers.Layer {
      static readonly className = 'Halves';
      override call(inputs: core.Tensor | core.Tensor[]): core.Tensor {
        return core.mul([inputs].flat()[0] as core.Tensor, 0.5);
      }
    }
    const own = new Halves();
    const model = (): tfl.Sequential =>
      stacked(embedding(), own as never, tf.layers.globalAveragePooling1d({}));
    expect(() => model().predict(tokens())).toThrow(
      'Use `options.mask` in its `call`, then set `this.supportsMasking = true` in its constructor',
    );
    own.supportsMasking = true;
    model().predict(tokens());
  });

  test('padded steps in the loss are said, once', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const model = stacked(embedding(), tf.layers.lstm({ units: 2, returnSequences: true }));
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    await model.fit(tokens(), core.zeros([2, 5, 2]), { verbose: 0, epochs: 3 });
    expect(warn).toHaveBeenCalledOnce();
    expect(warn.mock.calls[0]?.[0]).toContain('has padded steps (a mask)');
  });
});
describeIf('wasm', 'masks on the wasm backend', () => suite('wasm'));
describeIf('native', 'masks on TensorFlow', () => suite('tensorflow'));
