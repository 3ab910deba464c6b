import { expect, test } from 'vitest';
import { near } from './near.js';

const names = ['softmax', 'crossEntropy', 'denseForward', 'denseBackward', 'ada'];

test('a slip of the fingers finds the name', () => {
  expect(near('sofmtax', names)).toBe('softmax');
  expect(near('CROSSENTROPY', names)).toBe('crossEntropy');
});

test('a beginning finds all that begin so', () => {
  expect(near('dense', names)).toBe('denseForward, denseBackward');
});

test('what is like nothing finds nothing', () => {
  expect(near('quantum', names)).toBe('');
  expect(near('', [])).toBe('');
});

test('at most five, the nearest first', () => {
  const many = ['aab', 'aaa', 'aac', 'aad', 'aae', 'aaf', 'aag'];
  const found = near('aaa', many).split(', ');
  expect(found).toHaveLength(5);
  expect(found[0]).toBe('aaa');
});
