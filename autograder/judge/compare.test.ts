import { describe, expect, test } from 'vitest';
import { messages } from '../../src/messages/index.js';
import { issueSentence } from '../../src/messages/sentences.js';
import { expectClose, typeName } from './compare.js';
import { numberText } from './compare-numbers.js';
import { Failure } from './failure.js';
import { ErrorValue, OpaqueValue, TensorValue, type Value } from './value.js';

function failure(got: Value, expected: Value): Failure['issue'] | undefined {
  try {
    expectClose(got, expected);
  } catch (error) {
    if (error instanceof Failure) return error.issue;
    throw error;
  }
  return undefined;
}
/** Held to be equal by the usual tolerance. */
function strict(got: Value, expected: Value): Failure['issue'] | undefined {
  try {
    expectClose(got, expected, { atol: 0, rtol: 0 });
  } catch (error) {
    if (error instanceof Failure) return error.issue;
    throw error;
  }
  return undefined;
}
const vector = (...data: number[]) =>
  new TensorValue('float32', [data.length], Float32Array.from(data));

const complex = (...pairs: number[]) =>
  new TensorValue('complex64', [pairs.length / 2], Float32Array.from(pairs));

describe('equal within the tolerance', () => {
  test.each<[Value, Value]>([
    [1, 1 + 1e-6],
    [1000, 1000.05],
    [Number.NaN, Number.NaN],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [-0, 0],
    [vector(1, 2), vector(1, 2.0001)],
    [
      [1, [2, 'x']],
      [1, [2, 'x']],
    ],
    [new Map([['a', 1]]), new Map([['a', 1.000001]])],
    [Int32Array.of(1), Int32Array.of(1)],
    [{ a: 1, extra: 2 }, { a: 1 }],
    ['x', 'x'],
    [null, null],
    ['x'.repeat(200_000), 'x'.repeat(200_000)],
    [complex(1, -2, 0, 0.5), complex(1, -2.0001, 0, 0.5)],
    // Small beside the other part, as after a Fourier transform.
    [complex(1000, 0.05), complex(1000, 0)],
    [complex(Number.NaN, 1), complex(Number.NaN, 1)],
    [complex(1, Number.POSITIVE_INFINITY), complex(1, Number.POSITIVE_INFINITY)],
    [complex(0, -0), complex(-0, 0)],
    [[complex(1, 2)], [complex(1, 2)]],
  ])('%o and %o', (got, expected) => {
    expect(failure(got, expected)).toBeUndefined();
  });
});

