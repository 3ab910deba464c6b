/**
 * Known values: SciPy 1.17.1, `stats.ks_2samp` (statistic), `stats.kstwobign.sf(sqrt(nm / (n + m)) d)`,
 * `stats.chi2_contingency(table, correction=False)`, `stats.chi2.sf`; the index by NumPy, with edges
 * from `np.quantile(a, [0.1 … 0.9])` and counts from `np.searchsorted(…, side='right')`.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chiSquaredTail, kolmogorovTail } from './distributions.js';
import { drift } from './drift.js';

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const rowsOf = (values: readonly unknown[]) => values.map((v) => ({ v }));
const [a, b] = [
  range(200).map((i) => Math.sin(i) * 3 + i * 0.01),
  range(150).map((i) => Math.cos(i * 1.3) * 3.3 + 0.4),
];

test('numbers: the statistic, its probability and the index are those of SciPy', () => {
  const [found] = drift(rowsOf(a), rowsOf(b));
  expect(found).toMatchObject({ column: 'v', type: 'number', unseen: [] });
  expect(found?.statistic).toBeCloseTo(0.19, 12);
  expect(found?.pValue).toBeCloseTo(0.004105514304219219, 12);
  expect(found?.psi).toBeCloseTo(0.984191010470199, 10);
});

test('categories: chi-squared, its probability and the index are those of SciPy', () => {
  const repeat = (counts: number[]) =>
    rowsOf(counts.flatMap((n, i) => new Array<string>(n).fill('xyz'[i] as string)));
  const [found] = drift(repeat([30, 50, 20]), repeat([45, 30, 35]));
  expect(found).toMatchObject({ type: 'category', unseen: [] });
  expect(found?.statistic).toBeCloseTo(11.64111570247934, 10);
  expect(found?.pValue).toBeCloseTo(0.002965950124242628, 12);
  expect(found?.psi).toBeCloseTo(0.22646570122371126, 12);
});

test('tails are those of SciPy', () => {
  const chi: [number, number, number][] = [
    [0.5, 1, 0.47950012218695337],
    [3.84, 1, 0.05004352124870519],
    [20, 10, 0.029252688076961124],
    [2, 10, 0.9963401531726563],
    [150, 120, 0.03307348091130466],
  ];
  for (const [value, degrees, tail] of chi) {
    expect(chiSquaredTail(value, degrees)).toBeCloseTo(tail, 12);
  }
  expect(chiSquaredTail(100, 3) / 1.5541594313896026e-21).toBeCloseTo(1, 8);
  const kolmogorov: [number, number][] = [
    [0.3, 0.9999906941986655],
    [0.5, 0.9639452436648751],
    [1, 0.26999967167735456],
    [1.36, 0.049485876755377876],
    [2, 0.0006709252557796953],
  ];
  for (const [value, tail] of kolmogorov) expect(kolmogorovTail(value)).toBeCloseTo(tail, 12);
});

test('a table has not drifted from itself, in any order; what is far away has drifted entirely', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
        minLength: 20,
        maxLength: 80,
      }),
      (values) => {
        const [same] = drift(rowsOf(values), rowsOf([...values].reverse()));
        expect(same?.statistic).toBe(0);
        expect(same?.psi).toBeCloseTo(0, 12);
        expect(same?.pValue).toBe(1);
      },
    ),
    { numRuns: 50 },
  );
  const [far] = drift(rowsOf(a), rowsOf(a.map((v) => v + 1000)));
  expect(far?.statistic).toBe(1);
  expect(far?.psi).toBeGreaterThan(1);
});

test('missing values and new categories are told; a column without values is an error', () => {
  const [found] = drift(rowsOf(['a', 'b', null, 'a']), rowsOf(['a', 'c', 'd', 'c']));
  expect(found).toMatchObject({ missing: [0.25, 0], unseen: ['c', 'd'] });
  expect(() => drift(rowsOf([1, 2]), rowsOf([null, null]))).toThrow(/column `v`/);
  expect(() => drift(rowsOf([1, 2]), rowsOf([1]), { bins: 1 })).toThrow(/bins/);
});
