import { expect, test } from 'vitest';
import { groupMeans } from './group-means.js';

test('groups stand in the order of numbers, and 0 is a value', () => {
  const rows = [
    { group: 10, value: 4 },
    { group: 9, value: 0 },
    { group: -1, value: 2 },
    { group: 0.5, value: 1 },
    { group: 9, value: 3 },
  ];
  expect(groupMeans(rows)).toEqual([
    { group: -1, mean: 2, count: 1 },
    { group: 0.5, mean: 1, count: 1 },
    { group: 9, mean: 1.5, count: 2 },
    { group: 10, mean: 4, count: 1 },
  ]);
});

test('absent, null, undefined and NaN are missing; a group without values stays', () => {
  const rows = [
    { group: 1 },
    { group: 1, value: null },
    { group: 2, value: undefined },
    { group: 2, value: Number.NaN },
    { group: 2, value: 6 },
  ];
  expect(groupMeans(rows)).toEqual([
    { group: 1, mean: null, count: 0 },
    { group: 2, mean: 6, count: 1 },
  ]);
  expect(groupMeans([])).toEqual([]);
});
