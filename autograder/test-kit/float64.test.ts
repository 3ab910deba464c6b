import { expect, test } from 'vitest';
import { makeTensor } from '../judge/make-tensor.js';
import { crossEntropy, dense, farthest, mean, relu, rowsOf, slopes } from './float64.js';

test('examples are rows of numbers, whatever their shape', () => {
  expect(rowsOf(makeTensor([1, 2, 3, 4, 5, 6], [3, 2])).map((row) => [...row])).toEqual([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  const images = rowsOf(makeTensor([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2, 1]));
  expect(images.map((row) => [...row])).toEqual([
    [1, 2, 3, 4],
    [5, 6, 7, 8],
  ]);
  expect(rowsOf(makeTensor([7, 8], [2])).map((row) => [...row])).toEqual([[7], [8]]);
});

test('a layer is x w + b', () => {
  expect(dense([1, 2], [1, 0, 2, 3, 1, 0], [10, 20, 30])).toEqual([17, 22, 32]);
  expect(relu([-1, 0, 2])).toEqual([0, 0, 2]);
});

test('the cross-entropy stays finite for large scores', () => {
  expect(crossEntropy([0, Math.log(3)], 1)).toBeCloseTo(-Math.log(0.75), 12);
  expect(crossEntropy([0, 20_000], 0)).toBe(20_000);
  expect(crossEntropy([-800, -900], 0)).toBe(0);
});

test('slopes are those of the function, and the point is put back', () => {
  const at = Float64Array.of(3, -2);
  const f = (): number => (at[0] as number) ** 2 * (at[1] as number);
  const [first, second] = slopes(f, at, 1e-4);
  expect(first).toBeCloseTo(-12, 6);
  expect(second).toBeCloseTo(9, 6);
  expect([...at]).toEqual([3, -2]);
});

test('means and differences do not hide a NaN', () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(mean([])).toBeNaN();
  expect(farthest([1, 5], [2, 2])).toBe(3);
  expect(farthest([1, 5], [1])).toBeNaN();
});
