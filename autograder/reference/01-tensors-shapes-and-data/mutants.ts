/** Typical wrong solutions of lesson 01, each of which its exercise's tests must reject. */
import { createRng } from '../../../src/backend/random.js';
import type { Mutant, MutantsByExercise } from '../parts.js';
import { batchIndices, broadcastShapes, groupedSplit, parseCsv, stridesOf } from './solution.js';
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

type Column = Parameters<typeof parseCsv>[0][number];
type Parsed = ReturnType<typeof parseCsv>;

const withParsed =
  (change: (parsed: Parsed, schema: Column[], text: string) => unknown) =>
  (schema: Column[], text: string) =>
    change(parseCsv(schema, text), schema, text);

const parseMutants: readonly Mutant[] = [
  {
    name: 'empty numbers are 0',
    guess: {
      en: 'An empty cell of a number column became 0; it must be null.',
      zh: '数值列的空单元格变成了 0；应为 null。',
    },
    fn: withParsed(({ rows, errors }, schema) => ({
      errors,
      rows: rows.map((row) =>
        Object.fromEntries(
          schema.map(({ name, kind }) => [name, kind === 'number' ? (row[name] ?? 0) : row[name]]),
        ),
      ),
    })),
  },
  {
    name: 'lines counted from 0',
    guess: {
      en: 'Lines are counted from 1, and the header is line 1.',
      zh: '行号从 1 开始，表头是第 1 行。',
    },
    fn: withParsed(({ rows, errors }) => ({
      rows,
      errors: errors.map(({ line, reason }) => ({ line: line - 1, reason })),
    })),
  },
  {
    name: 'wrong lines dropped silently',
    guess: {
      en: 'Lines that are wrong vanish without a trace: list them in `errors`.',
      zh: '出错的行无声无息地消失了：应列入 `errors`。',
    },
    fn: withParsed(({ rows }) => ({ rows, errors: [] })),
  },
  {
    name: 'columns by position',
    guess: {
      en: 'Cells are taken in the order of the schema; look them up by the header.',
      zh: '单元格是按 schema 的次序取的；应按表头查找。',
    },
    fn: (schema: Column[], text: string) => {
      const [header = '', ...lines] = text.split('\n');
      const names = header.split(',').map((name) => name.trim());
      parseCsv(schema, names.join(','));
      const rest = names.slice(schema.length).map((_, i) => `other ${i}`);
      const renamed = [...schema.map(({ name }) => name), ...rest].join(',');
      return parseCsv(schema, [renamed, ...lines].join('\n'));
    },
  },
  {
    name: 'empty lines not counted',
    guess: {
      en: 'Empty lines are taken out before the lines are numbered, so numbers after them are wrong.',
      zh: '编号之前就去掉了空行，因此其后的行号都不对。',
    },
    fn: (schema: Column[], text: string) =>
      parseCsv(
        schema,
        text
          .split('\n')
          .filter((line) => line.trim() !== '')
          .join('\n'),
      ),
  },
  {
    name: 'numbers by parseFloat',
    guess: {
      en: 'parseFloat reads "72bpm" as 72; Number does not.',
      zh: '`parseFloat` 会把 "72bpm" 读成 72；`Number` 不会。',
    },
    fn: (schema: Column[], text: string) => {
      const cut = (cell: string): string =>
        Number.isNaN(Number.parseFloat(cell)) || /^"/.test(cell.trim())
          ? cell
          : String(Number.parseFloat(cell));
      const [header = '', ...lines] = text.split('\n');
      const read = lines.map((line) => line.split(',').map(cut).join(','));
      return parseCsv(schema, [header, ...read].join('\n'));
    },
  },
  {
    name: 'other columns kept',
    guess: {
      en: 'Rows have columns that the schema does not ask for.',
      zh: '行中含有 schema 没有要求的列。',
    },
    fn: (schema: Column[], text: string) => {
      const names = (text.split('\n')[0] ?? '').split(',').map((name) => name.trim());
      parseCsv(schema, names.join(','));
      const others = names.filter((name) => !schema.some((column) => column.name === name));
      const more = others.map((name): Column => ({ name, kind: 'text' }));
      return parseCsv([...schema, ...more], text);
    },
  },
  {
    name: 'a column that is not there is null',
    guess: {
      en: 'A header without a wanted column must throw a RangeError.',
      zh: '表头缺少所需的列时应抛出 RangeError。',
    },
    fn: (schema: Column[], text: string) => {
      const header = (text.split('\n')[0] ?? '').split(',').map((name) => name.trim());
      const known = schema.filter(({ name }) => header.includes(name));
      const { rows, errors } = parseCsv(known, text);
      const empty = Object.fromEntries(schema.map(({ name }) => [name, null]));
      return { rows: rows.map((row) => ({ ...empty, ...row })), errors };
    },
  },
];

type Groups = (string | number)[];

const rowsAtRandom = (groups: Groups, fraction: number, seed: number) => {
  groupedSplit(groups, fraction, seed);
  const order = createRng(seed).permutation(groups.length);
  const count = Math.round(fraction * groups.length);
  return { test: order.slice(0, count), train: order.slice(count) };
};

const splitOf = (groups: Groups, names: Groups, count: number) => {
  const held = new Set(names.slice(0, count));
  const rows = [...groups.keys()];
  const isHeld = (row: number): boolean => held.has(groups[row] as string);
  return { train: rows.filter((row) => !isHeld(row)), test: rows.filter(isHeld) };
};

