/** The demands of lesson 01's visible and hidden tests. Nothing here knows the solution. */
import type { Text } from '../../../src/messages/text.js';
import { type Test, type TestContext, test } from '../../judge/test.js';
import type { Value } from '../../judge/value.js';
import type { Given } from '../../test-kit/given.js';

/** The offset of each index of a shape, in the order of a row-major walk, by these strides. */
function offsets(shape: readonly number[], strides: readonly number[]): number[] {
  return shape.reduce<number[]>(
    (found, size, axis) =>
      found.flatMap((offset) =>
        Array.from({ length: size }, (_, i) => offset + i * (strides[axis] ?? Number.NaN)),
      ),
    [0],
  );
}

/** Sizes from 2 on, or from `smallest`. */
export const randomShape = ({ rng }: TestContext, rank: number, smallest = 2): number[] =>
  Array.from({ length: rank }, () => rng.integer(smallest, 6));

/** Strides lead to each place in memory once, in order. */
export const stridesReachAll = (given: Given, ranks: readonly number[]): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    for (const rank of ranks) {
      const shape = randomShape(t, rank);
      const strides = t.expectNumbers(await t.student.stridesOf?.([...shape]), 'stridesOf');
      t.expect(
        strides.length === rank,
        {
          en: `Shape [${shape}] has ${rank} axes and gets ${strides.length} strides.`,
          zh: `形状 [${shape}] 有 ${rank} 个轴，却得到 ${strides.length} 个步长。`,
        },
        { got: strides },
      );
      const got = offsets(shape, strides);
      const wrong = got.findIndex((offset, i) => offset !== i);
      t.expect(
        wrong < 0,
        {
          en: `In shape [${shape}] element ${wrong}, counted row by row, is looked for at ${got[wrong]}.`,
          zh: `形状为 [${shape}] 时，按行数第 ${wrong} 个元素被到位置 ${got[wrong]} 去找。`,
        },
        { got: strides },
      );
      t.expectArgumentsUnchanged();
    }
  });

/** Two shapes that fit: a result with some sizes put to 1, and with axes in front left out. */
function fittingShapes(t: TestContext, rank: number): [number[], number[], number[]] {
  const result = randomShape(t, rank);
  const [a, b] = [[...result], [...result]];
  for (const axis of result.keys()) {
    const which = t.rng.integer(0, 3);
    if (which === 1) a[axis] = 1;
    if (which === 2) b[axis] = 1;
  }
  const short = b.slice(t.rng.integer(0, rank));
  // What is left out counts as 1: there the other shape must keep its size.
  for (let axis = 0; axis < rank - short.length; axis++) a[axis] = result[axis] as number;
  return [a, short, result];
}

export const broadcastFits = (given: Given, ranks: readonly number[]): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    for (const rank of ranks) {
      const [a, b, result] = fittingShapes(t, rank);
      for (const [one, other] of [
        [a, b],
        [b, a],
      ] as const) {
        const what: Text = {
          en: `The shape of [${one}] and [${other}]`,
          zh: `[${one}] 与 [${other}] 的结果形状`,
        };
        const got = await t.student.broadcastShapes?.([...one], [...other]);
        t.expectClose(got, result, { what });
        t.expectArgumentsUnchanged();
      }
    }
  });

/** Two shapes that differ along one axis, neither size being 1. */
export function clashingShapes(t: TestContext, rank: number): [number[], number[]] {
  const [a, b] = fittingShapes(t, rank);
  const back = t.rng.integer(1, b.length + 1);
  const size = t.rng.integer(2, 6);
  a[rank - back] = size;
  b[b.length - back] = size + t.rng.integer(1, 4);
  return [a, b];
}

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
      name: rng.uniform() < 0.2 ? null : `p${rng.integer(1, 99)}`,
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
      if (wrong) cells[0] = `${row.ward}C`;
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

/** Groups of unequal sizes in mixed order. */
export function randomGroups({ rng }: TestContext, count: number, numbers = false) {
  const rows = Array.from({ length: count }, (_, i) => {
    const name = numbers ? 100 - i : `g${i}`;
    return new Array<string | number>(rng.integer(1, 6)).fill(name);
  });
  return rng.shuffle(rows.flat());
}

