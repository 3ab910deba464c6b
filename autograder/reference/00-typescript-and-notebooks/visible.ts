/** The tests that students see, lesson 00. */
import { type TestsByExercise, test } from '../../judge/test.js';
import { shown } from '../../test-kit/given.js';
import { randomInput, workedExample } from '../../test-kit/words.js';
import {
  around,
  failsWithTheError,
  keepsTheLimit,
  meansOf,
  meansOfGroups,
  statsOf,
  worksOnEach,
} from './demands.js';

export const tests: TestsByExercise = {
  groupMeans: [
    meansOf(
      shown(workedExample, 0.5, {
        en: 'Print your answer: are the groups in the order of numbers, is 0 counted, is a group without values there?',
        zh: '打印你的结果：各组按数值排序了吗？0 计入了吗？没有值的组还在吗？',
      }),
      () => [
        { group: 10, value: 4 },
        { group: 9, value: 0 },
        { group: 9, value: 3 },
        { group: 10 },
        { group: 9, value: null },
        { group: 100, value: Number.NaN },
      ],
    ),
    meansOfGroups(
      shown({ en: 'groups below zero and between whole numbers', zh: '负数组与小数组' }, 0.75, {
        en: 'Print your answer beside the rows: in which order are the groups, which values count, is each group there?',
        zh: '把你的结果和各行并排打印：各组按什么顺序？哪些值计入了？每一组都在吗？',
      }),
      [2, 11, -3, 0.5, -20],
      16,
    ),
  ],
  mapLimit: [
    worksOnEach(
      shown(workedExample, 0.5, {
        en: 'Collect results by index: results[index] = await work(item, index). Await every promise before you return.',
        zh: '按下标收集结果：results[index] = await work(item, index)。返回之前等待每一个 promise。',
      }),
      {
        items: () => [30, 10, 20],
        limit: 2,
        work: { of: (item) => 2 * Number(item), shown: 'async (ms) => 2 * ms' },
      },
    ),
    worksOnEach(
      shown({ en: 'each item once, in order', zh: '每一项恰好一次，按顺序' }, 0.5, {
        en: 'An item or a result may be 0 or undefined: count by index, not by what is there.',
        zh: '项与结果都可能是 0 或 undefined：请按下标计数，不要看值是否存在。',
      }),
      { items: ({ rng }) => [rng.integer(1, 9), 0, undefined, '', null, 7, 7], limit: 3 },
    ),
    keepsTheLimit(
      shown({ en: 'the limit is kept and used', zh: '遵守上限，也用足上限' }, 0.75, {
        en: 'Start `limit` workers; each takes the next item as soon as it has ended its last one.',
        zh: '启动 `limit` 个工人；每个工人做完一项后立刻取下一项。',
      }),
      [9, 3],
    ),
    failsWithTheError(
      shown({ en: 'one that fails', zh: '有一项失败' }, 0.5, {
        en: 'Do not catch what `work` throws: `await` passes it on, and so does Promise.all.',
        zh: '不要捕获 `work` 抛出的错误：`await` 会把它传出去，Promise.all 也会。',
      }),
      3,
      5,
    ),
  ],
  runningStats: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'After n values the mean is their sum / n, the variance the mean of (value - mean)².',
          zh: '前 n 个值的均值是它们的和除以 n，方差是 (值 - 均值)² 的平均。',
        }),
        kind: 'value',
      },
      async (t) => {
        const got = t.expectObject(await t.student.runningStats?.(Float32Array.of(1, 3, 5)), [
          'means',
          'variances',
        ]);
        const [means, variances] = [got.means, got.variances];
        t.expectClose(t.expectNumbers(means, 'means'), [1, 2, 3], { what: 'means' });
        const close = { what: 'variances' };
        t.expectClose(t.expectNumbers(variances, 'variances'), [0, 1, 8 / 3], close);
      },
    ),
    statsOf(
      shown(randomInput, 0.75, {
        en: 'Two lists of numbers come out, as long as the input, which stays as it is.',
        zh: '返回两个数的列表，与输入等长；输入保持不变。',
      }),
      around(0, 1.25, 8),
    ),
    statsOf(
      {
        ...shown({ en: 'values far from zero', zh: '远离零的值' }, 0.75, {
          en: 'The difference of two large squares has no digits left, and a Float32Array keeps only seven.',
          zh: '两个很大的平方数之差没有有效数字；Float32Array 只保留七位。',
        }),
        kind: 'stability',
      },
      around(1e7, 1, 20),
    ),
  ],
};
