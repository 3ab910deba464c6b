import { beforeAll, describe, expect, test } from 'vitest';
import { useCpu } from '../deep-learning/test-tools.js';
import { tf } from '../nn/tf.js';
import { broadcastShapes, stridesOf } from './shapes.js';

beforeAll(useCpu);

test('strides are those of TensorFlow.js, and one more for the last axis', () => {
  expect(stridesOf([])).toEqual([]);
  for (const shape of [[7], [2, 3], [2, 3, 4], [3, 1, 5, 2]]) {
    expect(stridesOf(shape)).toEqual([...tf.util.computeStrides(shape), 1]);
  }
});

describe('broadcastShapes', () => {
  test.each([
    [[], []],
    [[], [3]],
    [[5, 1], [3]],
    [
      [4, 1, 3],
      [2, 1],
    ],
    [
      [1, 0],
      [2, 1],
    ],
  ])('of %j and %j is the shape of their sum', (a, b) => {
    expect(broadcastShapes(a, b)).toEqual(tf.add(tf.zeros(a), tf.zeros(b)).shape);
    expect(broadcastShapes(b, a)).toEqual(broadcastShapes(a, b));
  });

  test.each([
    [[2], [3]],
    [
      [2, 3],
      [3, 2],
    ],
    [[4, 3], [4]],
  ])('refuses %j and %j', (a, b) => {
    expect(() => broadcastShapes(a, b)).toThrow(RangeError);
  });
});
