/** The reference solution of lesson 01. Each function is written as a student would hand it in. */
import { createRng } from '../../../src/backend/random.js';

export function stridesOf(shape: number[]): number[] {
  const strides: number[] = [];
  let step = 1;
  for (const size of [...shape].reverse()) {
    strides.unshift(step);
    step *= size;
  }
  return strides;
}

export function broadcastShapes(a: number[], b: number[]): number[] {
  const rank = Math.max(a.length, b.length);
  const padded = (shape: number[]) => [...Array(rank - shape.length).fill(1), ...shape];
  const others = padded(b);
  return padded(a).map((size, axis) => {
    const other = others[axis];
    if (size === other || other === 1) return size;
    if (size === 1) return other;
    throw new RangeError(`Sizes ${size} and ${other} of axis ${axis} do not fit.`);
  });
}

export function parseCsv(
  schema: { name: string; kind: 'number' | 'text' }[],
  text: string,
): {
  rows: Record<string, number | string | null>[];
  errors: { line: number; reason: string }[];
} {
  const cellsOf = (line: string) => line.split(',').map((cell) => cell.trim());
  const [first = '', ...lines] = text.split('\n');
  const header = cellsOf(first);
  if (!schema.every(({ name }) => header.includes(name))) {
    throw new RangeError('The header lacks a column.');
  }
  const rows: Record<string, number | string | null>[] = [];
  const errors: { line: number; reason: string }[] = [];
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const cells = cellsOf(line);
    const row: Record<string, number | string | null> = {};
    let reason = cells.length === header.length ? '' : 'cells';
    for (const { name, kind } of schema) {
      const cell = cells[header.indexOf(name)] ?? '';
      const value = kind === 'number' ? Number(cell) : cell;
      if (reason === '' && value !== cell && !Number.isFinite(value)) {
        reason = `not a number: ${name}`;
      }
      row[name] = cell === '' ? null : value;
    }
    if (reason === '') rows.push(row);
    else errors.push({ line: i + 2, reason });
  }
  return { rows, errors };
}

export function groupedSplit(
  groups: (string | number)[],
  testFraction: number,
  seed: number,
): { train: number[]; test: number[] } {
  const names = createRng(seed).shuffle([...new Set(groups)]);
  if (names.length < 2) throw new RangeError('A split needs two groups.');
  if (!(testFraction > 0 && testFraction < 1)) {
    throw new RangeError('The fraction lies between 0 and 1.');
  }
  const wanted = Math.round(testFraction * names.length);
  const count = Math.min(Math.max(wanted, 1), names.length - 1);
  const inTest = new Set(names.slice(0, count));
  const train: number[] = [];
  const test: number[] = [];
  for (const [row, group] of groups.entries()) {
    (inTest.has(group) ? test : train).push(row);
  }
  return { train, test };
}

export function batchIndices(n: number, batchSize: number, seed: number): number[][] {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError('A batch has one row or more.');
  }
  const order = createRng(seed).permutation(n);
  const batches: number[][] = [];
  for (let from = 0; from < n; from += batchSize) {
    batches.push(order.slice(from, from + batchSize));
  }
  return batches;
}

export function validate(
  values: (number | null)[],
  expected: {
    min: number;
    max: number;
    missing: number;
    mean: number;
    deviation: number;
    drift: number;
  },
): { missing: number; outside: number; drift: number; alarms: string[] } {
  const { min, max, mean, deviation } = expected;
  const there = values.filter((value): value is number => value !== null);
  const missing = values.length === 0 ? 0 : (values.length - there.length) / values.length;
  const outside = there.filter((value) => value < min || value > max).length;
  let drift = 0;
  if (there.length > 0) {
    const sum = there.reduce((total, value) => total + value, 0);
    drift = Math.abs(sum / there.length - mean) / deviation;
  }
  const alarms: string[] = [];
  if (missing > expected.missing) alarms.push('missing');
  if (outside > 0) alarms.push('range');
  if (drift > expected.drift) alarms.push('drift');
  return { missing, outside, drift, alarms };
}
