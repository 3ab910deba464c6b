import { beforeAll, expect, test } from 'vitest';
import { loadDataset, trainTestSplit } from '../data/index.js';
import { tf } from '../nn/tf.js';
import { accuracy } from './accuracy.js';
import { nearestCentroid } from './nearest-centroid.js';
import { tensorsLeft, useCpu } from './test-tools.js';

beforeAll(useCpu);

const points = () => ({
  x: tf.tensor2d([
    [0, 0],
    [2, 0],
    [10, 10],
    [10, 12],
  ]),
  y: tf.tensor1d([0, 0, 1, 1], 'int32'),
  classes: 2,
});

test('a centroid is the mean of its class, and the nearest one wins', () => {
  const { centroids, predict } = nearestCentroid(points());
  expect(centroids.arraySync()).toEqual([
    [1, 0],
    [10, 11],
  ]);
  const got = predict(
    tf.tensor2d([
      [5, 5],
      [6, 6],
      [-9, 100],
    ]),
  );
  expect(got.dtype).toBe('int32');
  expect([...got.dataSync()]).toEqual([0, 1, 1]);
});

test('on the digits it is right about nine times in ten', async () => {
  const digits = await loadDataset('digits');
  const { train, test: held } = trainTestSplit(digits, { seed: 1 });
  const baseline = nearestCentroid({ x: train.x, y: train.y, classes: 10 });
  const share = accuracy(baseline.predict(held.x), held.y);
  expect(share).toBeGreaterThan(0.85);
  expect(share).toBeLessThan(0.95);
});

test('a class without examples is named', () => {
  expect(() => nearestCentroid({ ...points(), classes: 3 })).toThrow('Class 2 has none');
});

test('leaves the centroids, and a prediction leaves its labels', async () => {
  const data = points();
  expect(await tensorsLeft(() => nearestCentroid(data))).toBe(1);
  const { predict } = nearestCentroid(data);
  expect(await tensorsLeft(() => predict(data.x))).toBe(1);
});
