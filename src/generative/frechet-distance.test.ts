import { Matrix } from 'ml-matrix';
import { beforeAll, expect, test } from 'vitest';
import { createRng } from '../backend/random.js';
import { tf } from '../nn/tf.js';
import { frechetDistance } from './frechet-distance.js';
import { squareRoot } from './square-root.js';
import { recorded, tensorOf, tensorsLeft, useCpu } from './test-tools.js';

beforeAll(useCpu);

test('known values: a shift, and a wider spread', () => {
  const x = tf.tensor2d([
    [0, 0],
    [2, 0],
    [0, 2],
    [2, 2],
  ]);
  expect(frechetDistance(x, x)).toBeCloseTo(0, 10);
  expect(frechetDistance(x, tf.add(x, tf.tensor1d([3, 4])))).toBeCloseTo(25, 10);
  // σ² is 4/3 along each axis, and 9 times that: 2 (3σ − σ)², and the means are 2 √2 apart.
  expect(frechetDistance(x, tf.mul(x, 3))).toBeCloseTo(2 * 4 * (4 / 3) + 8, 10);
});

test.each(recorded.frechet)('as SciPy: $distance', ({ a, b, distance, root }) => {
  expect(frechetDistance(tensorOf(a), tensorOf(b)) / distance).toBeCloseTo(1, 9);
  expect(frechetDistance(tensorOf(b), tensorOf(a)) / distance).toBeCloseTo(1, 9);
  const n = root.shape[0] ?? 0;
  const theirs = Matrix.from1DArray(n, n, root.values);
  const ours = squareRoot(theirs.mmul(theirs));
  expect(Matrix.sub(ours, theirs).norm() / theirs.norm()).toBeLessThan(1e-9);
});

test('fewer examples than features: finite, and 0 for the same ones', () => {
  const x = tf.tensor2d(createRng(0).normals(10 * 40), [10, 40]);
  expect(Math.abs(frechetDistance(x, x))).toBeLessThan(1e-5);
  const y = tf.tensor2d(createRng(1).normals(10 * 40), [10, 40]);
  expect(frechetDistance(x, y)).toBeGreaterThan(1);
});

test('says what does not fit, and leaves no tensor', async () => {
  const x = tf.ones([3, 2]);
  expect(() => frechetDistance(tf.ones([1, 2]), x)).toThrow('N >= 2. Received: float32 [1, 2]');
  expect(() => frechetDistance(x, tf.ones([3, 4]))).toThrow('Received: 2 and 4');
  expect(await tensorsLeft(() => frechetDistance(x, x))).toBe(0);
});
