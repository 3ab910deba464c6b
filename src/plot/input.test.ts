import { expect, test } from 'vitest';
import { needLabels, needNumbers, shown } from './input.js';

test('shows a wrong value briefly', () => {
  expect(
    [null, undefined, 3, 'x', [], [1, 2, 3, 4], new Float32Array(2), () => 1].map(shown),
  ).toEqual([
    'null',
    'undefined',
    '3',
    '"x"',
    '[]',
    '[1, 2, 3, …] (4 in all)',
    'Float32Array of 8 bytes',
    'a function',
  ]);
  expect(shown({ a: 1, b: 2 })).toBe('an object with keys a, b');
  expect(shown({ dataSync: () => [] })).toContain('a tensor (read its numbers first');
});

test('names the place of a wrong item', () => {
  expect(() => needNumbers('y', [1, '2'])).toThrow('Expected `y[1]` to be a number. Received: "2"');
  expect(() => needLabels('labels', ['a', {}])).toThrow(
    'Expected `labels[1]` to be a string or a number. Received: an object with keys (none)',
  );
});

test('what is not finite becomes a gap', () => {
  expect(needNumbers('y', [1, Number.NaN, Number.POSITIVE_INFINITY])).toEqual([1, null, null]);
});
