import { beforeAll, expect, test } from 'vitest';
import { tf } from '../nn/tf.js';
import { nearestNeighbours } from './nearest-neighbours.js';
import { recorded, tensorOf, tensorsLeft, useCpu } from './test-tools.js';

beforeAll(useCpu);

test('known values, and as SciPy', () => {
  const training = tf.tensor2d([
    [0, 0],
    [3, 4],
    [0, 0],
  ]);
  const found = nearestNeighbours(tf.tensor2d([[0, 0]]), training, { k: 3 });
  expect(found).toEqual({ indices: [[0, 2, 1]], distances: [[0, 0, 5]] });
  const { made, real, indices, distances } = recorded.neighbours;
  const ours = nearestNeighbours(tensorOf(made), tensorOf(real), { k: 3 });
  expect(ours.indices).toEqual(indices);
  for (const [i, row] of ours.distances.entries()) {
    for (const [j, distance] of row.entries()) {
      expect(distance).toBeCloseTo(distances[i]?.[j] ?? Number.NaN, 12);
    }
  }
});

test('an example that was learnt by heart is at 0, however large its numbers are', () => {
  const training = tf.tensor4d([1000.25, 1000.5, 1001, 1002], [2, 1, 2, 1]);
  const copied = nearestNeighbours(tf.slice(training, [1], [1]), training);
  expect(copied).toEqual({ indices: [[1]], distances: [[0]] });
});

test('says what does not fit, and leaves no tensor', async () => {
  const x = tf.ones([2, 3]);
  expect(() => nearestNeighbours(x, x, { k: 3 })).toThrow('an integer from 1 to 2, as `training`');
  expect(() => nearestNeighbours(x, tf.ones([2, 4]))).toThrow('`samples` and `training`');
  expect(await tensorsLeft(() => nearestNeighbours(x, x))).toBe(0);
});
