import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BarTrace } from './figure.js';
import { histogram } from './histogram.js';

const bars = (options: Omit<Parameters<typeof histogram>[0], 'title'>) =>
  histogram({ title: 'H', ...options }).data as BarTrace[];

test('counts are those of numpy.histogram([1, 2, 1, 4, 4, 3.5], bins=3)', () => {
  // array([2, 1, 3]), edges [1, 2, 3, 4]: 2 belongs to the second bin, 4 to the last.
  expect(bars({ values: [1, 2, 1, 4, 4, 3.5], bins: 3 })[0]).toMatchObject({
    y: [2, 1, 3],
    x: [1.5, 2.5, 3.5],
    width: 1,
  });
});

test('the rule of Freedman and Diaconis: 1 … 100 has 5 bins, as numpy.histogram_bin_edges', () => {
  // IQR 49.5, width 2 * 49.5 / 100^(1/3) = 21.33, span 99: 4.64 bins.
  const values = Array.from({ length: 100 }, (_, i) => i + 1);
  expect(bars({ values })[0]?.y).toEqual([20, 20, 20, 20, 20]);
});

test('every finite value is in one bin, whatever the values are', () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 40 }), (list, bins) => {
      const total = (trace?: BarTrace) => trace?.y.reduce<number>((sum, n) => sum + (n ?? 0), 0);
      expect(total(bars({ values: list, bins })[0])).toBe(list.length);
      expect(total(bars({ values: list })[0])).toBe(list.length);
    }),
  );
});

test.each([
  [[0, -5e-324], 2],
  [[5e-324, 1e-323], 7],
  [[0, 5e-323, 2e-323], 40],
])('values too close to be parted, %j in %i bins, are counted all', (values, wanted) => {
  const counts = bars({ values, bins: wanted })[0]?.y ?? [];
  expect(counts.reduce<number>((sum, n) => sum + (n ?? 0), 0)).toBe(values.length);
});

test('several sets share their bins; densities have area 1', () => {
  const [a, b] = bars({
    series: [
      { name: 'a', values: [0, 1, 2] },
      { name: 'b', values: [2, 4] },
    ],
    bins: 4,
    density: true,
  });
  expect(a?.x).toEqual(b?.x);
  const area = (trace?: BarTrace) =>
    trace?.y.reduce<number>((sum, n) => sum + (n ?? 0) * (trace.width ?? 0), 0);
  expect(area(a)).toBeCloseTo(1);
  expect(area(b)).toBeCloseTo(1);
});

test('equal values, values that are not finite, wrong numbers of bins', () => {
  const figure = histogram({ title: 'H', values: [3, 3, Number.NaN] });
  expect(figure.alt).toBe(
    'Histogram: H. H: 2 values from 3 to 3, mean 3; most (2) between 2.5 and 3.5. 1 value is not finite (NaN or Infinity) and left out.',
  );
  expect(() => histogram({ title: 'H', values: [Number.NaN] })).toThrow(
    '`values` to be a list with a finite number',
  );
  expect(() => histogram({ title: 'H', values: [1], bins: 0 })).toThrow(
    '`bins` to be an integer from 1 to 500. Received: 0',
  );
});
