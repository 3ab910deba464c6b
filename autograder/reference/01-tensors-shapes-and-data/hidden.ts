/** The hidden tests of lesson 01: the demands of the visible ones, on other inputs. */
import { type Test, type TestContext, type TestsByExercise, test } from '../../judge/test.js';
import type { Exemptions } from '../../test-kit/contract.js';
import { unseen } from '../../test-kit/given.js';
import { expectRefusal } from '../../test-kit/refuses.js';
import {
  broadcastFits,
  clashingShapes,
  epochHasAll,
  expectEpoch,
  expectParts,
  expectReport,
  groupShare,
  groupsStayTogether,
  parsesTable,
  randomColumn,
  randomGroups,
  randomShape,
  randomTable,
  stridesReachAll,
} from './demands.js';

const hidden = (en: string, zh: string, points: number) => unseen({ en, zh }, points);

const property = (given: ReturnType<typeof hidden>, run: (t: TestContext) => Promise<void>): Test =>
  test({ ...given, kind: 'property' }, run);

/** Kinds of inputs that an exercise's hidden tests leave out, and why. */
export const exempt: Exemptions = {};

export const tests: TestsByExercise = {
  stridesOf: [
    stridesReachAll(hidden('shapes of other ranks', '其他阶数的形状', 0.5), [1, 2, 4, 5]),
    property(hidden('axes of size 1 and 0', '大小为 1 和 0 的轴', 0.25), async (t) => {
      const [a, b, c] = randomShape(t, 3) as [number, number, number];
      t.expectClose(await t.student.stridesOf?.([a, 1, b]), [b, b, 1]);
      t.expectClose(await t.student.stridesOf?.([1, c, 1]), [c, 1, 1]);
      t.expectClose(await t.student.stridesOf?.([a, 0, c]), [0, c, 1]);
    }),
  ],
  broadcastShapes: [
    broadcastFits(hidden('other shapes that fit', '其他相容的形状', 0.5), [1, 2, 3, 4, 5, 5]),
    property(hidden('other shapes that do not fit', '其他不相容的形状', 0.5), async (t) => {
      for (const rank of [1, 2, 4]) {
        const [a, b] = clashingShapes(t, rank);
        await expectRefusal(t, 'broadcastShapes', `broadcastShapes([${b}], [${a}])`, [b, a]);
      }
    }),
    property(hidden('axes of size 0', '大小为 0 的轴', 0.25), async (t) => {
      const [a = 2, b = 3] = randomShape(t, 2);
      t.expectClose(await t.student.broadcastShapes?.([a, 0], [1]), [a, 0]);
      t.expectClose(await t.student.broadcastShapes?.([1], [0]), [0]);
      await expectRefusal(t, 'broadcastShapes', `broadcastShapes([0], [${b}])`, [[0], [b]]);
    }),
  ],
  parseCsv: [
    parsesTable(hidden('a longer table', '更长的表', 0.5), (t) => randomTable(t, 40)),
    parsesTable(hidden('lines that end in CRLF', '以 CRLF 结尾的行', 0.5), (t) =>
      randomTable(t, 20, '\r\n'),
    ),
    parsesTable(hidden('a table without right rows', '没有一行正确的表', 0.5), (t) => {
      const table = randomTable(t, 0);
      const text = `${table.text}\n\n1,${t.rng.integer(1, 9)}\n\n`;
      return { ...table, text, errors: [{ line: 3, reason: 'cells' }] };
    }),
  ],
  groupedSplit: [
    groupsStayTogether(hidden('groups of other sizes', '其他大小的分组', 0.5), [
      { groups: 20, fraction: 0.2 },
      { groups: 9, fraction: 0.7 },
      { groups: 8, fraction: 0.25, numbers: true },
    ]),
    property(hidden('every group has its chance', '每个分组都有机会', 0.5), async (t) => {
      const groups = randomGroups(t, 6);
      const seen = new Set<string | number>();
      const first = t.rng.integer(0, 1000);
      // A right split leaves one out in 60 draws less than once in a million classes.
      for (let seed = first; seed < first + 60; seed++) {
        const got = await t.student.groupedSplit?.(groups, 1 / 3, seed);
        for (const group of expectParts(t, got, groups).test) seen.add(group);
      }
      t.expect(seen.size === 6, {
        en: `In 60 splits only ${seen.size} of 6 groups were ever in the test part.`,
        zh: `60 次划分中，6 个分组里只有 ${seen.size} 个曾进入测试部分。`,
      });
    }),
    groupShare(hidden('other shares', '其他比例', 0.5), [
      { groups: 9, fraction: 0.5, expected: 5 },
      { groups: 12, fraction: 0.7, expected: 8 },
      { groups: 3, fraction: 0.1, expected: 1 },
      { groups: 2, fraction: 0.9, expected: 1 },
    ]),
  ],
  batchIndices: [
    epochHasAll(hidden('other sizes', '其他大小', 0.5), [
      [33, 8],
      [17, 16],
      [20, 5],
      [1, 1],
      [1, 7],
    ]),
    property(hidden('every row can come first', '每一行都可能排在最前', 0.25), async (t) => {
      const seen = new Set<number | undefined>();
      const first = t.rng.integer(0, 1000);
      // Less than once in a million classes a right order leaves one out.
      for (let seed = first; seed < first + 80; seed++) {
        seen.add(expectEpoch(t, await t.student.batchIndices?.(4, 2, seed), 4, 2)[0]);
      }
      t.expect(seen.size === 4, {
        en: `In 80 epochs only ${seen.size} of 4 rows ever came first.`,
        zh: `80 轮中，4 行里只有 ${seen.size} 行曾排在最前。`,
      });
    }),
  ],
  validate: [
    property(hidden('other columns', '其他的列', 0.5), async (t) => {
      for (const length of [2, 10, 80]) {
        const { values, expected } = randomColumn(t, length);
        const report = await t.reference.validate?.([...values], { ...expected });
        await expectReport(t, values, expected, report);
      }
    }),
    property(hidden('each alarm alone', '每种警报单独出现', 0.5), async (t) => {
      const mean = t.rng.integer(20, 40);
      const expected = {
        min: mean - 8,
        max: mean + 8,
        missing: 0.25,
        mean,
        deviation: 4,
        drift: 1,
      };
      const quiet = { missing: 0, outside: 0, drift: 0 };
      const missing = { ...quiet, missing: 0.5, alarms: ['missing'] };
      await expectReport(t, [mean, null], expected, missing);
      const outside = { ...quiet, outside: 2, alarms: ['range'] };
      await expectReport(t, [mean - 9, mean, mean + 9], expected, outside);
      const drift = { ...quiet, drift: 1.5, alarms: ['drift'] };
      await expectReport(t, [mean - 6, mean - 6], expected, drift);
      await expectReport(t, [mean - 6], expected, drift);
    }),
  ],
};
