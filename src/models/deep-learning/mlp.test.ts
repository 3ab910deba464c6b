import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { loadDataset } from '../../data/load.js';
import { trainTestSplit } from '../../data/split.js';
import { accuracy } from '../../deep-learning/accuracy.js';
import { nearestCentroid } from '../../deep-learning/nearest-centroid.js';
import { sparseSoftmaxCrossEntropy, Trainer } from '../../nn/index.js';
import { savedAndLoaded, use } from '../../nn/layers/test-tools.js';
import { type Tensor, type Tensor1D, type Tensor2D, tf } from '../../nn/tf.js';
import { mlp } from './mlp.js';

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
