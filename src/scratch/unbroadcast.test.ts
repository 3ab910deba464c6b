import { beforeAll, expect, test } from 'vitest';
import { tensorsLeft, useCpu } from '../deep-learning/test-tools.js';
import { type Tensor, tf } from '../nn/tf.js';
import { unbroadcast } from './unbroadcast.js';

beforeAll(useCpu);

test.each([
  [[4, 3], [3]],
  [
    [4, 3],
    [4, 1],
  ],
  [
    [2, 4, 3],
    [1, 3],
  ],
  [
    [2, 4, 3],
    [4, 1],
  ],
  [[3, 3], []],
  [
    [3, 3],
    [3, 3],
  ],
])('from %j to %j it is what tf.grad gives', (from, to) => {
  const big = tf.randomNormal(from, 0, 1, 'float32', 1);
  const exact = tf.grad((small: Tensor) => tf.sum(tf.mul(small, big)))(tf.zeros(to));
  const got = unbroadcast(big, to);
  expect(got.shape).toEqual(to);
  expect([...got.dataSync()].map((v) => v.toFixed(4))).toEqual(
    [...exact.dataSync()].map((v) => v.toFixed(4)),
  );
});

test.each([
  [[4, 3], [4]],
  [[3], [4, 3]],
  [
    [4, 3],
    [2, 3],
  ],
])('a shape that does not broadcast is refused: %j, %j', (from, to) => {
  expect(() => unbroadcast(tf.zeros(from), to)).toThrow(RangeError);
});

test('leaves its result and nothing else', async () => {
  const gradient = tf.ones([4, 3]);
  expect(await tensorsLeft(() => unbroadcast(gradient, [1, 3]))).toBe(1);
});
