import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { tensorsLeft, useCpu } from '../deep-learning/test-tools.js';
import { type Tensor2D, tf } from '../nn/tf.js';
import { scalerOf, standardScaler } from './scaler.js';

beforeAll(useCpu);

test('scaled examples have mean 0 and deviation 1; a feature without spread becomes 0', () => {
  const x = tf.tensor2d([
    [1, 7],
    [3, 7],
    [5, 7],
    [7, 7],
  ]);
  const scaler = standardScaler(x);
  expect(scaler.mean).toEqual([4, 7]);
  expect(scaler.deviation).toEqual([expect.closeTo(Math.sqrt(5), 6), 1]);
  const z = scaler.scale(x).arraySync();
  expect(z.map(([, second]) => second)).toEqual([0, 0, 0, 0]);
  const firsts = z.map(([first]) => first as number);
  expect(firsts.reduce((a, b) => a + b)).toBeCloseTo(0, 5);
  expect(firsts.reduce((a, b) => a + b * b, 0) / 4).toBeCloseTo(1, 5);
  // The numbers are those of the examples that it was fitted to.
  expect(scaler.scale(tf.tensor2d([[4, 8]])).arraySync()).toEqual([[0, 1]]);
});

test('unscale undoes scale', () => {
  const value = fc.integer({ min: -100, max: 100 });
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 8 }), (rows) => {
      tf.tidy(() => {
        const x = tf.tensor2d(rows);
        const { mean, deviation } = standardScaler(x);
        const { scale, unscale } = scalerOf(mean, deviation);
        unscale(scale(x))
          .arraySync()
          .forEach((row, i) => {
            for (const [j, got] of row.entries())
              expect(got).toBeCloseTo(rows[i]?.[j] as number, 3);
          });
      });
    }),
    { numRuns: 30 },
  );
});

test('leaves its result alone, and says what does not fit', async () => {
  const x = tf.tensor2d([[1, 2]]);
  const scaler = standardScaler(x);
  expect(await tensorsLeft(() => standardScaler(x))).toBe(0);
  expect(await tensorsLeft(() => scaler.scale(x))).toBe(1);
  expect(await tensorsLeft(() => scaler.unscale(x))).toBe(1);
  expect(() => scaler.scale(tf.ones([2, 3]))).toThrow('Expected `x` to be [N, 2]. Received: [2,3]');
  expect(() => standardScaler(tf.zeros([0, 2]))).toThrow('Received: [0,2]');
  expect(() => standardScaler(tf.ones([3]) as unknown as Tensor2D)).toThrow('Received: [3]');
});
