import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { tf } from '../nn/tf.js';
import { kFold } from './k-fold.js';
import { pickRows } from './pick-rows.js';
import { trainTestSplit } from './split.js';
import { type RowSplit, splitRows } from './split-rows.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const shares = { testFraction: 0.25, validationFraction: 0.15 };
const keys = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 40, maxLength: 120 });
const ascending = (rows: readonly number[]): number[] => [...rows].sort((a, b) => a - b);
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

function expectWhole(parts: RowSplit, count: number): void {
  expect(ascending([...parts.train, ...parts.validation, ...parts.test])).toEqual(range(count));
}
const keysOf = (rows: readonly number[], of: readonly number[]): Set<number> =>
  new Set(rows.map((row) => of[row] as number));

test('at random: every row in one part, in its share; the same seed gives the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 200 }), fc.integer(), (count, seed) => {
      const parts = splitRows(count, { ...shares, seed });
      expectWhole(parts, count);
      expect(parts.test).toHaveLength(Math.round(count * 0.25));
      expect(parts.validation).toHaveLength(Math.round(count * 0.15));
      expect(splitRows(count, { ...shares, seed })).toEqual(parts);
    }),
    { numRuns: 50 },
  );
  expect(splitRows(100, { seed: 1 })).not.toEqual(splitRows(100, { seed: 2 }));
});

test('by class: each part has its share of every class, to a row', () => {
  fc.assert(
    fc.property(keys, fc.integer(), (labels, seed) => {
      const parts = splitRows(labels.length, { ...shares, labels, seed });
      expectWhole(parts, labels.length);
      for (const label of new Set(labels)) {
        const of = (rows: readonly number[]): number =>
          rows.filter((r) => labels[r] === label).length;
        const all = of(range(labels.length));
        expect(of(parts.test)).toBe(Math.round(all * 0.25));
        expect(of(parts.validation)).toBe(Math.round(all * 0.15));
      }
    }),
    { numRuns: 50 },
  );
});

test('by group: no group in two parts, and no part further from its share than its groups are large', () => {
  fc.assert(
    fc.property(keys, fc.integer(), (groups, seed) => {
      fc.pre(new Set(groups).size >= 6);
      let parts: RowSplit;
      try {
        parts = splitRows(groups.length, { ...shares, groups, seed });
      } catch (error) {
        // One group may be larger than all of a part.
        expect((error as Error).message).toContain('would be empty');
        return;
      }
      expectWhole(parts, groups.length);
      const [train, validation, held] = [parts.train, parts.validation, parts.test].map((rows) =>
        keysOf(rows, groups),
      ) as [Set<number>, Set<number>, Set<number>];
      const all = [...train, ...validation, ...held];
      expect(all).toHaveLength(new Set(groups).size);
      const largest = Math.max(...all.map((g) => groups.filter((x) => x === g).length));
      expect(Math.abs(parts.test.length - groups.length * 0.25)).toBeLessThanOrEqual(largest);
    }),
    { numRuns: 100 },
  );
});

test('by time: nothing to be judged on is earlier than what was learnt from, nor of the same time', () => {
  fc.assert(
    fc.property(keys, (time) => {
      fc.pre(new Set(time).size >= 7);
      let parts: RowSplit;
      try {
        parts = splitRows(time.length, { ...shares, time });
      } catch (error) {
        expect((error as Error).message).toContain('would be empty');
        return;
      }
      expectWhole(parts, time.length);
      const of = (rows: readonly number[]): number[] => rows.map((row) => time[row] as number);
      expect(Math.max(...of(parts.train))).toBeLessThan(Math.min(...of(parts.validation)));
      expect(Math.max(...of(parts.validation))).toBeLessThan(Math.min(...of(parts.test)));
    }),
    { numRuns: 100 },
  );
  const dates = ['2024-03-01', '2024-01-01', '2024-02-01', '2024-02-01', '2024-05-01'];
  expect(splitRows(5, { time: dates, testFraction: 0.4 })).toEqual({
    ...{ train: [1, 2, 3], validation: [], test: [0, 4] },
  });
});

