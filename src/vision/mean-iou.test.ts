import fc from 'fast-check';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { tensorsLeft, useCpu } from '../deep-learning/test-tools.js';
import { type Tensor, tf } from '../nn/tf.js';
import { meanIou } from './mean-iou.js';

beforeAll(useCpu);
afterEach(() => {
  vi.unstubAllEnvs();
});

const of = (...values: number[]): Tensor => tf.tensor1d(values, 'int32');

/** By lists of places, one class after the other. */
function slow(predicted: readonly number[], actual: readonly number[], classes: number): number {
  const shares: number[] = [];
  for (let c = 0; c < classes; c++) {
    const [a, b] = [predicted, actual].map(
      (all) => new Set(all.flatMap((value, i) => (value === c ? [i] : []))),
    ) as [Set<number>, Set<number>];
    const either = new Set([...a, ...b]).size;
    if (either > 0) shares.push([...a].filter((place) => b.has(place)).length / either);
  }
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

test('known values', () => {
  // The example of Keras's MeanIoU: 1/3 of the ground, 1/3 of the other.
  expect(meanIou(of(0, 1, 0, 1), of(0, 0, 1, 1), 2)).toBeCloseTo(1 / 3, 12);
  expect(meanIou(of(0, 1, 2, 2), of(0, 1, 2, 2), 3)).toBe(1);
  expect(meanIou(of(1, 1), of(0, 0), 2)).toBe(0);
  // Ground 3/4, the second class 1/2; the third is nowhere and does not count.
  expect(meanIou(of(0, 0, 0, 1, 1), of(0, 0, 0, 0, 1), 3)).toBeCloseTo((3 / 4 + 1 / 2) / 2, 12);
  // A class that only one of them has counts as 0.
  expect(meanIou(of(0, 0, 2), of(0, 0, 0), 3)).toBeCloseTo(2 / 3 / 2, 12);
});

test('takes any shape, and whole numbers in float32', () => {
  const masks = tf.tensor3d([0, 1, 1, 0], [1, 2, 2], 'int32');
  expect(meanIou(tf.cast(masks, 'float32'), masks, 2)).toBe(1);
});

test('equals a slow reference, and is symmetric', () => {
  const classes = fc.integer({ min: 0, max: 3 });
  fc.assert(
    fc.property(fc.array(fc.tuple(classes, classes), { minLength: 1, maxLength: 30 }), (pairs) => {
      const [a, b] = [pairs.map(([one]) => one), pairs.map(([, other]) => other)];
      expect(meanIou(of(...a), of(...b), 4)).toBeCloseTo(slow(a, b, 4), 12);
      expect(meanIou(of(...b), of(...a), 4)).toBe(meanIou(of(...a), of(...b), 4));
    }),
  );
});

test('says what does not fit, and leaves no tensor', async () => {
  expect(() => meanIou(of(0, 1), of(0), 2)).toThrow(
    'Expected `predicted` and `actual` of one shape with a pixel at least. Received: [2] and [1]',
  );
  expect(() => meanIou(of(), of(), 2)).toThrow(RangeError);
  expect(() => meanIou(of(0, 2), of(0, 1), 2)).toThrow(
    'Expected `predicted` to hold class numbers 0 to 1. Received: 2. Take the class of the highest score, and count the ground as a class',
  );
  expect(() => meanIou(of(0), of(-1), 2)).toThrow('Expected `actual`');
  vi.stubEnv('GRADUS_LANG', 'zh');
  expect(() => meanIou(of(0), of(3), 2)).toThrow('`actual` 中应是 0 到 1 的类别编号');
  const [a, b] = [of(0, 1), of(0, 1)];
  expect(await tensorsLeft(() => meanIou(a, b, 2))).toBe(0);
});
