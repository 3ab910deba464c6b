import { describe, expect, test } from 'vitest';
import { messages } from '../../src/messages/index.js';
import { guessSentence, issueSentence } from '../../src/messages/sentences.js';
import { expectClose } from './compare.js';
import { Failure } from './failure.js';
import { withLikely } from './likely.js';
import { makeTensor } from './make-tensor.js';
import { ErrorValue, OpaqueValue, TensorValue, type Value } from './value.js';
import type { Issue, Likely, TestResult } from './verdict.js';

/** The guess that the judge makes when this comes where that is expected. */
function guess(got: Value, expected: Value, args: readonly Value[] = []): Likely | undefined {
  return of(issueOf(got, expected), args);
}

const failed = (issue: Issue, args: readonly Value[] = []): TestResult => ({
  id: 'f/a',
  exercise: 'f',
  name: 'a',
  kind: 'value',
  visible: true,
  points: 1,
  score: 0,
  verdict: 'failed',
  issue,
  call: { fn: 'f', constructs: false, args, count: 1 },
  ms: 1,
});

/** What is wrong with this in place of that. */
function issueOf(got: Value, expected: Value, what?: string): Issue {
  try {
    // Without a tolerance: some tests of lessons have a small one.
    expectClose(got, expected, { atol: 0, rtol: 0, ...(what === undefined ? {} : { what }) });
  } catch (error) {
    if (error instanceof Failure) return error.issue;
    throw error;
  }
  throw new Error('Expected the two to differ.');
}

/** What a student reads of it. */
function sentence(got: Value, expected: Value, args: readonly Value[] = []): string {
  const [result] = withLikely([failed(issueOf(got, expected), args)]);
  const { issue } = result ?? {};
  if (issue === undefined) throw new Error('Expected an issue.');
  const text = (language: string): string => issueSentence(messages(language), issue);
  expect(text('zh')).not.toMatch(/undefined|No sentence/);
  return text('en');
}

function of(issue: Issue, args: readonly Value[] = []): Likely | undefined {
  const likely = withLikely([failed(issue, args)])[0]?.issue?.likely;
  // Each code has a sentence, in both languages.
  for (const language of ['en', 'zh']) {
    if (likely !== undefined)
      expect(guessSentence(messages(language), { likely })).not.toMatch(/undefined|No sentence/);
  }
  return likely;
}

const map = (t: TensorValue, by: (x: number, i: number) => number): TensorValue =>
  new TensorValue(t.dtype, t.shape, Float32Array.from(t.data, by));

const x = makeTensor([
  [1, 2, 3],
  [4, 5, 7],
]);
const w = makeTensor([
  [0.5, -1.5, 2.25],
  [-3, 0.75, 1],
  [0.125, 4, -0.5],
]);
/** A batch of four examples. */
const batch = [
  makeTensor(
    Array.from({ length: 20 }, (_, i) => Math.sin(i)),
    [4, 5],
  ),
];

