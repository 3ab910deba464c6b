import { expect, test } from 'vitest';
import { createRng } from '../../src/backend/random.js';
import { makeTensor } from '../judge/make-tensor.js';
import { TensorValue } from '../judge/value.js';
import { rowsOf } from './float64.js';
import { clouds, labelsInTurn, noise, randomLabels, reordered, telling } from './toy.js';

const context = (seed: string) => {
  const rng = createRng(seed);
  return {
    rng,
    tensor: makeTensor,
    randomTensor: (shape: readonly number[]) =>
      new TensorValue('float32', shape, rng.normals(shape.reduce((a, b) => a * b, 1))),
  };
};

test('labels in turn give each class its share; noise has them', () => {
  expect([...labelsInTurn(context('a'), 5, 3).data]).toEqual([0, 1, 2, 0, 1]);
  const { x, y, classes } = noise(context('a'), 5, 2, 3);
  expect([x.shape, y.shape, y.dtype, classes]).toEqual([[5, 2], [5], 'int32', 3]);
});

test('random labels are of two classes at least, and in range', () => {
  for (let seed = 0; seed < 200; seed++) {
    const { data } = randomLabels(context(`${seed}`), 2, 3);
    expect(new Set(data).size).toBe(2);
    expect(Math.max(...data)).toBeLessThan(3);
  }
  expect(randomLabels(context('one'), 1, 4).shape).toEqual([1]);
});

test('clouds lie apart: the nearest other point is of the same class', () => {
  const { x, y } = clouds(context('c'), 12, 3);
  const rows = rowsOf(x);
  for (const [i, [a = 0, b = 0]] of rows.entries()) {
    const off = rows.map(([c = 0, d = 0], j) => (i === j ? Infinity : Math.hypot(a - c, b - d)));
    expect(y.data[off.indexOf(Math.min(...off))]).toBe(y.data[i]);
  }
});

test('another order moves examples with their labels, images too', () => {
  const toy = {
    x: makeTensor([1, 2, 3, 4, 5, 6], [3, 1, 2]),
    y: makeTensor([0, 1, 2]),
    classes: 3,
  };
  const { x, y } = reordered(context('r'), toy, (i) => (i + 1) % 3);
  expect([...x.data]).toEqual([3, 4, 5, 6, 1, 2]);
  expect(x.shape).toEqual([3, 1, 2]);
  expect([...y.data]).toEqual([1, 2, 0]);
});

test('data that tells something is sought, and a hundred drawings in vain fail the test', () => {
  let count = 0;
  const told: boolean[] = [];
  const t = { expect: (is: boolean) => void told.push(is) };
  expect(telling(t, () => (++count > 7 ? count : undefined))).toBe(8);
  expect(told).toEqual([]);
  expect(() => telling(t, () => undefined)).toThrow();
  expect(told).toEqual([false]);
});
