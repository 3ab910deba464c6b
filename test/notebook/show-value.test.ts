import { describe, expect, test } from 'vitest';
import { ErrorValue, OpaqueValue } from '../../autograder/judge/value.js';
import { showValue, textOf } from '../../src/notebook/show-value.js';

const tensor = (shape: number[], from = 0) => {
  const size = shape.reduce((a, b) => a * b, 1);
  return { dtype: 'float32', shape, data: Float32Array.from({ length: size }, (_, i) => i + from) };
};
const marked = (value: unknown, index: number[]) =>
  showValue(value, index)
    .filter((piece) => piece.marked)
    .map((piece) => piece.text);

describe('showValue', () => {
  test('a small matrix is shown whole, the bad number marked', () => {
    expect(textOf(showValue(tensor([2, 3])))).toBe('float32 [2, 3]\n[0, 1, 2]\n[3, 4, 5]');
    expect(marked(tensor([2, 3]), [1, 2])).toEqual(['5']);
  });

  test('of a large matrix the window around the bad number is shown', () => {
    const shown = textOf(showValue(tensor([50, 40]), [20, 30]));
    expect(shown.split('\n')).toHaveLength(7);
    expect(shown).toContain(', 830, ');
    expect(shown).toMatch(/\n…\n\[…, /);
    expect(marked(tensor([50, 40]), [20, 30])).toEqual(['830']);
  });

  test('of more than two axes the matrix with the bad number is shown', () => {
    const shown = textOf(showValue(tensor([3, 2, 2]), [2, 0, 1]));
    expect(shown).toBe('float32 [3, 2, 2] at [2]\n[ 8,  9]\n[10, 11]');
    expect(marked(tensor([3, 2, 2]), [2, 0, 1])).toEqual(['9']);
  });

  test('vectors, scalars and empty tensors', () => {
    expect(textOf(showValue(tensor([3])))).toBe('float32 [3]\n[0, 1, 2]');
    expect(marked(tensor([9]), [8])).toEqual(['8']);
    expect(textOf(showValue(tensor([], 7)))).toBe('float32 []\n[7]');
    expect(marked(tensor([], 7), [])).toEqual(['7']);
    expect(textOf(showValue(tensor([0, 3])))).toBe('float32 [0, 3]\n');
  });

  test('lists and plain data', () => {
    expect(marked([1, 2, 3], [1])).toEqual(['2']);
    expect(textOf(showValue({ dw: tensor([1]), db: undefined }))).toBe(
      '{\n  dw: float32 [1] [0],\n  db: undefined,\n}',
    );
    expect(textOf(showValue(new Map([['a', 1]])))).toBe('Map { a: 1 }');
    expect(textOf(showValue('x'.repeat(500)))).toHaveLength(241);
    expect(textOf(showValue(new ErrorValue('TypeError', 'no', '')))).toBe('TypeError: no');
    expect(textOf(showValue(new OpaqueValue('function', 'function f')))).toBe('function f');
  });

  test('numbers keep four digits', () => {
    expect(textOf(showValue(1 / 3))).toBe('0.3333');
    // One that has as many before its point is no whole number for that.
    expect(textOf(showValue([10_000_000, 10_000_000.5, -1234.56]))).toBe(
      '[10000000, 10000000.5, -1234.6]',
    );
    expect(textOf(showValue(Number.NaN))).toBe('NaN');
  });
});