describe('different, with what there is to say', () => {
  test.each<[Value, Value, string, string]>([
    [10_000_000, 10_000_000.5, '10000000', '10000000.5'],
    [1 / 3, 0.34, '0.33333', '0.34'],
    [1e9, Number.POSITIVE_INFINITY, '1000000000', 'Infinity'],
    [[1, 9_999_999], [1, 9_999_998], '9999999', '9999998'],
    [0.123456789, 0.123476, '0.12346', '0.12348'],
    [1.00011, 1.00021, '1.0001', '1.0002'],
    [complex(1000, 1), complex(1000, 1.3), '1000 + 1i', '1000 + 1.3i'],
  ])('as many digits as it takes: %o and %o', (got, expected, have, want) => {
    expect(failure(got, expected)?.params ?? strict(got, expected)?.params).toMatchObject({
      got: have,
      expected: want,
    });
  });

  test.each<[Value, Value, object]>([
    [1, 2, { code: 'value-mismatch', index: [], maxError: 1 }],
    [Number.NaN, 1, { code: 'not-finite', params: { got: 'NaN' } }],
    [1, Number.NaN, { code: 'value-mismatch' }],
    ['1', 1, { code: 'type-mismatch', params: { expected: 'number', got: 'string' } }],
    [
      vector(1, 2, 9),
      vector(1, 3, 5),
      { code: 'value-mismatch', index: [1], maxError: 4, params: { badCount: 2, total: 3 } },
    ],
    [vector(1), vector(1, 2), { code: 'shape-mismatch', params: { expected: '[2]', got: '[1]' } }],
    [new TensorValue('int32', [1], Int32Array.of(1)), vector(1), { code: 'dtype-mismatch' }],
    [[1], [1, 2], { code: 'shape-mismatch' }],
    [
      [['a'], ['b']],
      [['a'], ['c']],
      { code: 'value-mismatch', params: { expected: 'c', got: 'b' } },
    ],
    [{ b: 1 }, { a: 1 }, { code: 'missing-key', params: { key: 'a' } }],
    [
      complex(1, 2, 3, 4),
      complex(1, 2, 3, -4),
      {
        code: 'value-mismatch',
        index: [1],
        maxError: 8,
        params: { expected: '3 - 4i', got: '3 + 4i', badCount: 1, total: 2 },
      },
    ],
    [complex(0, 1), complex(1, 0), { params: { expected: '1 + 0i', got: '0 + 1i' } }],
    [complex(1, Number.NaN), complex(1, 0), { code: 'not-finite', params: { got: '1 + NaNi' } }],
    [complex(1, 0), complex(Number.NaN, 0), { code: 'value-mismatch' }],
    [complex(1, -1 / 0), complex(1, 1 / 0), { code: 'value-mismatch' }],
    [complex(1, 0), vector(1), { code: 'dtype-mismatch', params: { got: 'complex64' } }],
    [complex(1, 0), complex(1, 0, 2, 0), { params: { expected: '[2]', got: '[1]' } }],
    [
      `${'x'.repeat(100_000)}a${'y'.repeat(1000)}`,
      `${'x'.repeat(100_000)}b${'z'.repeat(100_000)}`,
      {
        params: {
          expected: `…${'x'.repeat(30)}b${'z'.repeat(89)}…`,
          got: `…${'x'.repeat(30)}a${'y'.repeat(89)}…`,
        },
      },
    ],
    ['ab', `b${'z'.repeat(200)}`, { params: { expected: `b${'z'.repeat(119)}…`, got: 'ab' } }],
    [{ a: vector(1) }, { a: vector(2) }, { code: 'value-mismatch', params: { what: 'a' } }],
  ])('%o and %o', (got, expected, issue) => {
    expect(failure(got, expected)).toMatchObject(issue);
  });

  const errors = (...lines: Value[]): Value => ({
    errors: lines.map((line) => ({ line, reason: 'cells' })),
  });
  test.each<[Value, Value, string, string]>([
    [errors(1, 3), errors(2, 3), 'errors[0].line', '`errors[0].line` should be 2, but is 1.'],
    [errors(2, 4), errors(2, 3), 'errors[1].line', '`errors[1].line` should be 3, but is 4.'],
    [errors(2, 'x'), errors(2, 3), 'errors[1].line', '`errors[1].line` should be of type'],
    [{ a: { b: true } }, { a: { b: false } }, 'a.b', '`a.b` should be false, but is true.'],
    [{ names: ['a', 'c'] }, { names: ['a', 'b'] }, 'names[1]', '`names[1]` should be b, but is c.'],
    [['c'], ['b'], 'result[0]', '`result[0]` should be b, but is c.'],
    [[[{ n: 1 }]], [[{ n: 2 }]], 'result[0][0].n', '`result[0][0].n` should be 2, but is 1.'],
    [{ rows: [{}] }, { rows: [{ a: 1 }] }, 'rows[0]', '`rows[0]` has no `a`.'],
    [[{ 'a b': 1 }], [{ 'a b': 2 }], 'a b', '`a b` should be 2, but is 1.'],
    [{ a: 1 }, { a: 2 }, 'a', '`a` should be 2, but is 1.'],
    [{ m: new Map([['k', 'a']]) }, { m: new Map([['k', 'b']]) }, 'm', '`m` should be b, but is a.'],
  ])('%j and %j: a part says its path, %s', (got, expected, what, sentence) => {
    const issue = failure(got, expected);
    expect(issue?.params.what).toBe(what);
    expect(
      issueSentence(messages('en'), {
        code: issue?.code ?? '',
        params: issue?.params ?? {},
      }),
    ).toContain(sentence);
  });

  test('a phrase that begins the sentence has no parts', () => {
    const phrase = { en: 'The names of the groups', zh: '各组的名字' };
    const told = (got: Value, expected: Value) => {
      try {
        expectClose(got, expected, { what: phrase });
      } catch (error) {
        if (error instanceof Failure) return error.issue.params.what;
      }
      return undefined;
    };
    expect(told(['a'], ['b'])).toEqual(phrase);
    expect(told([{ a: 1 }], [{ a: 2 }])).toBe('a');
  });

  test('NaN where a number is expected is named first', () => {
    expect(failure(vector(Number.NaN, 5), vector(0, 0))).toMatchObject({
      code: 'not-finite',
      index: [0],
    });
  });
});