describe('numbers', () => {
  test.each<[string, TensorValue, TensorValue, readonly Value[]]>([
    ['times-batch', map(w, (v) => v * 4), w, batch],
    ['divided-batch', map(w, (v) => v / 4), w, batch],
    ['times-batch-sign', map(w, (v) => -v * 4), w, batch],
    ['times', map(w, (v) => v * 5), w, batch],
    ['divided', map(w, (v) => v / 3), w, []],
    ['sign', map(w, (v) => -v), w, []],
    ['double', map(w, (v) => v * 2), w, []],
    ['half', map(w, (v) => v / 2), w, []],
    ['log2', map(w, (v) => v / Math.LN2), w, []],
    ['factor', map(w, (v) => v * 0.9), w, []],
    ['all-zero', map(w, () => 0), w, []],
    ['offset', map(w, (v) => v + 0.1), w, []],
    [
      'transposed-values',
      makeTensor([0.5, -3, 0.125, -1.5, 0.75, 4, 2.25, 1, -0.5], [3, 3]),
      w,
      [],
    ],
    ['reshaped', makeTensor([1, 4, 2, 5, 3, 7], [2, 3]), x, []],
    ['reversed', makeTensor([7, 5, 4, 3, 2, 1], [2, 3]), x, []],
    ['permuted', makeTensor([2, 1, 3, 4, 5, 7], [2, 3]), x, []],
    ['argument-returned', w, map(w, (v) => Math.max(0, v)), [w]],
    ['positive', map(w, (v) => Math.max(0, v)), w, []],
    ['square', map(x, (v) => v * v), x, []],
    ['root', map(x, Math.sqrt), x, []],
    ['log', map(x, Math.log), x, []],
    ['exp', map(x, Math.exp), x, []],
    ['reciprocal', map(x, (v) => 1 / v), x, []],
    ['absolute', map(w, Math.abs), w, []],
    ['truncated', map(w, Math.trunc), w, []],
    ['one-minus', map(w, (v) => 1 - v), w, []],
  ])('%s', (code, got, expected, args) => {
    expect(guess(got, expected, args)?.code).toBe(code);
  });

  test('the factor is named with its size, whatever the batch', () => {
    for (const size of [2, 3, 7, 64, 1000]) {
      const args = [makeTensor(new Array<number>(size * 2).fill(1), [size, 2])];
      expect(
        guess(
          map(w, (v) => v * size),
          w,
          args,
        ),
      ).toEqual({
        code: 'times-batch',
        params: { size },
      });
    }
    // In lists and single numbers too.
    expect(guess([8, 16, 4], [2, 4, 1], batch)?.code).toBe('times-batch');
    expect(guess(2.4, 0.6, batch)?.code).toBe('times-batch');
    expect(guess({ dw: map(w, (v) => v * 4) }, { dw: w }, batch)?.code).toBe('times-batch');
  });

  test('probabilities along the wrong axis, along none, or over all', () => {
    const powers = makeTensor([1, 2, 3, 4, 5, 9], [2, 3]);
    const rows = map(powers, (v, i) => v / (i < 3 ? 6 : 18));
    const columns = map(powers, (v, i) => v / ([5, 7, 12][i % 3] ?? 1));
    expect(guess(columns, rows)).toEqual({ code: 'shares-axis', params: { axis: 1, wrong: 0 } });
    expect(guess(rows, columns)).toEqual({ code: 'shares-axis', params: { axis: 0, wrong: 1 } });
    expect(
      guess(
        map(powers, (v) => v / 24),
        rows,
      )?.code,
    ).toBe('shares-all');
    expect(guess(powers, rows)?.code).toBe('shares-none');
  });

  test('no guess where no single mistake explains every number', () => {
    const odd = map(w, (v, i) => (i === 4 ? v + 1 : v));
    expect(guess(odd, w, batch)).toBeUndefined();
    expect(
      guess(
        map(w, (v, i) => v + Math.sin(7 * i)),
        w,
        batch,
      ),
    ).toBeUndefined();
    // A single number is some multiple of every other one.
    expect(guess(0.7, 0.3, batch)).toBeUndefined();
    expect(guess(makeTensor([3], [1]), makeTensor([7], [1]))).toBeUndefined();
    expect(
      guess(
        map(w, () => Number.NaN),
        w,
      ),
    ).toBeUndefined();
  });

  test('no guess where what came is as near to what is right as to the mistake', () => {
    // Means of a stream far from 0, rounded to float32: near its own values, and near their reverse.
    const values = Float32Array.of(10_000_002, 9_999_999, 10_000_004, 9_999_998);
    const means = [10_000_002, 10_000_000.5, 10_000_001.667, 10_000_000.75];
    expect(guess(means.map(Math.fround), means, [values])).toBeUndefined();
    expect(guess([1e8 + 64, 1e8], [1e8, 1e8 + 64], [])).toBeUndefined();
    expect(guess([5.001, 5.002], [5.004, 5.001], [[5.001, 5.002]])).toBeUndefined();
    expect(guess([5, 6], [7, 8], [[5, 6]])?.code).toBe('argument-returned');
  });

  test('one entry of a list tells no mistake of all', () => {
    const entry = (...means: (number | null)[]) => means.map((mean, group) => ({ group, mean }));
    // 0 left out: twice too large by chance, and not in the other group.
    expect(guess(entry(3, 4), entry(1.5, 4))).toBeUndefined();
    expect(guess(entry(3, null), entry(1.5, null))).toBeUndefined();
    expect(guess([{ loss: [2, 4] }, { loss: [5, 1] }], [{ loss: [1, 2] }, { loss: [5, 1] }])).toBe(
      undefined,
    );
    expect(guess(entry(3, 8, 5), entry(1.5, 4, 2.5))?.code).toBe('double');
    const rows = [
      [1, 2, 7],
      [3, 5, 4],
    ];
    const twice = rows.map((row) => row.map((x) => 2.5 * x));
    expect(guess(twice, rows)?.code).toBe('factor');
    expect(guess([twice[0] as number[], rows[1] as number[]], rows)).toBeUndefined();
  });

  test('a guess explains every test that failed with the same numbers', () => {
    const codes = (...issues: Issue[]) =>
      withLikely(issues.map((issue) => failed(issue))).map(({ issue }) => issue?.likely?.code);
    const twice = issueOf(6, 3, 'mean');
    expect(codes(twice)).toEqual(['double']);
    expect(codes(twice, issueOf(8, 4, 'mean'))).toEqual(['double', 'double']);
    expect(codes(twice, issueOf(9, 4, 'mean'))).toEqual([undefined, undefined]);
    expect(codes(twice, issueOf(null, 4, 'mean'))).toEqual([undefined, undefined]);
    // Of another name, or nothing that a factor could explain.
    expect(codes(twice, issueOf(9, 4, 'count'))).toEqual(['double', undefined]);
    expect(codes(twice, issueOf([1], [1, 2], 'mean'))).toEqual(['double', undefined]);
    // Many numbers tell more than one.
    const many = issueOf([2, 4, 10], [1, 2, 5], 'mean');
    expect(codes(many, issueOf(9, 4, 'mean'))).toEqual(['double', undefined]);
    expect(codes(many, issueOf([9, 1, 4], [4, 2, 4], 'mean'))).toEqual([undefined, undefined]);
  });

  test('NaN is told to come from the input where it stands there', () => {
    expect(sentence(Number.NaN, 1)).toContain('overflows');
    const cases: Value[] = [
      [1, Number.NaN],
      [{ value: Number.NaN }],
      makeTensor([1, Number.NaN]),
      Float32Array.of(Number.NaN),
    ];
    for (const arg of cases) {
      expect(sentence([Number.NaN], [1], [arg])).toContain('NaN stands in the input too');
    }
    expect(sentence(Number.POSITIVE_INFINITY, 1, [[Number.NaN]])).toContain('overflows');
  });

  test('is quick on a large answer, and gives up on a larger one', () => {
    const large = (size: number) =>
      makeTensor(
        Array.from({ length: size }, (_, i) => i % 17),
        [size],
      );
    const started = performance.now();
    expect(
      guess(
        map(large(90_000), (v) => v * 2),
        large(90_000),
      )?.code,
    ).toBe('double');
    expect(
      guess(
        map(large(200_000), (v) => v * 2),
        large(200_000),
      ),
    ).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('shapes', () => {
  const zeros = (...shape: number[]) =>
    makeTensor(new Array<number>(shape.reduce((a, b) => a * b, 1)).fill(0), shape);

  test.each<[string, TensorValue, TensorValue]>([
    ['transposed', zeros(3, 2), zeros(2, 3)],
    ['keep-dims', zeros(4), zeros(4, 1)],
    ['keep-dims', zeros(4, 5), zeros(4, 1, 5)],
    ['extra-dims', zeros(1, 4), zeros(4)],
    ['extra-dims', zeros(1), zeros()],
    ['all-axes', zeros(), zeros(5)],
    ['not-reduced', zeros(7, 5), zeros(5)],
    ['axes-order', zeros(2, 4, 3), zeros(2, 3, 4)],
  ])('%s', (code, got, expected) => {
    expect(guess(got, expected)?.code).toBe(code);
  });

  test('of a list its sentence says enough', () => {
    expect(guess([1, 2], [1, 2, 3])).toBeUndefined();
    expect(guess([1, 2, 3, 4], [1, 2, 3])).toBeUndefined();
    expect(sentence([1, 2], [1])).toBe('The result should have 1 entry, but has 2.');
    expect(sentence([{ a: 1 }], [{ a: 1 }, { a: 2 }])).toBe(
      'The result should have 2 entries, but has 1.',
    );
    expect(sentence(Float64Array.of(1), Float64Array.of())).not.toContain('axis');
    expect(sentence(zeros(2), zeros(3))).toContain('axis');
  });

  test('where the test knows the shape alone', () => {
    const params = { what: '', expected: '[3, 1]', got: '[3]' };
    expect(of({ code: 'shape-mismatch', params, got: zeros(3) })?.code).toBe('keep-dims');
    const open = { what: '', expected: '[?, 1]', got: '[3]' };
    expect(of({ code: 'shape-mismatch', params: open, got: zeros(3) })).toBeUndefined();
  });
});

describe('keys and types', () => {
  test.each([
    ['dw', 'dW'],
    ['dw', 'd_w'],
    ['weights', 'weight'],
    ['accuracy', 'acuracy'],
  ])('the key %s given as %s', (key, got) => {
    expect(guess({ [got]: 1 }, { [key]: 1 })).toEqual({ code: 'key-name', params: { key, got } });
  });

  test('another key is no slip of the pen', () => {
    expect(guess({ bias: 1 }, { weights: 1 })).toBeUndefined();
    expect(guess({}, { weights: 1 })).toBeUndefined();
  });

  test.each<[string, Value, Value]>([
    ['no-return', undefined, x],
    ['numbers-not-tensor', [1, 2], x],
    ['numbers-not-tensor', 3, x],
    ['numbers-not-tensor', Float32Array.of(1), x],
    ['object-not-tensor', { y: x }, x],
    ['tensor-not-numbers', x, 3],
    ['tensor-not-numbers', x, [1, 2]],
    ['list-not-number', [3], 3],
    ['list-not-object', [x, x], { a: x }],
    ['tensor-not-object', x, { a: x }],
    ['function-not-called', new OpaqueValue('function', 'f'), x],
    ['error-returned', new ErrorValue('Error', 'm', ''), x],
  ])('%s', (code, got, expected) => {
    expect(guess(got, expected)?.code).toBe(code);
  });
});
