/** Guesses about numbers that differ from the expected ones, all of them in one way. */
import { TensorValue, type Value } from './value.js';
import type { Likely } from './verdict.js';

/** More numbers than this are not looked at: a guess is not worth the time. */
const mostNumbers = 100_000;

interface Numbers {
  data: ArrayLike<number>;
  shape: readonly number[];
}

/** Numbers with a shape, of a tensor, a number, a list or nested lists of one shape. */
function numbersOf(value: Value): Numbers | undefined {
  if (value instanceof TensorValue) {
    if (value.dtype === 'complex64') return undefined;
    return { data: value.data, shape: value.shape };
  }
  if (typeof value === 'number') return { data: [value], shape: [] };
  if (ArrayBuffer.isView(value)) {
    if (value instanceof BigInt64Array || value instanceof BigUint64Array) return undefined;
    return { data: value, shape: [value.length] };
  }
  if (!Array.isArray(value) || value.length > mostNumbers) return undefined;
  if (value.every((item) => typeof item === 'number')) {
    return { data: value, shape: [value.length] };
  }
  const rows = value.map((row) =>
    Array.isArray(row) && row.every((item) => typeof item === 'number') ? row : undefined,
  );
  const width = rows[0]?.length;
  if (width === undefined || rows.some((row) => row?.length !== width)) return undefined;
  return { data: (rows as number[][]).flat(), shape: [rows.length, width] };
}

/** How many numbers a value holds, where all of it is numbers in one shape; else 0. */
export const countNumbers = (value: Value): number => numbersOf(value)?.data.length ?? 0;

/** Within this share of the larger number two are the same; float32 sums differ by some 1e-5. */
const closeness = 1e-3;

function isClose(a: number, b: number, scale: number): boolean {
  if (a === b) return true;
  return Math.abs(a - b) <= closeness * Math.max(Math.abs(a), Math.abs(b)) + 1e-6 * scale;
}

const largest = (data: ArrayLike<number>): number => {
  let most = 0;
  for (let i = 0; i < data.length; i++) most = Math.max(most, Math.abs(data[i] ?? 0));
  return most;
};

/** Whether `of` turns every expected number into the one that came. */
function explains(got: Numbers, expected: Numbers, of: (x: number, i: number) => number): boolean {
  const scale = largest(expected.data);
  for (let i = 0; i < expected.data.length; i++) {
    const value = of(expected.data[i] ?? 0, i);
    if (Number.isNaN(value) || !isClose(got.data[i] ?? 0, value, scale)) return false;
  }
  return true;
}

function isFiniteAll({ data }: Numbers): boolean {
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return false;
  return true;
}

export function likelyNumbers(
  gotValue: Value,
  expectedValue: Value,
  args: readonly Value[],
): Likely | undefined {
  const [got, expected] = [numbersOf(gotValue), numbersOf(expectedValue)];
  if (got === undefined || expected === undefined) return undefined;
  const size = expected.data.length;
  if (size === 0 || size !== got.data.length || size > mostNumbers) return undefined;
  if (!isFiniteAll(got) || !isFiniteAll(expected)) return undefined;
  // So close to what is right they are close to much else too, above all far from 0.
  if (explains(got, expected, (x) => x)) return undefined;
  return (
    unchanged(got, args) ??
    scaled(got, expected, args) ??
    reordered(got, expected) ??
    shares(got, expected) ??
    mapped(got, expected) ??
    shifted(got, expected)
  );
}

/** One of the arguments, handed back. */
function unchanged(got: Numbers, args: readonly Value[]): Likely | undefined {
  const index = args.findIndex((arg) => {
    const given = numbersOf(arg);
    if (given === undefined || given.data.length < 2) return false;
    return given.shape.join() === got.shape.join() && explains(got, given, (x) => x);
  });
  return index < 0 ? undefined : { code: 'argument-returned', params: { argument: index + 1 } };
}

