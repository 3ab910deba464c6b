import { describe, expect, test } from 'vitest';
import { messages } from '../../src/messages/index.js';
import { guessSentence } from '../../src/messages/sentences.js';
import { expectClose } from './compare.js';
import { Failure } from './failure.js';
import { withLikely } from './likely.js';
import { makeTensor } from './make-tensor.js';
import { ErrorValue, OpaqueValue, TensorValue, type Value } from './value.js';
import type { Issue, Likely } from './verdict.js';

/** The guess that the judge makes when this comes where that is expected. */
function guess(got: Value, expected: Value, args: readonly Value[] = []): Likely | undefined {
  try {
    expectClose(got, expected);
  } catch (error) {
    if (error instanceof Failure) return of(error.issue, args);
    throw error;
  }
  throw new Error('Expected the two to differ.');
}

function of(issue: Issue, args: readonly Value[] = []): Likely | undefined {
  const { issue: with_ } = withLikely({
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
  const { likely } = with_ ?? {};
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

  test('of a list', () => {
    expect(guess([1, 2], [1, 2, 3])?.code).toBe('too-few');
    expect(guess([1, 2, 3, 4], [1, 2, 3])?.code).toBe('too-many');
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
