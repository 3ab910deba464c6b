import { beforeAll, expect, test } from 'vitest';
import { tensorsLeft, useCpu } from '../deep-learning/test-tools.js';
import { type Tensor4D, tf } from '../nn/tf.js';
import { maxPool2d } from './pooling.js';

beforeAll(useCpu);

const normal = (shape: [number, number, number, number], seed: number): Tensor4D =>
  tf.randomNormal(shape, 0, 1, 'float32', seed);

test.each([
  [[1, 4, 4, 1], 2],
  [[2, 5, 7, 3], 2],
  [[2, 7, 6, 2], 3],
  [[1, 3, 2, 2], 1],
] as const)('%j by %i is tf.maxPool and its gradient', ([b, h, w, c], size) => {
  const x = normal([b, h, w, c], 1);
  const exact = tf.maxPool(x, size, size, 'valid');
  const dy = normal(exact.shape as [number, number, number, number], 2);
  const dx = tf.grad((a: Tensor4D) => tf.maxPool(a, size, size, 'valid'))(x, dy);
  const got = maxPool2d(x, dy, size);
  expect(got.y.arraySync()).toEqual(exact.arraySync());
  expect(got.dx.shape).toEqual(x.shape);
  // Where nothing arrives one of them has -0.
  expect(tf.max(tf.abs(tf.sub(got.dx, dx))).dataSync()[0]).toBe(0);
});

test('equal pixels share what their window gets', () => {
  const { dx } = maxPool2d(tf.ones([1, 2, 2, 1]), tf.ones([1, 1, 1, 1]), 2);
  expect([...dx.dataSync()]).toEqual([0.25, 0.25, 0.25, 0.25]);
});

test('a size that cannot be is refused', () => {
  expect(() => maxPool2d(tf.ones([1, 2, 2, 1]), tf.ones([1, 1, 1, 1]), 3)).toThrow(RangeError);
  expect(() => maxPool2d(tf.ones([1, 2, 2, 1]), tf.ones([1, 1, 1, 1]), 0)).toThrow(RangeError);
});

test('leaves its two results and nothing else', async () => {
  const [x, dy] = [normal([1, 4, 4, 1], 1), normal([1, 2, 2, 1], 2)];
  expect(await tensorsLeft(() => maxPool2d(x, dy, 2))).toBe(2);
});
