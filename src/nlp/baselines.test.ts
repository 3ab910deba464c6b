import { expect, test } from 'vitest';
import { bagOfWords, bigramBits } from './baselines.js';

test('counts of words tell topics, and not order', () => {
  const classify = bagOfWords({
    tokens: [
      [0, 1, 1],
      [0, 2, 2],
      [0, 1],
    ],
    labels: [0, 1, 0],
  });
  expect([[1], [2, 2], [0], [9]].map(classify)).toEqual([0, 1, 0, 0]);
  expect(classify([1, 2])).toBe(classify([2, 1]));
  expect(() => bagOfWords({ tokens: [[1]], labels: [] })).toThrow(
    'Expected as many labels as texts, one at least. Received: 1 texts and 0 labels',
  );
});

test('pairs cost nothing when they are sure, and log2 V when nothing is known', () => {
  const sure = Array.from({ length: 4000 }, (_, i) => i % 2);
  expect(bigramBits(sure, sure, 2)).toBeCloseTo(0, 2);
  expect(bigramBits([0, 0], [1, 2, 3, 1], 4)).toBeCloseTo(2, 12);
  expect(() => bigramBits([0], [0, 1], 2)).toThrow('Expected 2 tokens at least. Received: 1 and 2');
});
