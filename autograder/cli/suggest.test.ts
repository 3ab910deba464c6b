import { expect, test } from 'vitest';
import { suggest } from './suggest.js';

const names = ['softmax', 'crossEntropy', 'denseForward', 'denseBackward', 'ada'];

test('a slip of the fingers finds the name', () => {
  expect(suggest('sofmtax', names)).toBe('softmax');
  expect(suggest('CROSSENTROPY', names)).toBe('crossEntropy');
});

test('a beginning finds all that begin so', () => {
  expect(suggest('dense', names)).toBe('denseForward, denseBackward');
});

test('what is like nothing finds nothing', () => {
  expect(suggest('quantum', names)).toBe('');
  expect(suggest('', [])).toBe('');
});

test('at most five, the nearest first', () => {
  const many = ['aab', 'aaa', 'aac', 'aad', 'aae', 'aaf', 'aag'];
  const found = suggest('aaa', many).split(', ');
  expect(found).toHaveLength(5);
  expect(found[0]).toBe('aaa');
});
