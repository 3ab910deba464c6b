import { expect, test } from 'vitest';
import { type CsvColumn, parseCsv } from './parse-csv.js';

const schema: CsvColumn[] = [
  { name: 'patient', kind: 'text' },
  { name: 'pulse', kind: 'number' },
];

test('reads columns by name, and null where a cell is empty', () => {
  const { rows, errors } = parseCsv(schema, 'pulse, ward ,patient\r\n 72 ,a, p1\r\n,b,\r\n');
  expect(errors).toEqual([]);
  expect(rows).toEqual([
    { pulse: 72, patient: 'p1' },
    { pulse: null, patient: null },
  ]);
});

test('tells line and reason of what is no row, and goes on', () => {
  const text = 'patient,pulse\np1,high\n\np2\np3,1,2\np4,Infinity\np5,-1e2';
  expect(parseCsv(schema, text)).toEqual({
    rows: [{ patient: 'p5', pulse: -100 }],
    errors: [
      { line: 2, reason: 'not a number: pulse' },
      { line: 4, reason: 'cells' },
      { line: 5, reason: 'cells' },
      { line: 6, reason: 'not a number: pulse' },
    ],
  });
});

test('names a column that the header lacks', () => {
  expect(() => parseCsv(schema, 'patient\np1')).toThrow(/`pulse`.*patient/);
  expect(() => parseCsv(schema, '')).toThrow(RangeError);
  expect(parseCsv(schema, 'patient,pulse')).toEqual({ rows: [], errors: [] });
});
