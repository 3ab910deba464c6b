/** Typical wrong solutions of `groupedSplit` and `batchIndices`, lesson 01. */
import { createRng } from '../../../src/backend/random.js';
import type { Mutant } from '../parts.js';
import { batchIndices, groupedSplit } from './solution.js';

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

export const groupMutants: readonly Mutant[] = [
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
    name: 'the last group never',
    guess: {
      en: 'Some groups are never in the test part: choose among all of them, the last one as well.',
      zh: '有的分组从不进入测试部分：应从全部分组中选取，包括最后一个。',
    },
    fn: (groups: Groups, fraction: number, seed: number) => {
      const count = new Set(groupedSplit(groups, fraction, seed).test.map((row) => groups[row]))
        .size;
      const names = [...new Set(groups)];
      const from = createRng(seed).integer(0, names.length - count);
      return splitOf(groups, names.slice(from), count);
    },
  },
  {
    name: 'groups sorted by chance',
    guess: {
      en: 'A `sort` whose comparison is random favours some groups: shuffle with createRng(seed).',
      zh: '用随机比较的 `sort` 会偏向某些分组：请用 `createRng(seed)` 打乱。',
    },
    fn: (groups: Groups, fraction: number, seed: number) => {
      const held = groupedSplit(groups, fraction, seed).test.map((row) => groups[row]);
      const rng = createRng(seed);
      const names = [...new Set(groups)].sort(() => rng.uniform() - 0.5);
      return splitOf(groups, names, new Set(held).size);
    },
  },
  {
    name: 'numbers became texts',
    guess: {
      en: 'Groups that are numbers are looked for as texts, and none is found; keep them as they are.',
      zh: '数字分组被当成文字去找，于是一个也找不到；应保持原样。',
    },
    fn: (groups: Groups, fraction: number, seed: number) => {
      const { test } = groupedSplit(groups, fraction, seed);
      const names = [...new Set(test.map((row) => `${groups[row]}`))];
      return splitOf(groups, names, names.length);
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

export const batchMutants: readonly Mutant[] = [
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
  {
    name: 'turned, not shuffled',
    guess: {
      en: 'Only the first row is random, the others follow in their own order: shuffle all of them.',
      zh: '只有第一行是随机的，其余按原来的次序跟随：应全部打乱。',
    },
    fn: (n: number, size: number, seed: number) => {
      const from = createRng(seed).integer(0, Math.max(n, 1));
      const sizes = batchIndices(n, size, seed).map(({ length }) => length);
      return sizes.map((length, i) => Array.from({ length }, (_, k) => (from + i * size + k) % n));
    },
  },
  {
    name: 'shuffled within batches',
    guess: {
      en: 'Rows never leave their batch: shuffle before you cut, not after.',
      zh: '行从不离开自己的批次：应先打乱再切，而不是相反。',
    },
    fn: (n: number, size: number, seed: number) => {
      const rng = createRng(seed);
      const sizes = batchIndices(n, size, seed).map(({ length }) => length);
      return sizes.map((length, i) => rng.permutation(length).map((k) => i * size + k));
    },
  },
  {
    name: 'rows sorted by chance',
    guess: {
      en: 'A `sort` whose comparison is random makes some orders more likely: shuffle with createRng(seed).',
      zh: '用随机比较的 `sort` 会使某些次序更常出现：请用 `createRng(seed)` 打乱。',
    },
    fn: (n: number, size: number, seed: number) => {
      const sizes = batchIndices(n, size, seed).map(({ length }) => length);
      const rng = createRng(seed);
      const order = Array.from({ length: n }, (_, i) => i).sort(() => rng.uniform() - 0.5);
      return sizes.map((length, i) => order.slice(i * size, i * size + length));
    },
  },
  {
    name: 'a broken size accepted',
    guess: {
      en: 'A batch size that is not a whole number of at least 1 must throw a RangeError.',
      zh: '批次大小不是至少为 1 的整数时，应抛出 RangeError。',
    },
    fn: (n: number, size: number, seed: number) =>
      batchIndices(n, Math.max(1, Math.ceil(size)), seed),
  },
];
