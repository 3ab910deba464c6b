/** The tests that students see, lesson 01. */
import { type TestsByExercise, test } from '../../judge/test.js';
import { shown } from '../../test-kit/given.js';
import { expectRefusal } from '../../test-kit/refuses.js';
import { randomInput, workedExample } from '../../test-kit/words.js';
import {
  broadcastFits,
  clashingShapes,
  epochHasAll,
  expectReport,
  expectTable,
  groupShare,
  groupsStayTogether,
  parsesTable,
  randomColumn,
  randomGroups,
  seedMatters,
  stridesReachAll,
} from './demands.js';

const seedDecides = { en: 'the seed decides', zh: '由种子决定' };
const refuses = { en: 'it refuses what does not fit', zh: '拒绝不符合要求的输入' };

const patients = [
  { name: 'patient', kind: 'text' },
  { name: 'pulse', kind: 'number' },
] as const;

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
    stridesReachAll(
      shown({ en: 'strides reach every element once', zh: '步长恰好到达每个元素一次' }, 0.75, {
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
      shown({ en: 'shapes that fit, both ways round', zh: '相容的形状，两种次序' }, 0.75, {
        en: 'The order of the two shapes must not matter; either may be the shorter one.',
        zh: '两个形状的次序不应影响结果；任何一个都可能更短。',
      }),
      [2, 3, 3, 4, 4],
    ),
    test(
      {
        ...shown(refuses, 0.5, {
          en: 'Two sizes that differ fit only if one of them is 1: 2 does not fit 4.',
          zh: '两个不同的大小只有在其中一个为 1 时才相容：2 与 4 不相容。',
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
  parseCsv: [
    parsesTable(
      shown(workedExample, 0.5, {
        en: 'The header tells where each column stands; a cell of a number column becomes a number.',
        zh: '表头说明各列的位置；数值列的单元格要变成数。',
      }),
      () => ({
        schema: [...patients],
        text: 'patient,pulse\np1,72\np2,high\np3,',
        rows: [
          { patient: 'p1', pulse: 72 },
          { patient: 'p3', pulse: null },
        ],
        errors: [{ line: 3, reason: 'not a number: pulse' }],
      }),
    ),
    parsesTable(
      shown({ en: 'columns by name, spaces, other columns', zh: '按列名读取、空格、其他列' }, 0.5, {
        en: 'Look a cell up by its column name, cut the spaces around it, and leave other columns out.',
        zh: '按列名查找单元格，去掉两端空格，略去其他列。',
      }),
      ({ rng }) => {
        const [a, b] = [rng.integer(50, 99), rng.normal()];
        return {
          schema: [...patients],
          text: ` pulse ,room,patient\n ${a} ,7, p1\n${b},,"p, 2"\n${a}e1,1,"p2"\n0,0,0`,
          rows: [
            { patient: 'p1', pulse: a },
            { patient: '"p2"', pulse: a * 10 },
            { patient: '0', pulse: 0 },
          ],
          errors: [{ line: 3, reason: 'cells' }],
        };
      },
    ),
    parsesTable(
      shown({ en: 'empty cells and empty lines', zh: '空单元格与空行' }, 0.5, {
        en: 'Number("") is 0, but a pulse that nobody took is null. Empty lines are skipped, and counted.',
        zh: '`Number("")` 是 0，但没有测的脉搏应为 null。空行要跳过，但仍计入行号。',
      }),
      ({ rng }) => {
        const pulse = rng.integer(50, 99);
        return {
          schema: [...patients],
          text: `patient,pulse\n, \n\n  \np1,${pulse}\nx\n`,
          rows: [
            { patient: null, pulse: null },
            { patient: 'p1', pulse },
          ],
          errors: [{ line: 6, reason: 'cells' }],
        };
      },
    ),
    parsesTable(
      shown({ en: 'errors with line and reason', zh: '出错的行与原因' }, 0.75, {
        en: 'The header is line 1. First count the cells, then look for the first column of the schema that is no number.',
        zh: '表头是第 1 行。先数单元格，再按 schema 的次序找第一个不是数的列。',
      }),
      ({ rng }) => {
        const pulse = rng.integer(50, 99);
        return {
          schema: [...patients, { name: 'age', kind: 'number' }],
          text: `age,patient,pulse\n40,p1,${pulse}bpm\n40,p1\n?,p2,?\nNaN,p3,1\n1,p4,Infinity\n-1,p5,${pulse}\n1,1,x,1`,
          rows: [{ patient: 'p5', pulse, age: -1 }],
          errors: [
            { line: 2, reason: 'not a number: pulse' },
            { line: 3, reason: 'cells' },
            { line: 4, reason: 'not a number: pulse' },
            { line: 5, reason: 'not a number: age' },
            { line: 6, reason: 'not a number: pulse' },
            { line: 8, reason: 'cells' },
          ],
        };
      },
    ),
    test(
      {
        ...shown({ en: 'a header without a wanted column', zh: '表头缺少所需的列' }, 0.25, {
          en: 'Without the column no row can be read: that is an error of the whole table, so throw.',
          zh: '缺了这一列，任何一行都读不出来：这是整张表的错误，应抛出异常。',
        }),
        kind: 'contract',
      },
      async (t) => {
        const args = [[...patients], 'patient,heart\np1,72'] as never;
        await expectRefusal(t, 'parseCsv', "parseCsv(…, 'patient,heart\\np1,72')", args);
        await expectTable(t, {
          schema: [...patients],
          text: 'pulse,patient',
          rows: [],
          errors: [],
        });
      },
    ),
  ],
  groupedSplit: [
    groupsStayTogether(
      shown({ en: 'no group on both sides', zh: '没有分组跨越两边' }, 1, {
        en: 'Choose groups, not rows; then each row follows its group.',
        zh: '应选分组而不是选行；然后每一行跟随自己的分组。',
      }),
      [
        { groups: 10, fraction: 0.3 },
        { groups: 5, fraction: 0.5 },
        { groups: 2, fraction: 0.5 },
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
    test(
      {
        ...shown(refuses, 0.5, {
          en: 'One group cannot be on two sides, and a fraction lies between 0 and 1, both left out.',
          zh: '只有一个分组就无法分到两边；比例在 0 与 1 之间，两端都不含。',
        }),
        kind: 'contract',
      },
      async (t) => {
        const calls: [string, [(string | number)[], number, number]][] = [
          ["groupedSplit(['a', 'a'], 0.5, 1)", [['a', 'a'], 0.5, 1]],
          ['groupedSplit([], 0.5, 1)', [[], 0.5, 1]],
          ["groupedSplit(['a', 'b'], 0, 1)", [['a', 'b'], 0, 1]],
          ["groupedSplit(['a', 'b'], 1, 1)", [['a', 'b'], 1, 1]],
        ];
        for (const [call, args] of calls) await expectRefusal(t, 'groupedSplit', call, args);
      },
    ),
  ],
  batchIndices: [
    epochHasAll(
      shown({ en: 'every row once, the rest last', zh: '每行一次，余下的放在最后' }, 1, {
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
        0.5,
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
    test(
      {
        ...shown(refuses, 0.25, {
          en: 'A batch size of 0 would never end; 2.5 rows are no batch.',
          zh: '批次大小为 0 会永无止境；2.5 行不成一个批次。',
        }),
        kind: 'contract',
      },
      async (t) => {
        for (const size of [0, -2, 2.5]) {
          await expectRefusal(t, 'batchIndices', `batchIndices(10, ${size}, 1)`, [10, size, 1]);
        }
      },
    ),
  ],
  validate: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'Mean and range look at the values that are there; a missing one is neither small nor large.',
          zh: '均值与范围只看存在的值；缺失的值既不小也不大。',
        }),
        kind: 'value',
      },
      async (t) => {
        const expected = { min: 34, max: 43, missing: 0.1, mean: 37, deviation: 0.5, drift: 1 };
        const alarms = ['missing', 'range', 'drift'];
        const report = { missing: 0.25, outside: 1, drift: 42, alarms };
        await expectReport(t, [37, null, 37, 100], expected, report);
        t.expectArgumentsUnchanged();
      },
    ),
    test(
      {
        ...shown({ en: 'at the limit there is no alarm', zh: '恰在界限上不报警' }, 0.5, {
          en: 'An alarm is for what is more than its limit; min and max themselves are right values.',
          zh: '超过界限才报警；min 和 max 本身是正确的值。',
        }),
        kind: 'value',
      },
      async (t) => {
        const low = t.rng.integer(1, 9);
        const expected = {
          min: low,
          max: low + 8,
          missing: 0.5,
          mean: low,
          deviation: 2,
          drift: 2,
        };
        const report = { missing: 0.5, outside: 0, drift: 2, alarms: [] };
        await expectReport(t, [low, null, low + 8, null], expected, report);
      },
    ),
    test(
      {
        ...shown({ en: 'no values at all', zh: '一个值也没有' }, 0.5, {
          en: 'A mean of no values is NaN: without values drift is 0; of an empty list nothing is missing.',
          zh: '没有值时均值是 NaN：此时 drift 为 0；空列表没有缺失。',
        }),
        kind: 'value',
      },
      async (t) => {
        const expected = { min: 1, max: 2, missing: 0.5, mean: 1, deviation: 2, drift: 2 };
        const nothing = { missing: 0, outside: 0, drift: 0, alarms: [] };
        await expectReport(t, [], expected, nothing);
        const report = { ...nothing, missing: 1, alarms: ['missing'] };
        await expectReport(t, [null, null], expected, report);
      },
    ),
    test(
      {
        ...shown(randomInput, 0.5, {
          en: 'Drift is the distance of the means in deviations, whichever way it went.',
          zh: 'drift 是两个均值之差，以标准差为单位，不论方向。',
        }),
        kind: 'value',
      },
      async (t) => {
        for (const length of [20, 35, 50]) {
          const { values, expected } = randomColumn(t, length);
          const report = await t.reference.validate?.([...values], { ...expected });
          await expectReport(t, values, expected, report);
        }
      },
    ),
  ],
};