test('folds: each row is judged on once, folds differ by a row, by class too; no group on both sides', () => {
  fc.assert(
    fc.property(keys, fc.integer({ min: 2, max: 6 }), fc.integer(), (key, folds, seed) => {
      fc.pre(new Set(key).size >= folds);
      for (const by of [{}, { labels: key }, { groups: key }]) {
        const made = kFold(key.length, { folds, seed, ...by });
        expect(made).toEqual(kFold(key.length, { folds, seed, ...by }));
        expect(ascending(made.flatMap(({ validation }) => validation))).toEqual(range(key.length));
        for (const { train, validation } of made) {
          expect(ascending([...train, ...validation])).toEqual(range(key.length));
          expect(validation.length).toBeGreaterThan(0);
          if ('groups' in by) {
            const held = keysOf(validation, key);
            expect([...keysOf(train, key)].some((group) => held.has(group))).toBe(false);
          }
        }
        if ('groups' in by) continue;
        const spread = (of: (rows: number[]) => number): number => {
          const sizes = made.map(({ validation }) => of(validation));
          return Math.max(...sizes) - Math.min(...sizes);
        };
        expect(spread((rows) => rows.length)).toBeLessThanOrEqual(1);
        if (!('labels' in by)) continue;
        for (const label of new Set(key)) {
          expect(spread((rows) => rows.filter((r) => key[r] === label).length)).toBeLessThanOrEqual(
            1,
          );
        }
      }
    }),
    { numRuns: 50 },
  );
});

test('rows are picked from tensors, lists and objects of them', () => {
  const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
  const data = { x, names: ['a', 'b', 'c'] };
  const before = tf.memory().numTensors;
  const picked = pickRows(data, [2, 0, 2]);
  expect(picked.names).toEqual(['c', 'a', 'c']);
  expect(picked.x.arraySync()).toEqual([
    [5, 6],
    [1, 2],
    [5, 6],
  ]);
  expect(tf.memory().numTensors).toBe(before + 1);
  tf.dispose([x, picked.x]);
  expect(() => pickRows(['a'], [1])).toThrow('row numbers from 0 to 0');
  expect(() => pickRows({ a: [1, 2], b: [1] }, [0])).toThrow('a 2, b 1');
});

test('trainTestSplit takes groups, time and a third part; its tensors are the rows that it names', () => {
  const count = 60;
  const x = tf.tensor2d(range(count), [count, 1]);
  const y = tf.tensor1d(
    range(count).map((i) => i % 3),
    'int32',
  );
  const groups = range(count).map((i) => i % 10);
  const before = tf.memory().numTensors;
  const byGroup = trainTestSplit({ x, y }, { groups, seed: 1 });
  expect([...byGroup.test.x.dataSync()]).toEqual([...byGroup.test.indices]);
  const held = keysOf(byGroup.test.indices, groups);
  expect([...keysOf(byGroup.train.indices, groups)].some((g) => held.has(g))).toBe(false);
  const byTime = trainTestSplit({ x, y }, { time: range(count).reverse() });
  expect(byTime.test.indices).toEqual(range(12).reverse());
  const three = trainTestSplit({ x, y }, { validationFraction: 0.2, seed: 1 });
  expect([three.train, three.validation, three.test].map(({ y: labels }) => labels.size)).toEqual([
    36, 12, 12,
  ]);
  const counts = [0, 1, 2].map(
    (c) => [...three.validation.y.dataSync()].filter((v) => v === c).length,
  );
  expect(counts).toEqual([4, 4, 4]);
  expect(tf.memory().numTensors).toBe(before + 14);
  tf.disposeVariables();
});

test('what cannot be split is told', () => {
  const labels = range(10);
  expect(() => splitRows(10, { labels, groups: labels })).toThrow(/one of .*labels, groups/);
  expect(() => splitRows(9, { groups: labels })).toThrow(/groups.*9 rows. Received: 10/);
  expect(() => splitRows(10, { testFraction: 1 })).toThrow(/testFraction/);
  expect(() => splitRows(10, { testFraction: 0.6, validationFraction: 0.4 })).toThrow(
    /Together they are 1/,
  );
  expect(() => splitRows(10, { groups: range(10).fill(1) })).toThrow(
    /`test` would be empty: there are 1 groups/,
  );
  expect(() => splitRows(4, { time: [1, 1, 1, 1] })).toThrow(/same time/);
  expect(() => splitRows(2, { time: [1, Number.NaN] })).toThrow(/Row 1 has: NaN/);
  expect(() => splitRows(0)).toThrow(/integer >= 1/);
  expect(() => kFold(3, { folds: 4 })).toThrow(/2 to 3/);
  expect(() => kFold(6, { folds: 3, groups: [1, 1, 1, 2, 2, 2] })).toThrow(
    /2 to 2, the number of groups/,
  );
});
