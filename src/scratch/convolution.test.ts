import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { createRng } from '../backend/index.js';
import { tensorsLeft, useCpu } from '../deep-learning/test-tools.js';
import { type Tensor4D, tf } from '../nn/tf.js';
import { conv2d, conv2dBackward, conv2dFast, im2col } from './convolution.js';

beforeAll(useCpu);

const rng = createRng(4);
const normal = (...shape: [number, number, number, number]): Tensor4D =>
  tf.tensor4d(rng.normals(shape.reduce((a, b) => a * b)), shape);

/** Sizes of a convolution in which every window fits. */
const sizes = fc.record({
  batch: fc.integer({ min: 1, max: 2 }),
  height: fc.integer({ min: 3, max: 7 }),
  width: fc.integer({ min: 3, max: 7 }),
  kernel: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  channels: fc.integer({ min: 1, max: 3 }),
  filters: fc.integer({ min: 1, max: 3 }),
  stride: fc.integer({ min: 1, max: 3 }),
  padding: fc.constantFrom('same' as const, 'valid' as const),
});

const near = (got: ArrayLike<number>, expected: ArrayLike<number>): void => {
  expect(got).toHaveLength(expected.length);
  for (let i = 0; i < got.length; i++) expect(got[i]).toBeCloseTo(expected[i] as number, 3);
};

test('loops and the product of matrices are what tf.conv2d gives', () => {
  fc.assert(
    fc.property(sizes, ({ batch, height, width, kernel, channels, filters, stride, padding }) => {
      const x = normal(batch, height, width, channels);
      const w = normal(...kernel, channels, filters);
      const exact = tf.conv2d(x, w, stride, padding);
      const fast = conv2dFast(x, w, stride, padding);
      expect(fast.shape).toEqual(exact.shape);
      near(fast.dataSync(), exact.dataSync());
      const [first = []] = x.arraySync();
      const slow = conv2d(first, w.arraySync(), stride, padding);
      expect(slow.flat(2)).toHaveLength(exact.size / batch);
      near(slow.flat(2), exact.dataSync().slice(0, exact.size / batch));
    }),
    { numRuns: 60 },
  );
});

test('the gradients are those of tf.conv2d', () => {
  fc.assert(
    fc.property(sizes, ({ batch, height, width, kernel, channels, filters, stride, padding }) => {
      const x = normal(batch, height, width, channels);
      const w = normal(...kernel, channels, filters);
      const [, p = 0, q = 0] = tf.conv2d(x, w, stride, padding).shape;
      const dy = normal(batch, p, q, filters);
      const [dx, dw] = tf.grads((a, b) => tf.conv2d(a as Tensor4D, b as Tensor4D, stride, padding))(
        [x, w],
        dy,
      );
      const got = conv2dBackward(x, w, dy, stride, padding);
      expect(got.dx.shape).toEqual(x.shape);
      expect(got.dw.shape).toEqual(w.shape);
      near(got.dx.dataSync(), dx?.dataSync() ?? []);
      near(got.dw.dataSync(), dw?.dataSync() ?? []);
    }),
    { numRuns: 40 },
  );
});

test('a window is a row, its pixels by row, column and channel', () => {
  const x = tf.tensor4d([1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60], [1, 2, 3, 2]);
  expect(im2col(x, [2, 2], 1).arraySync()).toEqual([
    [1, 10, 2, 20, 4, 40, 5, 50],
    [2, 20, 3, 30, 5, 50, 6, 60],
  ]);
});

test('a stride, a padding or a window that cannot be is refused', () => {
  expect(() => conv2d([[[1]]], [[[[1]], [[1]]]], 1, 'valid')).toThrow(/at most 1/);
  expect(() => im2col(tf.ones([1, 2, 2, 1]), [1, 1], 0)).toThrow(/stride/);
  expect(() => im2col(tf.ones([1, 2, 2, 1]), [3, 1], 1)).toThrow(/at most 2/);
  expect(() => conv2d([[[1]]], [[[[1]]]], 1, 'full' as 'same')).toThrow(/same/);
});

test('they leave their results and nothing else', async () => {
  const [x, w] = [normal(1, 4, 4, 2), normal(3, 3, 2, 3)];
  const dy = normal(1, 2, 2, 3);
  expect(await tensorsLeft(() => im2col(x, [3, 3], 1))).toBe(1);
  expect(await tensorsLeft(() => conv2dFast(x, w, 2, 'same'))).toBe(1);
  expect(await tensorsLeft(() => conv2dBackward(x, w, dy, 2, 'same'))).toBe(2);
});