test('types have the names that students know', () => {
  const names: Value[] = [
    null,
    vector(1),
    [1],
    new Map(),
    new Set(),
    1n,
    undefined,
    new ErrorValue('RangeError', '', ''),
  ];
  expect(names.map((value) => typeName(value))).toEqual([
    'null',
    'tensor',
    'array',
    'Map',
    'Set',
    'bigint',
    'undefined',
    'RangeError',
  ]);
  expect(typeName(new OpaqueValue('object', 'Net'))).toBe('Net');
});

test('numbers are shown short', () => {
  expect([1, -0.5, 1 / 3, 123456789.123, 1e-9].map(numberText)).toEqual([
    '1',
    '-0.5',
    '0.33333',
    '123460000',
    '1e-9',
  ]);
});

describe('what only says that it is the expected type', () => {
  const values: Value[] = [
    vector(1),
    [1],
    1,
    'a',
    true,
    null,
    Float32Array.of(1),
    new Map([['a', 1]]),
    new Set([1]),
    { a: 1 },
  ];
  test.each(values.map((value): [string, Value] => [typeName(value), value]))(
    'a class or an error by the name of %s is of another type',
    (name, expected) => {
      expect(failure(new OpaqueValue('object', name), expected)?.code).toBe('type-mismatch');
      expect(failure(new ErrorValue(name, '', ''), expected)?.code).toBe('type-mismatch');
    },
  );
});

test('no finite number is within a tolerance of an infinite one', () => {
  const { NEGATIVE_INFINITY: low, POSITIVE_INFINITY: high } = Number;
  expect(failure(5, high)?.code).toBe('value-mismatch');
  expect(failure(vector(low, 1), vector(high, 1))?.code).toBe('value-mismatch');
  expect(failure(vector(high, 1), vector(high, 1))).toBeUndefined();
});

test.each<[string, Value, Value]>([
  ['a typed array for a list', new Uint8Array(33_000_000), [1, 2]],
  ['a typed array for a typed array', new Uint8Array(33_000_000), Uint8Array.of(1, 2)],
  ['a tensor for a tensor', largeTensor(), new TensorValue('bool', [2], Uint8Array.of(1, 1))],
  ['a tensor for a number', largeTensor(), 3],
])(
  'an answer of 33 million elements is refused before it is copied: %s',
  (_name, got, expected) => {
    const before = process.memoryUsage();
    const begun = performance.now();
    expect(() => expectClose(got, expected)).toThrow(Failure);
    expect(performance.now() - begun).toBeLessThan(500);
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    const grownMb = (heapUsed + arrayBuffers - before.heapUsed - before.arrayBuffers) / 1024 / 1024;
    expect(grownMb).toBeLessThan(20);
  },
);

test('long lists that are right are still right, and a difference is found', () => {
  const long = Float64Array.from({ length: 50_000 }, (_, i) => i);
  expect(() => expectClose(long, long.slice())).not.toThrow();
  const wrong = long.slice();
  wrong[40_000] = -1;
  expect(() => expectClose(wrong, long)).toThrow(
    expect.objectContaining({ issue: expect.objectContaining({ index: [40_000] }) }),
  );
});

function largeTensor(): TensorValue {
  return new TensorValue('bool', [33_000_000], new Uint8Array(33_000_000));
}
