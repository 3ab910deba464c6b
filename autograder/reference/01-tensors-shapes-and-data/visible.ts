/** The tests that students see, lesson 01. */
import { type TestsByExercise, test } from '../../judge/test.js';
import { shown } from '../../test-kit/given.js';
import { expectRefusal } from '../../test-kit/refuses.js';
import { workedExample } from '../../test-kit/words.js';
import {
  broadcastFits,
  broadcastsEmpty,
  clashingShapes,
  stridesOfSmallSizes,
  stridesReachAll,
} from './demands.js';
import { rowTests } from './visible-rows.js';
import { tableTests } from './visible-tables.js';
import { refuses } from './words.js';

export const tests: TestsByExercise = {
  stridesOf: [
    test(
      {
        ...shown(workedExample, 0.25, {
          en: 'One step along the last axis is one place in memory.',
          zh: '沿最后一个轴走一步，在内存中就是一个位置。',
        }),
        kind: 'value',
      },
      async (t) => {
        t.expectClose(await t.student.stridesOf?.([2, 3, 4]), [12, 4, 1]);
        t.expectArgumentsUnchanged();
        t.expectClose(await t.student.stridesOf?.([5]), [1]);
      },
    ),
    test(
      {
        ...shown({ en: 'a single number', zh: '单个数' }, 0.25, {
          en: 'The shape [] has no axis, so there is no stride.',
          zh: '形状 [] 没有轴，因此也没有步长。',
        }),
        kind: 'value',
      },
      async (t) => t.expectClose(await t.student.stridesOf?.([]), []),
    ),
    stridesOfSmallSizes(
      shown({ en: 'axes of size 1 and 0', zh: '大小为 1 和 0 的轴' }, 0.25, {
        en: 'A size of 1 or 0 is multiplied like any other: 0 makes every stride before it 0.',
        zh: '大小 1 和 0 与别的大小一样相乘：0 使它之前的步长都为 0。',
      }),
    ),
    stridesReachAll(
      shown({ en: 'strides reach every element once', zh: '步长恰好到达每个元素一次' }, 0.5, {
        en: 'Each stride is the product of the sizes behind it, not of those before it.',
        zh: '每个步长是它后面各轴大小的乘积，而不是前面的。',
      }),
      [2, 3, 3, 4],
    ),
  ],
  broadcastShapes: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'Write the shapes one below the other, aligned at the right; what is missing counts as 1.',
          zh: '把两个形状右对齐上下写好；缺少的轴按 1 计。',
        }),
        kind: 'value',
      },
      async (t) => {
        t.expectClose(await t.student.broadcastShapes?.([5, 1], [3]), [5, 3]);
        t.expectClose(await t.student.broadcastShapes?.([], [2, 4]), [2, 4]);
        t.expectClose(await t.student.broadcastShapes?.([], []), []);
      },
    ),
    broadcastFits(
      shown({ en: 'shapes that fit, both ways round', zh: '相容的形状，两种次序' }, 0.5, {
        en: 'The order of the two shapes must not matter; either may be the shorter one.',
        zh: '两个形状的次序不应影响结果；任何一个都可能更短。',
      }),
      [2, 3, 3, 4, 4],
    ),
    broadcastsEmpty(
      shown({ en: 'axes of size 0', zh: '大小为 0 的轴' }, 0.25, {
        en: '1 gives way to the other size, whatever that is: 1 and 0 give 0, and 0 fits no other size.',
        zh: '1 让位给另一个大小，不论那是多少：1 与 0 得到 0，而 0 与其他大小都不相容。',
      }),
      [1, 2],
    ),
    test(
      {
        ...shown(refuses, 0.5, {
          en: 'Throw a RangeError where two sizes differ and neither is 1: 2 does not fit 4.',
          zh: '两个大小不同而且都不是 1 时，抛出 RangeError：2 与 4 不相容。',
        }),
        kind: 'contract',
      },
      async (t) => {
        const clashes = [[[2], [4]], [[4, 3], [4]], clashingShapes(t, 3)] as [number[], number[]][];
        for (const [a, b] of clashes) {
          const call = `broadcastShapes([${a}], [${b}])`;
          await expectRefusal(t, 'broadcastShapes', call, [a, b]);
        }
      },
    ),
  ],
  ...tableTests,
  ...rowTests,
};