/** Sizes that a sum or a mean may have forgotten, with what they are. */
function sizesOf(expected: Numbers, args: readonly Value[]): Map<number, string> {
  const sizes = new Map<number, string>();
  const add = (size: number | undefined, what: string): void => {
    if (size !== undefined && size > 1 && !sizes.has(size)) sizes.set(size, what);
  };
  const shapes = args.flatMap((arg) => {
    const numbers = arg instanceof TensorValue ? arg : numbersOf(arg);
    return numbers === undefined ? [] : [numbers.shape];
  });
  for (const [i, shape] of shapes.entries()) {
    shape.forEach((size, axis) => {
      add(size, i === 0 && axis === 0 ? 'batch' : 'axis');
    });
  }
  for (const size of expected.shape) add(size, 'axis');
  for (const shape of shapes) {
    add(
      shape.reduce((a, b) => a * b, 1),
      'all',
    );
  }
  return sizes;
}

/** By what the size is of; with the wrong sign the second. */
const scaleCodes = {
  times: { axis: ['times', 'times-sign'], batch: ['times-batch', 'times-batch-sign'] },
  divided: { axis: ['divided', 'divided-sign'], batch: ['divided-batch', 'divided-batch-sign'] },
} as const;

function scaled(got: Numbers, expected: Numbers, args: readonly Value[]): Likely | undefined {
  const scale = largest(expected.data);
  let at = 0;
  for (let i = 0; i < expected.data.length; i++) {
    if (Math.abs(expected.data[i] ?? 0) === scale) at = i;
  }
  if (scale === 0) return undefined;
  const ratio = (got.data[at] ?? 0) / (expected.data[at] ?? 1);
  if (ratio === 0) {
    const isZero = explains(got, expected, () => 0);
    return isZero ? { code: 'all-zero', params: {} } : undefined;
  }
  if (!explains(got, expected, (x) => x * ratio)) return undefined;
  const factor = Math.abs(ratio);
  const sign = ratio < 0;
  const near = (x: number): boolean => Math.abs(factor - x) < closeness * x;
  if (near(1)) return sign ? { code: 'sign', params: {} } : undefined;
  for (const [size, what] of sizesOf(expected, args)) {
    const of = near(size) ? 'times' : near(1 / size) ? 'divided' : undefined;
    if (of === undefined) continue;
    const code = scaleCodes[of][what === 'batch' ? 'batch' : 'axis'][sign ? 1 : 0];
    return { code, params: { size } };
  }
  // A single number is some multiple of any other: only a factor that has a name explains it.
  const named = [
    [2, 'double'],
    [0.5, 'half'],
    [Math.LN2, 'log2'],
    [Math.LOG2E, 'log2'],
    [Math.LN10, 'log10'],
    [Math.LOG10E, 'log10'],
  ] as const;
  const [, code] = named.find(([value]) => near(value)) ?? [];
  if (code !== undefined && !sign) return { code, params: {} };
  const nonZero = Array.from(expected.data).filter((x) => Math.abs(x) > 1e-6 * scale).length;
  if (nonZero < 3 || isConstant(expected)) return undefined;
  return { code: 'factor', params: { factor: Number(ratio.toPrecision(4)) } };
}

const isConstant = ({ data }: Numbers): boolean => Array.from(data).every((x) => x === data[0]);

