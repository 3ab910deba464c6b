import { describe, expect, test } from 'vitest';
import { TensorValue, type Value } from '../judge/value.js';
import type { Issue } from '../judge/verdict.js';
import { showValue } from '../results/show-value.js';
import { shortened } from './shorten.js';

const issue = (got: Value, expected: Value = 1): Issue => ({
  code: 'value-mismatch',
  params: { total: 3 },
  got,
  expected,
  index: [2],
});

const large = (): TensorValue =>
  new TensorValue(
    'float32',
    [1000, 1000],
    Float32Array.from({ length: 1e6 }, (_, i) => i),
  );

describe('of a large answer what is shown is kept, and no more', () => {
  test.each<[string, () => Value]>([
    ['a tensor', large],
    ['a typed array', () => new Uint8Array(2e6)],
    ['a list', () => Array.from({ length: 2e5 }, () => 7)],
    ['a text', () => 'x'.repeat(2e6)],
    ['an object with one in it', () => ({ a: 1, b: [{ c: large() }] })],
    ['a map', () => new Map<Value, Value>([['w', large()]])],
    ['a set', () => new Set<Value>([large()])],
  ])('%s', (_name, make) => {
    for (const given of [issue(make()), issue(1, make())]) {
      const short = shortened(given);
      expect(JSON.stringify(short).length).toBeLessThan(2000);
      expect(showValue(short.got as Value)).toBe(showValue(given.got as Value));
      expect(showValue(short.expected as Value)).toBe(showValue(given.expected as Value));
      expect(short).toMatchObject({ code: 'value-mismatch', params: { total: 3 }, index: [2] });
    }
  });
});

test('an ordinary answer is kept as it is, and none stays none', () => {
  const small = issue(new TensorValue('float32', [2], Float32Array.of(1, 2)), [1, 2]);
  expect(shortened(small)).toEqual(small);
  expect(shortened({ code: 'timeout', params: {} })).toEqual({ code: 'timeout', params: {} });
  expect('got' in shortened({ ...small, got: undefined })).toBe(true);
});
