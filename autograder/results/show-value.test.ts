import { expect, test } from 'vitest';
import { ErrorValue, OpaqueValue, TensorValue } from '../judge/value.js';
import { showValue } from './show-value.js';

const tensor = (shape: number[], values: number[]) =>
  new TensorValue('float32', shape, new Float32Array(values));

test('a tensor shows dtype, shape and numbers as nested rows', () => {
  expect(showValue(tensor([2, 2], [0.1, 1, -0, Number.NaN]))).toBe(
    'float32 [2, 2] [[0.1, 1], [-0, NaN]]',
  );
  expect(showValue(tensor([], [3]))).toBe('float32 [] 3');
  expect(showValue(tensor([0, 3], []))).toBe('float32 [0, 3] []');
  expect(showValue(new TensorValue('bool', [2], new Uint8Array([1, 0])))).toBe(
    'bool [2] [true, false]',
  );
});

test('a complex tensor shows both parts of each number', () => {
  const value = new TensorValue('complex64', [2, 1], Float32Array.of(1, -0.5, -0, 2));
  expect(showValue(value)).toBe('complex64 [2, 1] [[1 - 0.5i], [-0 + 2i]]');
  const scalar = new TensorValue('complex64', [], Float32Array.of(Number.NaN, -0));
  expect(showValue(scalar)).toBe('complex64 [] NaN - 0i');
});

test('long rows end in an ellipsis, and everything stays within 400 characters', () => {
  expect(
    showValue(
      tensor(
        [20],
        Array.from({ length: 20 }, (_, i) => i),
      ),
    ),
  ).toBe('float32 [20] [0, 1, 2, 3, 4, 5, 6, 7, …]');
  const big = tensor([10, 10, 10], new Array(1000).fill(0.123456789));
  expect(showValue(big).length).toBeLessThan(420);
});

test('a tensor without numbers has no row for each of its billions of empty places', () => {
  const rank = 20;
  const shape = [...new Array(rank).fill(8), 0];
  expect(showValue(tensor(shape, []))).toContain(`${'['.repeat(rank)}[], [], []`);
  expect(showValue([tensor(shape, []), 7])).toContain('…');
});

test('plain data, lists, maps and typed arrays', () => {
  expect(showValue({ dw: [1, undefined], text: 'a"b' })).toBe(
    '{ dw: [1, undefined], text: "a\\"b" }',
  );
  expect(showValue(new Map([['a', 1]]))).toBe('Map(1) ["a" → 1]');
  expect(showValue(new Set([1, 2]))).toBe('Set(2) [1, 2]');
  expect(showValue(new BigInt64Array([5n]))).toBe('BigInt64Array(1) [5n]');
});

test('errors and opaque things show their own words, on one line', () => {
  expect(showValue(new ErrorValue('TypeError', 'bad\nthing', ''))).toBe('TypeError: bad thing');
  expect(showValue(new OpaqueValue('function', 'function f()'))).toBe('function f()');
});

test('nesting without end is cut', () => {
  let value: import('../judge/value.js').Value = 1;
  for (let i = 0; i < 1000; i++) value = [value];
  expect(showValue(value)).toBe('[[[[…]]]]');
});
