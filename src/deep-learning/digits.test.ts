import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, expect, test } from 'vitest';
import { loadDataset, trainTestSplit } from '../data/index.js';
import { tf } from '../nn/tf.js';
import { accuracy, nearestCentroid, predictMlp, trainMlp } from './index.js';

// The cpu backend would take a quarter of a minute; the numbers are the same.
beforeAll(async () => {
  await tf.setBackend('wasm');
});

test.each([1, 2, 3])(
  'lesson 02 with seed %i: at least 95 % of unseen digits, and more than the nearest centroid',
  async (seed) => {
    const { train, test: held } = trainTestSplit(await loadDataset('digits'), {
      testFraction: 0.2,
      seed,
    });
    const network = await trainMlp({
      x: train.x,
      y: train.y,
      hidden: 64,
      classes: 10,
      epochs: 30,
      batchSize: 32,
      learningRate: 0.3,
      seed,
    });
    const baseline = nearestCentroid({ x: train.x, y: train.y, classes: 10 });
    const reached = accuracy(predictMlp(network, held.x), held.y);
    expect(reached).toBeGreaterThanOrEqual(0.95);
    expect(reached).toBeGreaterThan(accuracy(baseline.predict(held.x), held.y) + 0.03);
  },
);
