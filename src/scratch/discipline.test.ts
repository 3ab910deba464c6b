import { expect, test } from 'vitest';
import { createRng } from '../backend/random.js';
import * as library from '../nn/schedules/index.js';
import { clipByGlobalNorm } from './clip-by-global-norm.js';
import { cosineWithWarmup } from './cosine-with-warmup.js';
import { dropout } from './dropout.js';
import { learningRateFinder } from './learning-rate-finder.js';
import { meanAndCI } from './mean-and-ci.js';

test('what is too long is scaled as one, what is short stays', () => {
  const [[a, b] = [], [c] = []] = clipByGlobalNorm([[3, 0], [4]], 1);
  expect([a, b, c].map((v) => v?.toFixed(9))).toEqual([
    '0.600000000',
    '0.000000000',
    '0.800000000',
  ]);
  expect(clipByGlobalNorm([[3], [4]], 5)).toEqual([[3], [4]]);
  expect(clipByGlobalNorm([[0], []], 1)).toEqual([[0], []]);
});

test("the schedule is the library's", () => {
  for (const warmupSteps of [0, 4]) {
    const options = { peak: 0.3, warmupSteps, totalSteps: 20, floor: 0.01 };
    const theirs = library.cosineWithWarmup(options);
    for (let step = 0; step < 30; step++) {
      expect(cosineWithWarmup(step, options)).toBeCloseTo(theirs(step), 14);
    }
  }
  expect(cosineWithWarmup(1, { peak: 0.4, warmupSteps: 4, totalSteps: 12 })).toBe(0.2);
});

test('dropout drops a share and keeps the mean', () => {
  const ones = new Array<number>(10_000).fill(1);
  const got = dropout(ones, 0.2, createRng(0));
  expect(new Set(got)).toEqual(new Set([0, 1 / 0.8]));
  // Four standard deviations of each.
  expect(Math.abs(got.filter((v) => v === 0).length / 10_000 - 0.2)).toBeLessThan(0.016);
  expect(Math.abs(got.reduce((a, b) => a + b) / 10_000 - 1)).toBeLessThan(0.02);
  expect(dropout([1, 2], 0, createRng(0))).toEqual([1, 2]);
  expect(() => dropout([1], 1, createRng(0))).toThrow(
    'Expected `rate` at least 0 and less than 1. Received: 1',
  );
});

test('the finder stops where a parabola diverges, and suggests a rate that converges', async () => {
  let w = 1;
  let steps = 0;
  // Gradient descent on w² diverges above the rate 1; noise as of minibatches.
  const { rates, losses, suggestion } = await learningRateFinder({
    step: (rate) => {
      const loss = w * w + 0.01;
      w -= rate * (2 * w + 0.3 * Math.cos(steps++));
      return loss;
    },
  });
  expect(rates).toHaveLength(losses.length);
  expect(rates.length).toBeLessThan(100);
  expect(suggestion).toBeGreaterThan(0.01);
  expect(suggestion).toBeLessThan(0.5);
  await expect(learningRateFinder({ step: () => 1, from: 1, to: 1 })).rejects.toThrow(
    'Expected `from` above 0 and `to` above it. Received: from=1, to=1',
  );
});

test("a confidence interval is Student's", () => {
  // By hand: s = 1, 4.303 / √3.
  const { mean, low, high } = meanAndCI([1, 2, 3]);
  expect(mean).toBe(2);
  expect(high).toBeCloseTo(2 + 4.303 / Math.sqrt(3), 12);
  expect(low).toBeCloseTo(2 - 4.303 / Math.sqrt(3), 12);
  for (const n of [1, 11]) {
    expect(() => meanAndCI(new Array(n).fill(0))).toThrow(
      `Expected 2 to 10 values. Received: ${n}`,
    );
  }
});

test('19 of 20 intervals hold the truth', () => {
  const rng = createRng('intervals');
  let held = 0;
  for (let i = 0; i < 2000; i++) {
    const { low, high } = meanAndCI([...rng.normals(3, 7, 2)]);
    if (low <= 7 && 7 <= high) held++;
  }
  expect(held / 2000).toBeGreaterThan(0.93);
  expect(held / 2000).toBeLessThan(0.97);
});
