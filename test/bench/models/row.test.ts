import { expect, test } from 'vitest';
import { line, misses, spread } from './row.mjs';

const result = (ours: number, baseline: number, seed = 0) => ({
  seed,
  ours,
  baselines: { mean: baseline },
  seconds: 1,
});

test('a row holds where it reaches its floor and beats its baselines', () => {
  expect(misses({ floor: 0.9 }, result(0.9, 0.5))).toEqual([]);
  expect(misses({ floor: 0.7, better: 'lower' }, result(0.7, 2))).toEqual([]);
  expect(misses({ floor: 0.5, ceiling: 0.7 }, result(0.7, 0.3))).toEqual([]);
});

test('a row that misses something says what and on which seed', () => {
  expect(misses({ floor: 0.9 }, result(0.8999, 0.95, 2))).toEqual([
    'seed 2: 0.900 misses the floor 0.9',
    'seed 2: 0.900 does not beat mean 0.950',
  ]);
  expect(misses({ floor: 0.7, better: 'lower' }, result(0.71, 0.6))).toHaveLength(2);
  expect(misses({ floor: 0.5, ceiling: 0.7 }, result(0.75, 0.3))).toEqual([
    'seed 0: 0.750 is beyond the ceiling 0.7',
  ]);
  // As good as a baseline is not better than it, and what is no number is worse than all.
  expect(misses({ floor: 0.5 }, result(0.6, 0.6))).toHaveLength(1);
  expect(misses({ floor: 0.5, ceiling: 0.9 }, result(Number.NaN, 0.1))).toHaveLength(3);
});

test('a line has each seed, and their spread', () => {
  const row = {
    name: 'mlp-digits',
    data: 'digits',
    measure: 'accuracy',
    floor: 0.9,
    run: async () => result(1, 0),
  };
  expect(line(row, [result(0.97, 0.9), result(0.95, 0.91, 1), result(0.96, 0.92, 2)])).toBe(
    '| mlp-digits | digits | accuracy | ≥ 0.9 | mean 0.900, 0.910, 0.920 | – | 0.970, 0.950, 0.960 | 0.950 / 0.960 / 0.970 | 1.0 |',
  );
  expect(spread([3, 1, 2])).toEqual({ min: 1, median: 2, max: 3 });
});
