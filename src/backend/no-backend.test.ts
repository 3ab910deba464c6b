import { expect, test } from 'vitest';
import { NoBackendError } from './no-backend.js';
import { tf } from './tf.js';

// This file chooses no backend on purpose; vitest gives each file a fresh module graph.
test.each([
  ['tensor', () => tf.tensor([1, 2])],
  ['add', () => tf.add([1], [2])],
  ['zeros', () => tf.zeros([2])],
  ['fill', () => tf.fill([2], 1)],
  ['linspace', () => tf.linspace(0, 1, 3)],
  ['range', () => tf.range(0, 3)],
])('before a backend is chosen tf.%s says what to run', (_name, op) => {
  expect(op).toThrow(NoBackendError);
  expect(op).toThrow('Run `await useBackend()` first');
});
