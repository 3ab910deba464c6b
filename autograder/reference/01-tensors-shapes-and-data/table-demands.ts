/** The demands of lesson 01's tests about tables and columns. Nothing here knows the solution. */
import { type Test, type TestContext, test } from '../../judge/test.js';
import type { Value } from '../../judge/value.js';
import type { Given } from '../../test-kit/given.js';

interface Parsed {
  rows: Record<string, Value>[];
  errors: Record<string, Value>[];
}

/** What `parseCsv` gave, with its form looked at: rows have the schema's columns and no other. */
function expectParsed(t: TestContext, got: Value, columns: readonly string[]): Parsed {
  const { rows, errors } = t.expectObject(got, ['rows', 'errors'], 'parseCsv');
  t.expect(
    Array.isArray(rows) && Array.isArray(errors),
    { en: '`rows` and `errors` must be lists.', zh: '`rows` 和 `errors` 应是列表。' },
    { got },
  );
  return {
    errors: (errors as Value[]).map((error) => t.expectObject(error, ['line', 'reason'], 'errors')),
    rows: (rows as Value[]).map((row) => {
      const entries = t.expectObject(row, columns, 'rows');
      const more = Object.keys(entries).find((name) => !columns.includes(name));
      t.expect(
        more === undefined,
        {
          en: `A row has the column "${more}", which the schema does not ask for.`,
          zh: `某一行含有 schema 没有要求的列 "${more}"。`,
        },
        { got: row },
      );
      return entries;
    }),
  };
}

/** A call of `parseCsv` whose answer is known. */
export interface Table {
  schema: { name: string; kind: 'number' | 'text' }[];
  text: string;
  rows: Record<string, number | string | null>[];
  errors: { line: number; reason: string }[];
}

/** Compares rows first, then errors: the message names the first that differs. */
export async function expectTable(t: TestContext, table: Table): Promise<void> {
  const { schema, text, rows, errors } = table;
  const answer = await t.student.parseCsv?.(schema as unknown as Value, text);
  const columns = schema.map(({ name }) => name);
  const got = expectParsed(t, answer, columns);
  t.expectClose(got.rows, rows, { what: 'rows', atol: 0, rtol: 1e-12 });
  t.expectClose(got.errors, errors, { what: 'errors', atol: 0, rtol: 0 });
  t.expectArgumentsUnchanged();
}

export const parsesTable = (given: Given, draw: (t: TestContext) => Table): Test =>
  test({ kind: 'value', ...given }, async (t) => expectTable(t, draw(t)));

/** A random table of three columns, written out, with wrong lines among the right ones. */
export function randomTable({ rng }: TestContext, lines: number, end = '\n'): Table {
  const written = [['ward', 'name', 'age', 'note'].join(',')];
  const table: Table = {
    schema: [
      { name: 'name', kind: 'text' },
      { name: 'age', kind: 'number' },
      { name: 'ward', kind: 'number' },
    ],
    text: '',
    rows: [],
    errors: [],
  };
  for (let line = 2; line < lines + 2; line++) {
    const row = {
      name: rng.choice([null, `p${rng.integer(1, 99)}`, `"p${rng.integer(1, 99)}"`]),
      age: rng.uniform() < 0.2 ? null : rng.integer(1, 90),
      ward: Math.round(rng.uniform(-9, 9) * 100) / 100,
    };
    const cells = [`${row.ward}`, ` ${row.name ?? ''} `, `${row.age ?? ''}`, `"x" ${line}`];
    const kind = rng.uniform();
    if (kind < 0.12) {
      written.push('');
    } else if (kind < 0.24) {
      written.push(rng.uniform() < 0.5 ? cells.slice(1).join(',') : [...cells, ''].join(','));
      table.errors.push({ line, reason: 'cells' });
    } else if (kind < 0.36) {
      const wrong = rng.uniform() < 0.5;
      if (wrong) cells[0] = rng.choice([`${row.ward}C`, 'Infinity', '-Infinity']);
      if (!wrong || rng.uniform() < 0.5) cells[2] = 'unknown';
      const first = cells[2] === 'unknown' ? 'age' : 'ward';
      written.push(cells.join(','));
      table.errors.push({ line, reason: `not a number: ${first}` });
    } else {
      written.push(cells.join(','));
      table.rows.push(row);
    }
  }
  return { ...table, text: written.join(end) };
}

/** A column with some values missing and some out of range, and what is expected of it. */
export function randomColumn({ rng }: TestContext, length: number) {
  const mean = rng.uniform(20, 60);
  const deviation = rng.uniform(1, 4);
  const moved = rng.uniform(-2, 2) * deviation;
  const values = Array.from({ length }, () =>
    rng.uniform() < 0.2 ? null : rng.normal(mean + moved, deviation),
  );
  // One value at least is there, and one is not.
  values[0] = mean;
  values[1] = null;
  const expected = {
    min: mean - 2 * deviation,
    max: mean + 2 * deviation,
    missing: rng.uniform() < 0.5 ? 0.03 : 0.9,
    mean,
    deviation,
    drift: rng.uniform(0.1, 1.5),
  };
  return { values, expected };
}

/** The whole report as the solution gives it, alarms in their order. */
export async function expectReport(
  t: TestContext,
  values: (number | null)[],
  expected: Record<string, number>,
  report: Value,
): Promise<void> {
  const got = await t.student.validate?.(values, expected);
  const parts = t.expectObject(got, ['missing', 'outside', 'drift', 'alarms'], 'validate');
  t.expectClose(parts, report, { atol: 1e-9, rtol: 1e-9 });
}

/** Each alarm rings without the others, below `min` as above `max`, for a mean that fell. */
export const alarmsAlone = (given: Given): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const mean = t.rng.integer(20, 40);
    const expected = { min: mean - 8, max: mean + 8, missing: 0.25, mean, deviation: 4, drift: 1 };
    const quiet = { missing: 0, outside: 0, drift: 0 };
    // 2 of 5: neither the count nor the ratio to the values that are there is the same number.
    const missing = { ...quiet, missing: 0.4, alarms: ['missing'] };
    await expectReport(t, [mean, null, mean, null, mean], expected, missing);
    const outside = { ...quiet, outside: 2, alarms: ['range'] };
    await expectReport(t, [mean - 9, mean, mean + 9], expected, outside);
    const drift = { ...quiet, drift: 1.5, alarms: ['drift'] };
    await expectReport(t, [mean - 6, mean - 6], expected, drift);
    await expectReport(t, [mean - 6], expected, drift);
  });
