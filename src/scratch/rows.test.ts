import { describe, expect, test } from 'vitest';
import { batchIndices, groupedSplit } from './rows.js';

describe('groupedSplit', () => {
  const groups = Array.from({ length: 60 }, (_, i) => `p${i % 10}`);

  test('no group is on both sides, and every row is on one', () => {
    const { train, test: held } = groupedSplit(groups, 0.3, 1);
    expect([...train, ...held].sort((a, b) => a - b)).toEqual([...groups.keys()]);
    const of = (rows: number[]) => new Set(rows.map((row) => groups[row]));
    expect(of(held).size).toBe(3);
    expect([...of(held)].filter((group) => of(train).has(group))).toEqual([]);
  });

  test('the seed decides, and no part is empty', () => {
    expect(groupedSplit(groups, 0.3, 1)).toEqual(groupedSplit(groups, 0.3, 1));
    expect(groupedSplit(groups, 0.3, 2)).not.toEqual(groupedSplit(groups, 0.3, 1));
    expect(groupedSplit([1, 2], 0.01, 1).test).toHaveLength(1);
    expect(groupedSplit([1, 2], 0.99, 1).train).toHaveLength(1);
  });

  test.each([0, 1, -1, 2, Number.NaN])('refuses the fraction %s', (fraction) => {
    expect(() => groupedSplit(groups, fraction, 1)).toThrow(RangeError);
  });

  test('refuses one group', () => {
    expect(() => groupedSplit([1, 1], 0.5, 1)).toThrow('Received: 1 and 0.5');
  });
});

describe('batchIndices', () => {
  test('an epoch has each row once, the rest last', () => {
    const batches = batchIndices(10, 4, 1);
    expect(batches.map(({ length }) => length)).toEqual([4, 4, 2]);
    expect(batches.flat().sort((a, b) => a - b)).toEqual([...Array(10).keys()]);
    expect(batchIndices(10, 4, 1)).toEqual(batches);
    expect(batchIndices(10, 4, 2)).not.toEqual(batches);
    expect(batchIndices(0, 4, 1)).toEqual([]);
  });

  test.each([0, -1, 1.5, Number.NaN])('refuses batches of %s', (size) => {
    expect(() => batchIndices(10, size, 1)).toThrow(RangeError);
  });
});
