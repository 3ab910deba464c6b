import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from './failure.js';
import { readPredictions } from './predictions.js';

const form = { id: 'id', columns: ['digit', 'sure'], ids: new Set(['a', 'b']) };
const read = (text: string | Uint8Array) =>
  readPredictions(typeof text === 'string' ? Buffer.from(text) : text, form);
const rows = 'id,digit,sure\na,3,0.5\nb,-1,2e-3\n';

function complaint(text: string | Uint8Array): [string, object] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof Failure) return [error.issue.code, error.issue.params];
  }
  throw new Error('it was taken');
}

test('a header, then a row for each example, in any order', () => {
  const expected = new Map([
    ['a', [3, 0.5]],
    ['b', [-1, 0.002]],
  ]);
  expect(read(rows)).toEqual(expected);
  expect(read(rows.trimEnd())).toEqual(expected);
  expect(read(rows.replaceAll('\n', '\r\n'))).toEqual(expected);
  expect(read(`\ufeff${rows}`)).toEqual(expected);
  expect(read('id,digit,sure\nb,-1,2e-3\na,3,0.5\n')).toEqual(expected);
});

test.each([
  ['another header', rows.replace('digit', 'Digit'), 'csv-header', { got: 'id,Digit,sure' }],
  ['nothing', '', 'csv-header', { expected: 'id,digit,sure', got: '' }],
  ['a value too few', rows.replace(',0.5', ''), 'csv-fields', { row: 2, expected: 3, got: 2 }],
  ['a value too many', rows.replace('2e-3', '2e-3,'), 'csv-fields', { row: 3, got: 4 }],
  ['an empty row', `${rows}\n`, 'csv-fields', { row: 4, got: 1 }],
  ['a quoted name', rows.replace('a,', '"a",'), 'csv-id-unknown', { row: 2, got: '"a"' }],
  ['a name twice', rows.replace('b,', 'a,'), 'csv-id-twice', { row: 3, column: 'id' }],
  ['a missing row', 'id,digit,sure\nb,1,1\n', 'csv-rows', { expected: 2, got: 1, id: 'a' }],
  ['text for a number', rows.replace('3,', 'three,'), 'csv-number', { row: 2, column: 'digit' }],
])('%s', (_name, text, code, params) => {
  expect(complaint(text)).toEqual([code, expect.objectContaining(params)]);
});

test.each(['NaN', 'Infinity', '-inf', '', ' 1', '1 ', '0x10', '1_000', '.5', '5.', '1e999', '١'])(
  '%j is no finite number',
  (field) => {
    expect(complaint(`id,digit,sure\na,1,${field}\nb,1,1\n`)).toEqual([
      'csv-number',
      { row: 2, column: 'sure', got: field },
    ]);
  },
);

test('bytes that are no text, and a field without end, are told and no more', () => {
  expect(complaint(Uint8Array.of(0x69, 0xff, 0xfe))[0]).toBe('csv-text');
  const [, params] = complaint(`id,digit,sure\na,${'9'.repeat(10_000)}x,1\nb,1,1\n`);
  expect(JSON.stringify(params).length).toBeLessThan(200);
});

test('whatever bytes come, they are rows for every example or a Failure', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 100 }),
    fc
      .array(fc.constantFrom('a', 'b', ',', '\n', '1', '"', '-', '.', 'e', '\r', 'id'))
      .map((all) => Buffer.from(`id,digit,sure\n${all.join('')}`)),
  );
  fc.assert(
    fc.property(bytes, (given) => {
      try {
        expect([...read(given).keys()].sort()).toEqual(['a', 'b']);
      } catch (error) {
        expect(error).toBeInstanceOf(Failure);
      }
    }),
  );
});
