import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { tensorsLeft, useCpu } from '../deep-learning/test-tools.js';
import { tf } from '../nn/tf.js';
import { softmax } from './softmax.js';

beforeAll(useCpu);

const run = (rows: number[][]): number[][] => tf.tidy(() => softmax(tf.tensor2d(rows)).arraySync());

test('scores 0 and ln 3 become a quarter and three quarters', () => {
  const [row] = run([[0, Math.log(3)]]);
  expect(row?.[0]).toBeCloseTo(0.25, 6);
  expect(row?.[1]).toBeCloseTo(0.75, 6);
});

test('rows are probabilities, and adding a number to a row changes nothing', () => {
  const score = fc.double({ min: -30, max: 30, noNaN: true });
  fc.assert(
    fc.property(fc.array(score, { minLength: 1, maxLength: 6 }), score, (row, shift) => {
      const [plain, moved] = run([row, row.map((v) => v + shift)]);
      expect(plain?.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
      plain?.forEach((p, i) => {
        expect(p).toBeGreaterThanOrEqual(0);
        expect(moved?.[i]).toBeCloseTo(p, 4);
      });
    }),
    { numRuns: 50 },
  );
});

test('very large scores give no NaN', () => {
  expect(run([[10_000, 0, -10_000]])).toEqual([[1, 0, 0]]);
});

test('leaves one tensor, its result', async () => {
  const logits = tf.tensor2d([[1, 2, 3]]);
  expect(await tensorsLeft(() => softmax(logits))).toBe(1);
  expect(logits.isDisposed).toBe(false);
});
