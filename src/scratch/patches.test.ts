import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { tensorsLeft, useCpu } from '../deep-learning/test-tools.js';
import { type Tensor, type Tensor1D, type Tensor4D, tf } from '../nn/tf.js';
import { patchEmbed, patchify, unpatchify } from './patches.js';

beforeAll(useCpu);

let seed = 0;
const normal = <T extends Tensor>(...shape: number[]): T =>
  tf.randomNormal(shape, 0, 1, 'float32', ++seed) as T;

test('a picture is cut row by row', () => {
  const x = tf.tensor4d(
    Array.from({ length: 16 }, (_, i) => i),
    [1, 4, 4, 1],
  );
  expect(patchify(x, 2).arraySync()).toEqual([
    [
      [0, 1, 4, 5],
      [2, 3, 6, 7],
      [8, 9, 12, 13],
      [10, 11, 14, 15],
    ],
  ]);
});

test('what was cut goes together again, for any size', () => {
  const size3 = fc.integer({ min: 1, max: 3 });
  const sizes = fc.tuple(size3, size3, size3, size3, size3);
  fc.assert(
    fc.property(sizes, ([batch, rows, columns, size, channels]) => {
      const [height, width] = [rows * size, columns * size];
      const x = normal<Tensor4D>(batch, height, width, channels);
      const patches = patchify(x, size);
      expect(patches.shape).toEqual([batch, rows * columns, size * size * channels]);
      const again = unpatchify(patches, [height, width, channels], size);
      expect(again.arraySync()).toEqual(x.arraySync());
    }),
    { numRuns: 30 },
  );
});

test('an embedding is a linear map of the patches', () => {
  const [x, filters] = [normal<Tensor4D>(2, 4, 6, 3), normal<Tensor4D>(2, 2, 3, 5)];
  const bias = normal<Tensor1D>(5);
  const rows = tf.reshape(patchify(x, 2), [-1, 12]);
  const exact = tf.add(tf.matMul(rows, tf.reshape(filters, [12, 5])), bias);
  const got = patchEmbed(x, filters, bias);
  expect(got.shape).toEqual([2, 6, 5]);
  expect(tf.max(tf.abs(tf.sub(tf.reshape(got, [-1, 5]), exact))).dataSync()[0]).toBeLessThan(1e-5);
});

test('what patches do not fill is refused', () => {
  const x = normal<Tensor4D>(1, 4, 6, 1);
  expect(() => patchify(x, 3)).toThrow(/multiples of `size`=3. Received: 4 and 6/);
  expect(() => unpatchify(patchify(x, 2), [4, 5, 1], 2)).toThrow(/Received: 4 and 5/);
  expect(() => patchEmbed(x, normal<Tensor4D>(4, 4, 1, 2), normal<Tensor1D>(2))).toThrow(/=4/);
});

test('leaves its result and nothing else', async () => {
  const [x, filters] = [normal<Tensor4D>(1, 4, 4, 1), normal<Tensor4D>(2, 2, 1, 3)];
  const [bias, patches] = [normal<Tensor1D>(3), patchify(x, 2)];
  expect(await tensorsLeft(() => patchify(x, 2))).toBe(1);
  expect(await tensorsLeft(() => unpatchify(patches, [4, 4, 1], 2))).toBe(1);
  expect(await tensorsLeft(() => patchEmbed(x, filters, bias))).toBe(1);
});
