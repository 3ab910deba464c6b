/** The hidden tests of lesson 01: the demands of the visible ones, on other inputs. */
import { type Test, type TestContext, type TestsByExercise, test } from '../../judge/test.js';
import type { Value } from '../../judge/value.js';
import type { Exemptions } from '../../test-kit/contract.js';
import { hidden } from '../../test-kit/given.js';
import { expectRefusal } from '../../test-kit/refuses.js';
import {
  broadcastFits,
  broadcastsEmpty,
  clashingShapes,
  stridesOfSmallSizes,
  stridesReachAll,
} from './demands.js';
import {
  epochHasAll,
  everyOrderComes,
  groupShare,
  groupsHaveTheirChance,
  groupsStayTogether,
  refusesAll,
} from './row-demands.js';
import {
  alarmsAlone,
  expectReport,
  parsesTable,
  randomColumn,
  randomTable,
} from './table-demands.js';

const property = (given: ReturnType<typeof hidden>, run: (t: TestContext) => Promise<void>): Test =>
  test({ ...given, kind: 'property' }, run);

/** Kinds of inputs that an exercise's hidden tests leave out, and why. */
export const exempt: Exemptions = {};

export const tests: TestsByExercise = {
  stridesOf: [
    stridesReachAll(hidden('shapes of other ranks', '其他阶数的形状', 0.5), [1, 2, 4, 5]),
    stridesOfSmallSizes(hidden('other axes of size 1 and 0', '其他大小为 1 和 0 的轴', 0.25)),
  ],
  broadcastShapes: [
    broadcastFits(hidden('other shapes that fit', '其他相容的形状', 0.5), [1, 2, 3, 4, 5, 5]),
    property(hidden('other shapes that do not fit', '其他不相容的形状', 0.5), async (t) => {
      for (const rank of [1, 2, 4]) {
        const [a, b] = clashingShapes(t, rank);
        await expectRefusal(t, 'broadcastShapes', `broadcastShapes([${b}], [${a}])`, [b, a]);
      }
    }),
    broadcastsEmpty(hidden('other axes of size 0', '其他大小为 0 的轴', 0.25), [1, 3, 2]),
  ],
  parseCsv: [
    parsesTable(hidden('a longer table', '更长的表', 0.5), (t) => randomTable(t, 40)),
    parsesTable(hidden('a longer table in CRLF', '以 CRLF 结尾的更长的表', 0.5), (t) =>
      randomTable(t, 20, '\r\n'),
    ),
    parsesTable(hidden('a table without right rows', '没有一行正确的表', 0.25), (t) => {
      const table = randomTable(t, 0);
      const text = `${table.text}\n\n1,${t.rng.integer(1, 9)}\n\n`;
      return { ...table, text, errors: [{ line: 3, reason: 'cells' }] };
    }),
    property(hidden('another header without a column', '另一个缺少列的表头', 0.25), async (t) => {
      const { schema, text } = randomTable(t, 3);
      const other = text.replace('age', 'ages');
      await expectRefusal(t, 'parseCsv', "parseCsv(…, 'ward,name,ages,note\\n…')", [
        schema as unknown as Value,
        other,
      ]);
    }),
  ],
  groupedSplit: [
    groupsStayTogether(hidden('groups of other sizes', '其他大小的分组', 0.5), [
      { groups: 20, fraction: 0.2 },
      { groups: 9, fraction: 0.7 },
      { groups: 8, fraction: 0.25, numbers: true },
    ]),
    // A right split leaves a group out in 60 draws less than once in a million classes.
    groupsHaveTheirChance(hidden('more groups have their chance', '更多分组也有机会', 0.5), {
      groups: 6,
      fraction: 0.25,
      expected: 2,
      draws: 60,
    }),
    groupShare(hidden('other shares', '其他比例', 0.5), [
      { groups: 9, fraction: 0.5, expected: 5 },
      { groups: 12, fraction: 0.7, expected: 8 },
      { groups: 3, fraction: 0.1, expected: 1 },
      { groups: 2, fraction: 0.9, expected: 1 },
    ]),
    refusesAll(
      hidden('it refuses others that do not fit', '拒绝其他不符合要求的输入', 0.25),
      'groupedSplit',
      [
        ['groupedSplit([7, 7, 7], 0.3, 2)', [[7, 7, 7], 0.3, 2]],
        ['groupedSplit([1, 2, 3], -0.5, 2)', [[1, 2, 3], -0.5, 2]],
        ['groupedSplit([1, 2, 3], 1.5, 2)', [[1, 2, 3], 1.5, 2]],
      ],
    ),
  ],
  batchIndices: [
    epochHasAll(hidden('other sizes', '其他大小', 0.5), [
      [33, 8],
      [17, 16],
      [20, 5],
      [1, 1],
      [1, 7],
    ]),
    everyOrderComes(hidden('every order of single rows', '每批一行时的每种次序', 0.25), 1),
    refusesAll(
      hidden('it refuses other sizes', '拒绝其他批次大小', 0.25),
      'batchIndices',
      [-1, 0.5, 3.2].map((size) => [`batchIndices(6, ${size}, 3)`, [6, size, 3]] as const),
    ),
  ],
  validate: [
    property(hidden('other columns', '其他的列', 0.5), async (t) => {
      for (const length of [2, 10, 80]) {
        const { values, expected } = randomColumn(t, length);
        const report = await t.reference.validate?.([...values], { ...expected });
        await expectReport(t, values, expected, report);
      }
    }),
    alarmsAlone(hidden('each alarm alone, other numbers', '每种警报单独出现，另一些数', 0.5)),
  ],
};
