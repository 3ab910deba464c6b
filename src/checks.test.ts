import { beforeAll, expect, test } from 'vitest';
import { useBackend } from './backend/use-backend.js';
import { shown } from './checks.js';
import { tf } from './nn/tf.js';

beforeAll(async () => void (await useBackend({ backend: 'cpu', printBackend: false })));

test.each([
  [undefined, 'undefined'],
  [null, 'null'],
  [Number.NaN, 'NaN'],
  [2, '2'],
  ['2', '"2"'],
  [[1, Number.POSITIVE_INFINITY], '[1,"Infinity"]'],
  [{ seed: 3, rate: undefined }, '{"seed":3,"rate":"undefined"}'],
  [() => 1, 'function'],
  [12n, '12n'],
  [new Map([[1, 2]]), 'Map'],
  [Array.from({ length: 1000 }, () => 1), `[${'1,'.repeat(59)}1…`],
])('%o is shown as %s', (value, text) => {
  expect(shown(value)).toBe(text);
});

test('a tensor is shown by its type and shape, within other values too', () => {
  tf.tidy(() => {
    expect(shown(tf.zeros([2, 3]))).toBe('float32 [2, 3]');
    expect(shown({ x: tf.zeros([2], 'int32'), y: [tf.scalar(1)] })).toBe(
      '{"x":"int32 [2]","y":["float32 []"]}',
    );
  });
});
