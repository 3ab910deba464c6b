import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { backendsHere, modelConforms } from '../../../test/conformance.js';
import { loadDataset } from '../../data/load.js';
import { trainTestSplit } from '../../data/split.js';
import { accuracy } from '../../deep-learning/accuracy.js';
import { nearestCentroid } from '../../deep-learning/nearest-centroid.js';
import { sparseSoftmaxCrossEntropy, Trainer } from '../../nn/index.js';
import { savedAndLoaded, use } from '../../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, type Tensor1D, type Tensor2D, tf } from '../../nn/tf.js';
import { loadModel } from '../load-model.js';
import { mlp } from './mlp.js';

const examples = () =>
  tf.tensor3d([
    [
      [1, 2],
      [-3, 4],
    ],
    [
      [0.5, -1],
      [2, -2],
    ],
    [
      [-1, 0],
      [1, 3],
    ],
  ]);

test('has the layers that were asked for', async () => {
  await use('cpu');
  const model = mlp({ inputShape: [4, 2], hidden: [5, 3], classes: 2, dropout: 0.5 });
  expect(model.countParams()).toBe(8 * 5 + 5 + 5 * 3 + 3 + 3 * 2 + 2);
  const x = tf.zeros([3, 4, 2]);
  const y = model.predict(x) as Tensor;
  expect(y.shape).toEqual([3, 2]);
  tf.dispose([x, y]);
  model.dispose();
  expect(mlp({ inputShape: [4], hidden: [], classes: 2 }).countParams()).toBe(10);
  expect(() => mlp({ inputShape: [4], hidden: [0], classes: 2 })).toThrow(
    'Expected `hidden[0]` to be an integer >= 1. Received: 0',
  );
});

test('the seed decides the weights', async () => {
  await use('cpu');
  const weights = (seed: number): number[] => {
    const model = mlp({ inputShape: [3], hidden: [4], classes: 2, seed });
    const values = model.getWeights().flatMap((weight) => Array.from(weight.dataSync()));
    model.dispose();
    return values;
  };
  expect(weights(1)).toEqual(weights(1));
  expect(weights(1)).not.toEqual(weights(2));
});

test('a model that was saved before there were norms loads as it was', async () => {
  await use('cpu');
  const folder = fileURLToPath(new URL('fixtures/mlp-0.1.0', import.meta.url));
  const { model, options, labels } = await loadModel(folder);
  expect(options).toMatchObject({ normalization: 'none', residual: false, dropout: 0.25 });
  expect(labels).toEqual(['cat', 'dog']);
  const outputs = tf.tidy(() => (model.predict(examples()) as Tensor2D).arraySync());
  // As that version predicted.
  const before = [
    [0, 0],
    [-0.059310346841812134, -0.2680628299713135],
    [0, 0],
  ];
  for (const [i, value] of outputs.flat().entries()) {
    expect(value).toBeCloseTo(before.flat()[i] as number, 6);
  }
  model.dispose();
});

const norms = ['none', 'layer', 'batch'] as const;
const settings = norms.flatMap((normalization) =>
  [false, true].map((residual) => ({ normalization, residual })),
);

describe.each(settings)('with %o', ({ normalization, residual }) => {
  const options = { inputShape: [4], hidden: [5, 5, 5], classes: 3, normalization, residual };

  test('has the parameters of its formula', async () => {
    await use('cpu');
    const norm = { none: 0, layer: 2, batch: 4 }[normalization];
    const bias = residual || norm === 0 ? 5 : 0;
    const count = 4 * 5 + bias + 2 * (5 * 5 + bias) + 3 * 5 * norm + 5 * 3 + 3;
    const model = mlp({ ...options, seed: 1 });
    expect(model.countParams()).toBe(count);
    model.dispose();
  });

  test('dropout comes after each hidden layer but the first of a residual network', async () => {
    await use('cpu');
    const model = mlp({ ...options, dropout: 0.5, seed: 1 });
    const names = model.layers.map(({ name }) => name).filter((name) => /drop/.test(name));
    expect(names).toEqual(['dropout_0', 'dropout_1', 'dropout_2'].slice(residual ? 1 : 0));
    model.dispose();
  });
});

