/** The tests that students see of lesson 01's exercises about tables and columns. */
import { type TestsByExercise, test } from '../../judge/test.js';
import { shown } from '../../test-kit/given.js';
import { expectRefusal } from '../../test-kit/refuses.js';
import { randomInput, workedExample } from '../../test-kit/words.js';
import {
  alarmsAlone,
  expectReport,
  expectTable,
  parsesTable,
  randomColumn,
} from './table-demands.js';

const patients = [
  { name: 'patient', kind: 'text' },
  { name: 'pulse', kind: 'number' },
] as const;

export const tableTests: TestsByExercise = {
  parseCsv: [
    parsesTable(
      shown(workedExample, 0.5, {
        en: 'Cells of a number column become numbers, but an empty one null; "high" is no number, so its line is an error. It is line 3, as the header is line 1.',
        zh: '数值列的单元格要变成数，空的变成 null；"high" 不是数，所以那一行是错误。它是第 3 行，因为表头是第 1 行。',
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
        en: 'Number("") is 0, but a pulse that nobody took is null. Lines that are empty, or nothing but spaces, are skipped, and counted.',
        zh: '`Number("")` 是 0，但没有测的脉搏应为 null。空的、或只有空格的行要跳过，但仍计入行号。',
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
      shown({ en: 'errors with line and reason', zh: '出错的行与原因' }, 0.5, {
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
    parsesTable(
      shown({ en: 'lines that end in CRLF', zh: '以 CRLF 结尾的行' }, 0.25, {
        en: 'A line may end in "\\r\\n": the "\\r" belongs to no cell, and to no name in the header.',
        zh: '一行可以以 "\\r\\n" 结尾："\\r" 不属于任何单元格，也不属于表头里的名字。',
      }),
      ({ rng }) => {
        const pulse = rng.integer(50, 99);
        return {
          schema: [...patients],
          text: `pulse,patient\r\n${pulse},p1\r\n\r\nhigh,p2\r\n,p3\r\n`,
          rows: [
            { patient: 'p1', pulse },
            { patient: 'p3', pulse: null },
          ],
          errors: [{ line: 4, reason: 'not a number: pulse' }],
        };
      },
    ),
    test(
      {
        ...shown({ en: 'a header without a wanted column', zh: '表头缺少所需的列' }, 0.25, {
          en: 'Without the column no row can be read: that is an error of the whole table, so throw a RangeError.',
          zh: '缺了这一列，任何一行都读不出来：这是整张表的错误，应抛出 RangeError。',
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
  validate: [
    test(
      {
        ...shown(workedExample, 0.25, {
          en: '`missing` is a share of all values, the nulls among them; mean and range look only at those that are there.',
          zh: '`missing` 是占全部值的比例，null 也计入总数；均值与范围只看存在的值。',
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
    alarmsAlone(
      shown({ en: 'each alarm alone', zh: '每种警报单独出现' }, 0.5, {
        en: 'Each alarm looks at its own number. Outside is below `min` as well as above `max`; a mean that fell drifts, too.',
        zh: '每种警报只看自己的数。低于 `min` 和高于 `max` 都算 outside；均值下降也是漂移。',
      }),
    ),
    test(
      {
        ...shown(randomInput, 0.25, {
          en: '`missing` is a share of all values; `outside` counts; `drift` is the distance of the means in deviations, whichever way it went.',
          zh: '`missing` 是占全部值的比例；`outside` 是个数；`drift` 是两个均值之差，以标准差为单位，不论方向。',
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
