import { beforeAll, expect, test } from 'vitest';
import { tf } from '../nn/tf.js';
import { accuracy } from './accuracy.js';
import { tensorsLeft, useCpu } from './test-tools.js';

beforeAll(useCpu);

const labels = (...values: number[]) => tf.tensor1d(values, 'int32');

test('counts what is right', () => {
  expect(accuracy(labels(1, 2, 3, 4), labels(1, 2, 0, 4))).toBe(0.75);
});

test('a float32 prediction is compared as class numbers', () => {
  expect(accuracy(tf.tensor1d([1, 0]), labels(1, 1))).toBe(0.5);
});

test('refuses lists of different length and empty ones', () => {
  expect(() => accuracy(labels(1, 2), labels(1))).toThrow('Received: [2] and [1]');
  expect(() => accuracy(labels(), labels())).toThrow(RangeError);
});

test('leaves no tensor', async () => {
  const [a, b] = [labels(1, 2), labels(1, 2)];
  expect(await tensorsLeft(() => accuracy(a, b))).toBe(0);
});
