/** Right solutions of lesson 01 in other styles, each of which its exercise's tests must accept. */
import { createRng } from '../../../src/backend/random.js';
import type { VariantsByExercise } from '../parts.js';

/** From the last axis to the first, with an explicit index. */
function broadcastByLoop(a: number[], b: number[]): number[] {
  const result: number[] = [];
  let [i, j] = [a.length - 1, b.length - 1];
  while (i >= 0 || j >= 0) {
    const m = i >= 0 ? (a[i] as number) : 1;
    const n = j >= 0 ? (b[j] as number) : 1;
    if (m !== n && Math.min(m, n) !== 1 && m !== 1 && n !== 1) throw RangeError('no fit');
    result.push(m === 1 ? n : m);
    i--;
    j--;
  }
  return result.reverse();
}

function broadcastByRecursion(a: number[], b: number[]): number[] {
  if (a.length === 0) return [...b];
  if (b.length === 0) return [...a];
  const [m, n] = [a.at(-1) as number, b.at(-1) as number];
  if (m !== n && m !== 1 && n !== 1) throw new RangeError(`[${a}] does not fit [${b}]`);
  return [...broadcastByRecursion(a.slice(0, -1), b.slice(0, -1)), m === 1 ? n : m];
}

type Column = { name: string; kind: 'number' | 'text' };

/** Lines end by a regular expression; rows are Maps turned into objects at the end. */
function parseWithMaps(schema: Column[], text: string) {
  const lines = text.split(/\r?\n/);
  const header = (lines.shift() ?? '').split(',').map((name) => name.trim());
  const place = new Map(header.map((name, i) => [name, i]));
  for (const { name } of schema) if (!place.has(name)) throw new RangeError(name);
  const rows: Record<string, string | number | null>[] = [];
  const errors: { reason: string; line: number }[] = [];
  let line = 1;
  for (const content of lines) {
    line++;
    if (/^\s*$/.test(content)) continue;
    const cells = content.split(',');
    if (cells.length !== header.length) {
      errors.push({ reason: 'cells', line });
      continue;
    }
    const row = new Map<string, string | number | null>();
    let bad: string | undefined;
    for (const { name, kind } of schema) {
      const cell = (cells[place.get(name) ?? -1] ?? '').trim();
      if (cell === '') row.set(name, null);
      else if (kind === 'text') row.set(name, cell);
      else if (Number.isFinite(+cell)) row.set(name, +cell);
      else bad ??= name;
    }
    if (bad === undefined) rows.push(Object.fromEntries([...row].reverse()));
    else errors.push({ reason: `not a number: ${bad}`, line });
  }
  return { errors, rows };
}

/** Each line becomes a row or an exception, caught outside. */
function parseWithExceptions(schema: Column[], text: string) {
  const [first = [], ...body] = text.split('\n').map((line) => line.trim().split(/\s*,\s*/));
  const indices = schema.map(({ name }) => {
    const index = first.indexOf(name);
    if (index < 0) throw new RangeError(`no column ${name}`);
    return index;
  });
  const rows: Record<string, string | number | null>[] = [];
  const errors: { line: number; reason: string }[] = [];
  body.forEach((cells, i) => {
    if (cells.length === 1 && cells[0] === '') return;
    try {
      if (cells.length !== first.length) throw new Error('cells');
      const row: Record<string, string | number | null> = {};
      schema.forEach(({ name, kind }, k) => {
        const cell = cells[indices[k] as number] as string;
        const number = Number(cell);
        if (kind === 'number' && !Number.isFinite(number)) throw new Error(`not a number: ${name}`);
        row[name] = cell === '' ? null : kind === 'number' ? number : cell;
      });
      rows.push(row);
    } catch (error) {
      errors.push({ line: i + 2, reason: (error as Error).message });
    }
  });
  return { rows, errors };
}

const groupCount = (fraction: number, count: number): number => {
  if (count < 2) throw new RangeError('one group');
  if (!(fraction > 0) || !(fraction < 1)) throw new RangeError('fraction');
  return Math.max(1, Math.min(count - 1, Math.round(count * fraction)));
};

/** Each group draws a number; those with the smallest go to the test part. */
function splitByLots(groups: (string | number)[], fraction: number, seed: number) {
  const rng = createRng(`lots ${seed}`);
  const rows = new Map<string | number, number[]>();
  for (const [row, group] of groups.entries()) rows.set(group, [...(rows.get(group) ?? []), row]);
  const count = groupCount(fraction, rows.size);
  const lots = [...rows.values()].map((own) => ({ own, lot: rng.uniform() }));
  lots.sort((a, b) => a.lot - b.lot);
  return {
    test: lots.slice(0, count).flatMap(({ own }) => own),
    train: lots.slice(count).flatMap(({ own }) => own),
  };
}