const groupMutants: readonly Mutant[] = [
  {
    name: 'rows at random',
    guess: {
      en: 'The rows are split, not the groups: one person stands on both sides.',
      zh: '划分的是行而不是分组：同一个人出现在两边。',
    },
    fn: rowsAtRandom,
  },
  {
    name: 'the first groups',
    guess: {
      en: 'The test part always has the first groups; choose them with createRng(seed).',
      zh: '测试部分总是最前面的分组；请用 `createRng(seed)` 选取。',
    },
    fn: (groups: Groups, fraction: number, seed: number) => {
      groupedSplit(groups, fraction, seed);
      const names = [...new Set(groups)];
      const count = Math.round(fraction * names.length);
      return splitOf(groups, names, Math.min(Math.max(count, 1), names.length - 1));
    },
  },
  {
    name: 'rounded down',
    guess: {
      en: 'The number of groups is rounded down; round to the nearest, and take at least one.',
      zh: '分组数被向下取整；应四舍五入，且至少取一个。',
    },
    fn: (groups: Groups, fraction: number, seed: number) => {
      groupedSplit(groups, fraction, seed);
      const names = createRng(seed).shuffle([...new Set(groups)]);
      return splitOf(groups, names, Math.floor(fraction * names.length));
    },
  },
  {
    name: 'parts exchanged',
    guess: {
      en: 'The parts are exchanged: the fraction is that of the test part.',
      zh: '两部分弄反了：比例指的是测试部分。',
    },
    fn: (groups: Groups, fraction: number, seed: number) => {
      const { train, test } = groupedSplit(groups, fraction, seed);
      return { train: test, test: train };
    },
  },
  {
    name: 'a row of each group',
    guess: {
      en: 'Only one row of each group is kept; each row belongs in a part.',
      zh: '每个分组只保留了一行；每一行都应属于某一部分。',
    },
    fn: (groups: Groups, fraction: number, seed: number) => {
      const { train, test } = groupedSplit(groups, fraction, seed);
      const first = (row: number): boolean => groups.indexOf(groups[row] as string) === row;
      return { train: train.filter(first), test: test.filter(first) };
    },
  },
  {
    name: 'names instead of rows',
    guess: {
      en: 'These are names of groups; row numbers are asked for.',
      zh: '这些是分组名；应给出行号。',
    },
    fn: (groups: Groups, fraction: number, seed: number) => {
      const { train, test } = groupedSplit(groups, fraction, seed);
      const names = (rows: number[]) => [...new Set(rows.map((row) => groups[row]))];
      return { train: names(train), test: names(test) };
    },
  },
  {
    name: 'a fraction of 1 accepted',
    guess: {
      en: 'A fraction of 0 or 1, or a single group, must be refused with a RangeError.',
      zh: '比例为 0 或 1、或只有一个分组时，应抛出 RangeError。',
    },
    fn: (groups: Groups, fraction: number, seed: number) => {
      const names = createRng(seed).shuffle([...new Set(groups)]);
      const count = Math.round(fraction * names.length);
      return splitOf(groups, names, Math.min(Math.max(count, 1), names.length - 1));
    },
  },
];

const batchMutants: readonly Mutant[] = [
  {
    name: 'the rest dropped',
    guess: {
      en: 'The rows of the last, smaller batch are missing.',
      zh: '缺少最后那个较小批次的行。',
    },
    fn: (n: number, size: number, seed: number) =>
      batchIndices(n, size, seed).filter((batch) => batch.length === size),
  },
  {
    name: 'not shuffled',
    guess: {
      en: 'The rows come in their own order, whatever the seed.',
      zh: '不论种子是什么，行都按原来的次序出现。',
    },
    fn: (n: number, size: number, seed: number) => {
      const sizes = batchIndices(n, size, seed).map(({ length }) => length);
      return sizes.map((length, i) => Array.from({ length }, (_, k) => i * size + k));
    },
  },
  {
    name: 'drawn with replacement',
    guess: {
      en: 'Rows are drawn anew each time, so some come twice and others never.',
      zh: '每次都重新抽取，于是有的行出现两次，有的从未出现。',
    },
    fn: (n: number, size: number, seed: number) => {
      const rng = createRng(seed);
      return batchIndices(n, size, seed).map((batch) => batch.map(() => rng.integer(0, n)));
    },
  },
  {
    name: 'last batch filled up',
    guess: {
      en: 'The last batch is filled up with rows that were there before.',
      zh: '最后一个批次用已出现过的行补满了。',
    },
    fn: (n: number, size: number, seed: number) => {
      const batches = batchIndices(n, size, seed);
      const order = batches.flat();
      return batches.map((batch) => [...batch, ...order].slice(0, Math.min(size, n)));
    },
  },
  {
    name: 'an empty batch at the end',
    guess: {
      en: 'When nothing is left over, an empty batch stands at the end.',
      zh: '恰好整除时，末尾多了一个空批次。',
    },
    fn: (n: number, size: number, seed: number) => {
      const batches = batchIndices(n, size, seed);
      return n % size === 0 ? [...batches, []] : batches;
    },
  },
  {
    name: 'rows counted from 1',
    guess: { en: 'Rows are counted from 0 to n − 1.', zh: '行号从 0 数到 n − 1。' },
    fn: (n: number, size: number, seed: number) =>
      batchIndices(n, size, seed).map((batch) => batch.map((row) => row + 1)),
  },
  {
    name: 'chance without the seed',
    guess: {
      en: 'The same seed gives another order each time: use createRng(seed) alone.',
      zh: '同一个种子每次给出不同的次序：请只用 `createRng(seed)`。',
    },
    fn: (() => {
      let calls = 0;
      return (n: number, size: number, seed: number) =>
        batchIndices(n, size, seed + 7919 * calls++);
    })(),
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
