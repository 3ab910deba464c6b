/** The tests that students see of lesson 01's exercises about row numbers. */
import { type TestsByExercise, test } from '../../judge/test.js';
import { shown } from '../../test-kit/given.js';
import {
  epochHasAll,
  everyOrderComes,
  groupShare,
  groupsHaveTheirChance,
  groupsStayTogether,
  randomGroups,
  refusesAll,
  seedMatters,
} from './row-demands.js';
import { refuses, seedDecides } from './words.js';

export const rowTests: TestsByExercise = {
  groupedSplit: [
    groupsStayTogether(
      shown({ en: 'no group on both sides', zh: '没有分组跨越两边' }, 0.5, {
        en: 'Choose groups, not rows; then each row follows its group.',
        zh: '应选分组而不是选行；然后每一行跟随自己的分组。',
      }),
      [
        { groups: 10, fraction: 0.3 },
        { groups: 5, fraction: 0.5 },
        { groups: 2, fraction: 0.5 },
        { groups: 6, fraction: 0.4, numbers: true },
      ],
    ),
    groupShare(
      shown({ en: 'the share of groups in the test part', zh: '测试部分的分组比例' }, 0.5, {
        en: 'Round the fraction times the number of groups; neither part is ever empty.',
        zh: '用比例乘以分组数再取整；任何一部分都不能为空。',
      }),
      [
        { groups: 10, fraction: 0.3, expected: 3 },
        { groups: 7, fraction: 0.5, expected: 4 },
        { groups: 4, fraction: 0.05, expected: 1 },
        { groups: 4, fraction: 0.95, expected: 3 },
      ],
    ),
    test(
      {
        ...shown(seedDecides, 0.5, {
          en: 'Shuffle the names of the groups with createRng(seed), and use no other source of chance.',
          zh: '用 `createRng(seed)` 打乱分组名，不要用别的随机来源。',
        }),
        kind: 'property',
      },
      async (t) => {
        const groups = randomGroups(t, 12);
        await seedMatters(t, async (seed) => t.student.groupedSplit?.(groups, 0.4, seed));
      },
    ),
    groupsHaveTheirChance(
      shown({ en: 'every group has its chance', zh: '每个分组都有机会' }, 0.5, {
        en: 'Choose among all groups, always as many as the fraction says, each with the same chance: `permutation` or `shuffle`, not a `sort` by chance.',
        zh: '应从全部分组中选取，个数总是比例所说的那样多，机会均等：用 `permutation` 或 `shuffle`，不要用随机比较的 `sort`。',
      }),
      { groups: 5, fraction: 0.5, expected: 3, draws: 25 },
    ),
    refusesAll(
      shown(refuses, 0.25, {
        en: 'Throw a RangeError: one group cannot be on two sides, and a fraction lies between 0 and 1, both left out.',
        zh: '抛出 RangeError：只有一个分组就无法分到两边；比例在 0 与 1 之间，两端都不含。',
      }),
      'groupedSplit',
      [
        ["groupedSplit(['a', 'a'], 0.5, 1)", [['a', 'a'], 0.5, 1]],
        ['groupedSplit([], 0.5, 1)', [[], 0.5, 1]],
        ["groupedSplit(['a', 'b'], 0, 1)", [['a', 'b'], 0, 1]],
        ["groupedSplit(['a', 'b'], 1, 1)", [['a', 'b'], 1, 1]],
      ],
    ),
  ],
  batchIndices: [
    epochHasAll(
      shown({ en: 'every row once, the rest last', zh: '每行一次，余下的放在最后' }, 0.5, {
        en: 'Cut one random order into pieces; the last piece may be shorter, and is not dropped.',
        zh: '把一个随机次序切成小段；最后一段可以较短，但不能丢掉。',
      }),
      [
        [10, 4],
        [7, 3],
        [5, 2],
      ],
    ),
    epochHasAll(
      shown(
        { en: 'nothing left over, one batch, no rows', zh: '恰好整除、只有一批、没有行' },
        0.25,
        {
          en: 'With 8 rows in batches of 4 there are two batches, not three; no rows give no batch.',
          zh: '8 行按每批 4 行分是两批，不是三批；没有行就没有批次。',
        },
      ),
      [
        [8, 4],
        [3, 10],
        [4, 1],
        [0, 4],
      ],
    ),
    test(
      {
        ...shown(seedDecides, 0.5, {
          en: 'The order comes from createRng(seed): another seed, another order.',
          zh: '次序来自 `createRng(seed)`：种子不同，次序就不同。',
        }),
        kind: 'property',
      },
      (t) => seedMatters(t, async (seed) => t.student.batchIndices?.(30, 8, seed)),
    ),
    everyOrderComes(
      shown({ en: 'every order comes', zh: '每种次序都会出现' }, 0.5, {
        en: 'Three rows have six orders. Shuffle all rows: turning them, or shuffling within a batch, gives fewer; a `sort` by chance prefers some.',
        zh: '三行有六种次序。应打乱全部的行：只是轮转，或只在批次内打乱，得到的更少；随机比较的 `sort` 则偏向其中几种。',
      }),
      2,
    ),
    refusesAll(
      shown(refuses, 0.25, {
        en: 'Throw a RangeError: a batch size of 0 would never end, and 2.5 rows are no batch.',
        zh: '抛出 RangeError：批次大小为 0 会永无止境，2.5 行不成一个批次。',
      }),
      'batchIndices',
      [0, -2, 2.5].map((size) => [`batchIndices(10, ${size}, 1)`, [10, size, 1]] as const),
    ),
  ],
};