function reordered(got: Numbers, expected: Numbers): Likely | undefined {
  if (isConstant(expected) || got.data.length < 2) return undefined;
  const { shape } = expected;
  const [rows = 1, columns = 1] = shape.slice(-2);
  if (shape.length === 2 && rows === columns) {
    const flipped = (i: number): number => (i % columns) * columns + Math.floor(i / columns);
    if (explains(got, expected, (_, i) => expected.data[flipped(i)] ?? 0)) {
      return { code: 'transposed-values', params: {} };
    }
  }
  if (shape.length === 2 && rows > 1 && columns > 1) {
    // The transpose's numbers in the right shape: reshaped where it should have been transposed.
    const column = (i: number): number => (i % rows) * columns + Math.floor(i / rows);
    if (explains(got, expected, (_, i) => expected.data[column(i)] ?? 0)) {
      return { code: 'reshaped', params: {} };
    }
  }
  const last = expected.data.length - 1;
  if (explains(got, expected, (_, i) => expected.data[last - i] ?? 0)) {
    return { code: 'reversed', params: {} };
  }
  const sorted = ({ data, shape: same }: Numbers): Numbers => ({
    data: Float64Array.from(Array.from(data)).sort(),
    shape: same,
  });
  if (explains(sorted(got), sorted(expected), (x) => x)) return { code: 'permuted', params: {} };
  return undefined;
}

const sums = ({ data, shape }: Numbers): { rows: number[]; columns: number[]; all: number } => {
  const width = shape[1] ?? 1;
  const rows = new Array<number>(shape[0] ?? 0).fill(0);
  const columns = new Array<number>(width).fill(0);
  let all = 0;
  for (let i = 0; i < data.length; i++) {
    const x = data[i] ?? 0;
    const row = Math.floor(i / width);
    rows[row] = (rows[row] ?? 0) + x;
    columns[i % width] = (columns[i % width] ?? 0) + x;
    all += x;
  }
  return { rows, columns, all };
};

const allOne = (list: readonly number[]): boolean => list.every((x) => Math.abs(x - 1) < closeness);

/** Probabilities that sum to 1 along another axis than they should, or along none. */
function shares(got: Numbers, expected: Numbers): Likely | undefined {
  if (expected.shape.length !== 2 || expected.shape.includes(1)) return undefined;
  const [want, have] = [sums(expected), sums(got)];
  for (const [wanted, other, axis, wrong] of [
    ['rows', 'columns', 1, 0],
    ['columns', 'rows', 0, 1],
  ] as const) {
    if (!allOne(want[wanted])) continue;
    if (allOne(have[other]) && !allOne(have[wanted])) {
      return { code: 'shares-axis', params: { axis, wrong } };
    }
    if (allOne([have.all])) return { code: 'shares-all', params: { axis } };
    const total = (i: number): number =>
      have[wanted][
        axis === 1 ? Math.floor(i / (expected.shape[1] ?? 1)) : i % (expected.shape[1] ?? 1)
      ] ?? 0;
    if (have[wanted].every((x) => x > 0) && explains(got, expected, (x, i) => x * total(i))) {
      return { code: 'shares-none', params: { axis } };
    }
  }
  return undefined;
}

/** A function that was applied once too often, or left out. */
function mapped(got: Numbers, expected: Numbers): Likely | undefined {
  // One number could be a function's value by chance.
  if (got.data.length < 3 || isConstant(expected)) return undefined;
  const functions: readonly (readonly [Likely['code'], (x: number) => number])[] = [
    ['log', Math.log],
    ['exp', Math.exp],
    ['square', (x) => x * x],
    ['root', Math.sqrt],
    ['reciprocal', (x) => 1 / x],
    ['absolute', Math.abs],
    ['positive', (x) => Math.max(0, x)],
    ['rounded', Math.round],
    ['truncated', Math.trunc],
    ['one-minus', (x) => 1 - x],
  ];
  const found = functions.find(([, of]) => explains(got, expected, of));
  return found === undefined ? undefined : { code: found[0], params: {} };
}

function shifted(got: Numbers, expected: Numbers): Likely | undefined {
  if (got.data.length < 3 || isConstant(expected)) return undefined;
  const difference = (got.data[0] ?? 0) - (expected.data[0] ?? 0);
  if (difference === 0 || !explains(got, expected, (x) => x + difference)) return undefined;
  return { code: 'offset', params: { by: Number(difference.toPrecision(4)) } };
}
