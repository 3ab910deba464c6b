import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runningStats } from './running-stats.js';

/** Two passes over the first n values. */
function slow(values: readonly number[]) {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return { mean, variance: values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length };
}

test('the same as two passes over each beginning, far from 0 too', () => {
  const value = fc.integer({ min: -1000, max: 1000 });
  fc.assert(
    fc.property(fc.array(value, { maxLength: 30 }), fc.constantFrom(0, 1e7), (small, offset) => {
      const values = small.map((v) => v + offset);
      const { means, variances } = runningStats(Float32Array.from(values));
      expect(means).toHaveLength(values.length);
      for (const i of values.keys()) {
        const { mean, variance } = slow(values.slice(0, i + 1));
        expect(Math.abs((means[i] as number) - mean)).toBeLessThan(1e-6);
        expect(Math.abs((variances[i] as number) - variance)).toBeLessThan(1e-6 * (1 + variance));
      }
    }),
  );
});

test('nothing of nothing; equal values do not vary', () => {
  expect(runningStats([])).toEqual({ means: [], variances: [] });
  expect(runningStats([0.1, 0.1, 0.1]).variances).toEqual([0, 0, 0]);
});