test('a residual network is its input and output where its blocks add nothing', async () => {
  await use('cpu');
  const model = mlp({ inputShape: [4], hidden: [5, 5, 5], classes: 3, residual: true, seed: 2 });
  const plain = mlp({ inputShape: [4], hidden: [5], classes: 3, seed: 2 });
  for (const name of ['hidden_1', 'hidden_2']) {
    const layer = model.getLayer(name);
    tf.tidy(() => layer.setWeights(layer.getWeights().map((weight) => tf.zerosLike(weight))));
  }
  tf.tidy(() => {
    const x = tf.randomNormal([6, 4], 0, 1, 'float32', 3);
    const [a, b] = [model, plain].map((one) => (one.predict(x) as Tensor).dataSync());
    expect(a).toEqual(b);
  });
  for (const one of [model, plain]) one.dispose();
});

test('residual connections need hidden layers of one width, and say so', () => {
  const make = (hidden: number[]) => () =>
    mlp({ inputShape: [4], hidden, classes: 2, residual: true });
  expect(make([8, 8, 6, 7])).toThrow(
    'Expected `hidden[2]` to be 8, the width of `hidden[0]`: `residual` adds what goes into a layer to ' +
      'what comes out. Received: 6. Change it in the options of `mlp`.',
  );
  expect(make([8])).toThrow(
    'Expected `hidden` to be a list of 2 integers >= 1 or more: `residual` passes by each hidden layer ' +
      'after the first. Received: [8]. Change it in the options of `mlp`.',
  );
  expect(() =>
    mlp({ inputShape: [4], hidden: [8], classes: 2, normalization: 'group' as never }),
  ).toThrow('Expected `normalization` to be one of `none`, `batch`, `layer`. Received: "group"');
});

describe('norms and residual connections', () => {
  beforeAll(() => use(backendsHere()[0] ?? 'cpu'));
  for (const { normalization, residual } of settings) {
    const make = (): LayersModel => {
      const how = { normalization, residual, seed: 1 };
      const model = mlp({ inputShape: [2, 2], hidden: [8, 8], classes: 3, ...how });
      model.compile({ optimizer: tf.train.adam(0.03), loss: sparseSoftmaxCrossEntropy });
      return model;
    };
    modelConforms(`${normalization}, residual ${residual},`, make, {
      inputShape: [2, 2],
      labels: { values: [0, 1, 2, 0, 1, 2, 0, 1], shape: [8], dtype: 'int32' },
      // A step of finite differences crosses a kink of one of the ReLUs, whose inputs a norm keeps near
      // 0, at most probes. Each of its layers is checked alone.
      without: ['gradient'],
    });
  }
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));

  test('reads digits better than the nearest centroid, saved and loaded too', async () => {
    const digits = await loadDataset('digits');
    const { train, test: held } = trainTestSplit(digits, { seed: 1 });
    const model = mlp({ inputShape: [64], hidden: [64, 32], classes: 10, seed: 1 });
    const optimizer = tf.train.adam(3e-3);
    const trainer = new Trainer({ model, loss: sparseSoftmaxCrossEntropy, optimizer, seed: 1 });
    await trainer.fit(train, { epochs: 10 });
    const share = (classify: (x: Tensor2D) => Tensor1D): number =>
      tf.tidy(() => accuracy(classify(held.x), held.y));
    const baseline = share((x) => nearestCentroid({ ...train, classes: 10 }).predict(x));
    const loaded = await savedAndLoaded(model);
    const reached = share((x) => tf.argMax<Tensor1D>(loaded.predict(x) as Tensor, 1));
    expect(baseline).toBeLessThan(0.93);
    expect(reached).toBeGreaterThan(0.95);
    tf.dispose([digits.x, digits.y, train.x, train.y, held.x, held.y]);
    for (const one of [model, loaded, optimizer]) one.dispose();
  });
});

describeIf('native', 'files', () => {
  beforeAll(() => use('tensorflow'));

  test('a model is saved into a folder and loaded from there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mlp-'));
    const model = mlp({ inputShape: [3], hidden: [4], classes: 2 });
    await model.save(`file://${folder}`);
    const loaded = await tf.loadLayersModel(`file://${folder}/model.json`);
    const [a, b] = [model, loaded].map((one) =>
      tf.tidy(() => (one.predict(tf.ones([1, 3])) as Tensor).arraySync()),
    );
    expect(a).toEqual(b);
    model.dispose();
    loaded.dispose();
    await rm(folder, { recursive: true });
  });
});