/** Takes groups out of a list one by one. */
function splitBySplicing(groups: (string | number)[], fraction: number, seed: number) {
  const names = Array.from(new Set(groups));
  const rng = createRng(seed);
  const chosen: (string | number)[] = [];
  for (let left = groupCount(fraction, names.length); left > 0; left--) {
    chosen.push(...names.splice(rng.integer(0, names.length), 1));
  }
  const parts: { train: number[]; test: number[] } = { train: [], test: [] };
  for (let row = groups.length - 1; row >= 0; row--) {
    parts[chosen.includes(groups[row] as string) ? 'test' : 'train'].push(row);
  }
  return parts;
}

const needSize = (size: number): void => {
  if (size < 1 || size % 1 !== 0) throw new RangeError(`batches of ${size}`);
};

interface Expected {
  min: number;
  max: number;
  missing: number;
  mean: number;
  deviation: number;
  drift: number;
}

export const variants: VariantsByExercise = {
  stridesOf: [
    {
      name: 'a product for each axis',
      fn: (shape: number[]) =>
        shape.map((_, axis) => shape.slice(axis + 1).reduce((all, size) => all * size, 1)),
    },
    {
      name: 'by recursion',
      fn: function strides(shape: number[]): number[] {
        const [, ...rest] = shape;
        if (shape.length === 0) return [];
        const behind = strides(rest);
        return [(behind[0] ?? 1) * (rest[0] ?? 1), ...behind];
      },
    },
  ],
  broadcastShapes: [
    { name: 'from the last axis on', fn: broadcastByLoop },
    { name: 'by recursion', fn: broadcastByRecursion },
  ],
  parseCsv: [
    { name: 'with maps', fn: parseWithMaps },
    { name: 'with exceptions', fn: parseWithExceptions },
  ],
  groupedSplit: [
    { name: 'by lots', fn: splitByLots },
    { name: 'by splicing', fn: splitBySplicing },
  ],
  batchIndices: [
    {
      name: 'a list that is used up',
      fn: (n: number, size: number, seed: number) => {
        needSize(size);
        const order = createRng(seed).shuffle(Array.from({ length: n }, (_, i) => i));
        const batches: number[][] = [];
        while (order.length > 0) batches.push(order.splice(0, size));
        return batches;
      },
    },
    {
      name: 'sorted by random keys, dealt out',
      fn: (n: number, size: number, seed: number) => {
        needSize(size);
        const keys = [...createRng(`keys ${seed}`).uniforms(n)];
        const order = [...keys.keys()].sort((a, b) => (keys[a] as number) - (keys[b] as number));
        const batches: number[][] = [];
        order.forEach((row, i) => {
          const batch = Math.floor(i / size);
          batches[batch] = [...(batches[batch] ?? []), row];
        });
        return batches;
      },
    },
  ],
  validate: [
    {
      name: 'one loop',
      fn: (values: (number | null)[], expected: Expected) => {
        let [absent, outside, sum, count] = [0, 0, 0, 0];
        for (const value of values) {
          if (value === null) {
            absent++;
            continue;
          }
          count++;
          sum += value;
          if (value < expected.min || value > expected.max) outside++;
        }
        const missing = absent / Math.max(values.length, 1);
        const far = count === 0 ? 0 : (sum / count - expected.mean) / expected.deviation;
        const drift = far < 0 ? -far : far;
        const alarms: string[] = [];
        if (missing > expected.missing) alarms.push('missing');
        if (outside !== 0) alarms.push('range');
        if (drift > expected.drift) alarms.push('drift');
        return { alarms, drift, outside, missing };
      },
    },
    {
      name: 'alarms by a table',
      fn: (values: (number | null)[], expected: Expected) => {
        const there = values.flatMap((value) => (value === null ? [] : [value]));
        const inside = there.filter((value) => value >= expected.min && value <= expected.max);
        const missing = values.length ? 1 - there.length / values.length : 0;
        const outside = there.length - inside.length;
        const deviations = there.map((value) => (value - expected.mean) / expected.deviation);
        const drift = there.length
          ? Math.abs(deviations.reduce((a, b) => a + b) / there.length)
          : 0;
        const table: [string, boolean][] = [
          ['missing', missing > expected.missing],
          ['range', outside > 0],
          ['drift', drift > expected.drift],
        ];
        return {
          missing,
          outside,
          drift,
          alarms: table.flatMap(([name, on]) => (on ? [name] : [])),
        };
      },
    },
  ],
};
