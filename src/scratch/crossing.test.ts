import { expect, test } from 'vitest';
import { crossing } from './crossing.js';

test('half-way in the logarithm', () => {
  expect(crossing([100, 10000], [0.8, 0.9], [0.7, 1])).toBeCloseTo(1000);
  expect(crossing([10, 20, 80], [0.5, 0.6, 0.7], [0.1, 0.5, 0.9])).toBeCloseTo(20 * 4 ** (1 / 3));
});

test('a tie is a crossing, and the first of several counts', () => {
  expect(crossing([10, 20], [0.5, 0.6], [0.4, 0.6])).toBeCloseTo(20);
  expect(crossing([1, 2, 4, 8, 16], [0, 0, 0, 0, 0], [-1, 1, -1, -1, 1])).toBeCloseTo(2 ** 0.5);
});

test('none where it stays behind or is ahead from the start', () => {
  expect(crossing([10, 20], [0.5, 0.9], [0.4, 0.6])).toBeNull();
  expect(crossing([10, 20], [0.5, 0.6], [0.5, 0.9])).toBeNull();
  expect(crossing([10, 20, 40], [0.5, 0.6, 0.6], [0.6, 0.5, 0.5])).toBeNull();
  expect(crossing([], [], [])).toBeNull();
});

test('lists of unequal length are refused', () => {
  expect(() => crossing([1, 2], [1], [1, 2])).toThrow(/Received: 2, 1, 2 entries/);
});
