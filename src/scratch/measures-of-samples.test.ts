import { beforeAll, expect, test } from 'vitest';
import { tensorsLeft, useCpu } from '../deep-learning/test-tools.js';
import { modeCoverage as full, nearestNeighbours as neighbours } from '../generative/index.js';
import { type Tensor2D, tf } from '../nn/tf.js';
import { modeCoverage, nearestNeighbours, qualityScore } from './measures-of-samples.js';

beforeAll(useCpu);

const centres = tf.tensor2d([
  [0, 0],
  [2, 0],
  [0, 2],
]);
const samples = tf.tensor2d([
  [0.1, 0],
  [0, 0.2],
  [2, 0.1],
  [1, 0],
]);

test('a mode is covered by a share of good samples of its own', () => {
  expect(modeCoverage(samples, centres, 0.1, 0.2)).toEqual({ covered: 2, good: 0.75 });
  expect(modeCoverage(samples, centres, 0.1, 0.3)).toEqual({ covered: 1, good: 0.75 });
  expect(modeCoverage(samples, centres, 0.01, 0.2)).toEqual({ covered: 0, good: 0 });
});

test('the count is that of gradus/generative', () => {
  const x = tf.randomNormal([300, 2], 0, 1, 'float32', 1) as Tensor2D;
  for (const minShare of [0.02, 0.1, 0.2]) {
    const { covered, highQuality } = full(x, centres, { sigma: 0.3, minShare });
    const got = modeCoverage(x, centres, 0.3, minShare);
    expect(got.covered).toBe(covered);
    expect(got.good).toBeCloseTo(highQuality, 9);
  }
});

test('the entropy is of the mean probabilities, in nats, and a class without samples has no part', () => {
  const { confidence, entropy } = qualityScore(
    tf.tensor2d([
      [0, 0],
      [Math.log(3), 0],
    ]),
  );
  expect(confidence).toBeCloseTo(0.625, 6);
  expect(entropy).toBeCloseTo(0.6616, 4);
  const sure = qualityScore(
    tf.tensor2d([
      [800, 0, -800],
      [0, 800, -800],
    ]),
  );
  expect(sure.confidence).toBeCloseTo(1, 6);
  expect(sure.entropy).toBeCloseTo(Math.LN2, 6);
});

test('neighbours are those of gradus/generative, and a copy is at 0', () => {
  const training = tf.randomNormal([20, 6], 0, 3, 'float32', 2) as Tensor2D;
  const x = tf.randomNormal([5, 6], 0, 3, 'float32', 3) as Tensor2D;
  const { indices, distances } = neighbours(x, training);
  const { index, distance } = nearestNeighbours(x, training);
  expect(Array.from(index.dataSync())).toEqual(indices.flat());
  expect(index.dtype).toBe('int32');
  for (const [i, far] of distance.dataSync().entries()) {
    expect(far).toBeCloseTo(distances[i]?.[0] as number, 3);
  }
  const copies = nearestNeighbours(training, training);
  expect(Array.from(copies.index.dataSync())).toEqual(Array.from({ length: 20 }, (_, i) => i));
  for (const far of copies.distance.dataSync()) expect(far).toBeLessThan(0.02);
});

test('each leaves its result and nothing else', async () => {
  expect(await tensorsLeft(() => modeCoverage(samples, centres, 0.1, 0.2))).toBe(0);
  expect(await tensorsLeft(() => qualityScore(samples))).toBe(0);
  expect(await tensorsLeft(() => nearestNeighbours(samples, centres))).toBe(2);
});
