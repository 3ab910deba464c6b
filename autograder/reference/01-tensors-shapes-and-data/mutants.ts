/** Typical wrong solutions of lesson 01, each of which its exercise's tests must reject. */
import type { Mutant, MutantsByExercise } from '../parts.js';
import { parseMutants } from './parse-mutants.js';
import { batchMutants, groupMutants } from './row-mutants.js';
import { broadcastShapes, stridesOf } from './solution.js';
import { validateMutants } from './validate-mutants.js';

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

const stridesMutants: readonly Mutant[] = [
  {
    name: 'products of the sizes before',
    guess: {
      en: 'These are products of the sizes before each axis; take those behind it.',
      zh: '这是每个轴之前各大小的乘积；应取它之后的。',
    },
    fn: (shape: number[]) => shape.map((_, axis) => product(shape.slice(0, axis))),
  },
  {
    name: 'own size included',
    guess: {
      en: 'Each product holds the size of its own axis, too; begin one axis later.',
      zh: '每个乘积还包含了本轴的大小；应从下一个轴开始。',
    },
    fn: (shape: number[]) => shape.map((_, axis) => product(shape.slice(axis))),
  },
  {
    name: 'last axis left out',
    guess: {
      en: 'The stride 1 of the last axis is missing.',
      zh: '缺少最后一个轴的步长 1。',
    },
    fn: (shape: number[]) => stridesOf(shape).slice(0, -1),
  },
  {
    name: 'in reverse order',
    guess: {
      en: 'The strides are in reverse order: the first axis has the largest.',
      zh: '步长的次序颠倒了：第一个轴的步长最大。',
    },
    fn: (shape: number[]) => stridesOf(shape).reverse(),
  },
  {
    name: 'a stride for no axis',
    guess: {
      en: 'A single number has no axis, so its list of strides is empty.',
      zh: '单个数没有轴，所以步长列表为空。',
    },
    fn: (shape: number[]) => (shape.length === 0 ? [1] : stridesOf(shape)),
  },
  {
    name: 'next size alone',
    guess: {
      en: 'Each stride is only the next size; multiply all the sizes behind.',
      zh: '每个步长只是下一个轴的大小；应把后面所有大小相乘。',
    },
    fn: (shape: number[]) => shape.map((_, axis) => shape[axis + 1] ?? 1),
  },
  {
    name: 'sizes of 0 passed over',
    guess: {
      en: 'A size of 0 is left out of the products; it makes every stride before it 0.',
      zh: '乘积中漏掉了大小 0；它使之前的步长都为 0。',
    },
    fn: (shape: number[]) => stridesOf(shape.map((size) => size || 1)),
  },
  {
    name: 'no stride along a size of 1',
    guess: {
      en: 'An axis of size 1 has the product of the sizes behind it as its stride, too, not 0.',
      zh: '大小为 1 的轴，步长同样是它后面各大小的乘积，而不是 0。',
    },
    fn: (shape: number[]) =>
      stridesOf(shape).map((stride, axis) => (shape[axis] === 1 ? 0 : stride)),
  },
];

const alignedLeft = (a: number[], b: number[]): number[] => {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  return broadcastShapes(long, [...short, ...Array(long.length - short.length).fill(1)]);
};

const broadcastMutants: readonly Mutant[] = [
  {
    name: 'aligned at the left',
    guess: {
      en: 'The shapes are aligned at the left; broadcasting aligns them at the right.',
      zh: '形状是左对齐的；广播应右对齐。',
    },
    fn: alignedLeft,
  },
  // Before the next one: beside a 1 both give the same, and this guess is true of either.
  {
    name: 'the larger one of 1 and 0',
    guess: {
      en: '1 gives way to the other size, 0 included: the larger of the two is wrong there.',
      zh: '1 让位给另一个大小，0 也包括在内：此处取较大者是错的。',
    },
    fn: (a: number[], b: number[]) => {
      const rank = Math.max(a.length, b.length);
      return broadcastShapes(a, b).map((size, axis) =>
        Math.max(size, a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1),
      );
    },
  },
  {
    name: 'the larger size, whatever it is',
    guess: {
      en: 'The larger size is taken even where neither is 1: there the shapes do not fit.',
      zh: '即使两个大小都不是 1 也取了较大者：此时形状不相容。',
    },
    fn: (a: number[], b: number[]) => {
      const rank = Math.max(a.length, b.length);
      return Array.from({ length: rank }, (_, axis) =>
        Math.max(a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1),
      );
    },
  },
  {
    name: 'only the second may be stretched',
    guess: {
      en: 'Only one of the two shapes is stretched; either may have the 1.',
      zh: '只伸展了其中一个形状；任何一个都可能含有 1。',
    },
    fn: (a: number[], b: number[]) =>
      broadcastShapes(a, b).map((size, axis, { length }) => a[axis - length + a.length] ?? size),
  },
  {
    name: 'multiples fit',
    guess: {
      en: 'Sizes that are multiples of each other do not fit: only 1 is stretched.',
      zh: '互为倍数的大小并不相容：只有 1 会被伸展。',
    },
    fn: (a: number[], b: number[]) => {
      const rank = Math.max(a.length, b.length);
      return Array.from({ length: rank }, (_, axis) => {
        const [m, n] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1];
        if (m % n !== 0 && n % m !== 0) throw new RangeError(`${m} and ${n} do not fit`);
        return Math.max(m, n);
      });
    },
  },
  {
    name: 'cut to the shorter shape',
    guess: {
      en: 'The axes in front that only the longer shape has are lost.',
      zh: '只有较长形状才有的前面几个轴丢失了。',
    },
    fn: (a: number[], b: number[]) =>
      broadcastShapes(a, b).slice(Math.max(a.length, b.length) - Math.min(a.length, b.length)),
  },
  {
    name: '0 fits every size',
    guess: {
      en: '0 fits only 0 and 1; beside any other size throw a RangeError.',
      zh: '0 只与 0 和 1 相容；与其他大小相遇时应抛出 RangeError。',
    },
    fn: (a: number[], b: number[]) => {
      const rank = Math.max(a.length, b.length);
      const isEmpty = (axis: number): boolean =>
        a[axis - rank + a.length] === 0 || b[axis - rank + b.length] === 0;
      const padded = (shape: number[]): number[] =>
        [...Array(rank - shape.length).fill(1), ...shape].map((size, axis) =>
          isEmpty(axis) ? 0 : size,
        );
      return broadcastShapes(padded(a), padded(b));
    },
  },
  {
    name: 'null instead of an error',
    guess: {
      en: 'For shapes that do not fit a RangeError is asked for.',
      zh: '形状不相容时应抛出 RangeError。',
    },
    fn: (a: number[], b: number[]) => {
      try {
        return broadcastShapes(a, b);
      } catch {
        return null;
      }
    },
  },
];

export const mutants: MutantsByExercise = {
  stridesOf: stridesMutants,
  broadcastShapes: broadcastMutants,
  parseCsv: parseMutants,
  groupedSplit: groupMutants,
  batchIndices: batchMutants,
  validate: validateMutants,
};