/** Both parts of a split, each row in one of them; and the groups of each. */
export function expectParts(t: TestContext, got: Value, groups: readonly (string | number)[]) {
  const parts = t.expectObject(got, ['train', 'test'], 'groupedSplit');
  const train = t.expectNumbers(parts.train, 'train');
  const held = t.expectNumbers(parts.test, 'test');
  const all = [...train, ...held].sort((a, b) => a - b);
  t.expectClose(all, [...groups.keys()], {
    what: { en: 'The rows of both parts together', zh: '两部分的行号合在一起' },
    atol: 0,
    rtol: 0,
  });
  const namesOf = (rows: number[]) => new Set(rows.map((row) => groups[row] as string | number));
  return { train: namesOf(train), test: namesOf(held), rows: { train, test: held } };
}

/** No group is on both sides, every row is on one. */
export const groupsStayTogether = (
  given: Given,
  splits: readonly { groups: number; fraction: number; numbers?: boolean }[],
): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    for (const { groups: count, fraction, numbers } of splits) {
      const groups = randomGroups(t, count, numbers);
      const got = await t.student.groupedSplit?.(groups, fraction, t.rng.integer(0, 1000));
      const { train, test: held } = expectParts(t, got, groups);
      const both = [...held].find((group) => train.has(group));
      t.expect(
        both === undefined,
        {
          en: `Group ${both} is in both parts.`,
          zh: `分组 ${both} 同时出现在两部分中。`,
        },
        { got },
      );
      t.expectArgumentsUnchanged();
    }
  });

/** The test part has as many groups as the fraction says. */
export const groupShare = (
  given: Given,
  splits: readonly { groups: number; fraction: number; expected: number }[],
): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    for (const { groups: count, fraction, expected } of splits) {
      const groups = randomGroups(t, count);
      const got = await t.student.groupedSplit?.(groups, fraction, t.rng.integer(0, 1000));
      const { size } = expectParts(t, got, groups).test;
      t.expect(
        size === expected,
        {
          en: `Of ${count} groups and a fraction of ${fraction}, ${expected} groups belong in the test part. Got: ${size}.`,
          zh: `共有 ${count} 个分组、比例为 ${fraction} 时，测试部分应有 ${expected} 个分组。得到：${size}。`,
        },
        { got },
      );
    }
  });

/** An epoch of `n` rows: sizes of its batches, and each row once. */
export function expectEpoch(t: TestContext, got: Value, n: number, batchSize: number): number[] {
  t.expect(
    Array.isArray(got),
    { en: 'The answer must be a list of batches.', zh: '结果应是由批次组成的列表。' },
    { got },
  );
  const batches = (got as Value[]).map((batch) => t.expectNumbers(batch, 'batchIndices'));
  const sizes = Array.from({ length: Math.ceil(n / batchSize) }, (_, i) =>
    Math.min(batchSize, n - i * batchSize),
  );
  t.expectClose(
    batches.map(({ length }) => length),
    sizes,
    { what: { en: 'The sizes of the batches', zh: '各批次的大小' }, atol: 0, rtol: 0 },
  );
  const order = batches.flat();
  t.expectClose(
    [...order].sort((a, b) => a - b),
    Array.from({ length: n }, (_, i) => i),
    { what: { en: 'All rows of the epoch', zh: '这一轮的全部行号' }, atol: 0, rtol: 0 },
  );
  return order;
}

export const epochHasAll = (given: Given, sizes: readonly (readonly [number, number])[]): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    for (const [n, batchSize] of sizes) {
      const got = await t.student.batchIndices?.(n, batchSize, t.rng.integer(0, 1000));
      expectEpoch(t, got, n, batchSize);
    }
  });

/** The same seed gives the same, and of several others one at least gives something else. */
export async function seedMatters(
  t: TestContext,
  ask: (seed: number) => Promise<Value>,
): Promise<void> {
  const seed = t.rng.integer(0, 1000);
  const first = JSON.stringify(await ask(seed));
  const again = await ask(seed);
  t.expect(
    JSON.stringify(again) === first,
    { en: 'The same seed gives two different answers.', zh: '同一个种子给出了两个不同的结果。' },
    { got: again },
  );
  let others = 0;
  for (let more = 1; more <= 4; more++) {
    if (JSON.stringify(await ask(seed + more)) !== first) others++;
  }
  t.expect(
    others > 0,
    { en: 'Five seeds give the same answer.', zh: '五个种子给出同一个结果。' },
    { got: again },
  );
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
