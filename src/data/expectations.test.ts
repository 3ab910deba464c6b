import { expect, test } from 'vitest';
import { type Expectation, validate } from './expectations.js';
import { loadDataset } from './load.js';
import { profileColumns } from './profile.js';

const rows = [
  { id: 'a1', age: 36, city: 'London', day: '2024-01-01' },
  { id: 'b2', age: -1, city: 'Paris', day: '2024-01-03' },
  { id: 'a1', age: 200, city: 'Atlantis', day: '2024-01-02' },
  { id: 'x', age: null, city: 'Paris', day: '2024-01-04' },
];
const failures = (...expectations: Expectation[]) => {
  const result = validate(rows, expectations);
  expect(result.ok).toBe(result.failures.length === 0);
  return result.failures.map(({ rule, rows: at, count }) => [rule, count, at]);
};

test('what holds is fine', () => {
  expect(
    failures(
      { column: 'age', type: 'number', min: -1, max: 200, missing: 0.25 },
      { column: 'city', type: 'text', values: ['London', 'Paris', 'Atlantis'], missing: 0 },
      { column: 'day', pattern: /\d{4}-\d\d-\d\d/g, unique: true },
    ),
  ).toEqual([]);
});

test('each rule names its rows', () => {
  expect(failures({ column: 'age', min: 0 })).toEqual([['min', 1, [1]]]);
  expect(failures({ column: 'age', max: 120 })).toEqual([['max', 1, [2]]]);
  expect(failures({ column: 'age', missing: 0.2 })).toEqual([['missing', 1, [3]]]);
  expect(failures({ column: 'age', type: 'text' })).toEqual([['type', 3, [0, 1, 2]]]);
  expect(failures({ column: 'city', values: ['London', 'Paris'] })).toEqual([['values', 1, [2]]]);
  expect(failures({ column: 'id', unique: true })).toEqual([['unique', 1, [2]]]);
  expect(failures({ column: 'id', pattern: /[a-z]\d/ })).toEqual([['pattern', 1, [3]]]);
  expect(failures({ column: 'day', order: 'increasing' })).toEqual([['order', 1, [2]]]);
  expect(failures({ column: 'day', order: 'decreasing' })).toEqual([['order', 2, [1, 3]]]);
  expect(failures({ column: 'weight', min: 0 })).toEqual([['column', 4, [0, 1, 2, 3]]]);
});

test('a failure is a sentence with the column, how many, and the first of them', () => {
  const { failures: found } = validate(rows, [{ column: 'age', min: 0, max: 120 }]);
  expect(found.map(({ message }) => message)).toEqual([
    'Expected `age` >= 0. 1 of 4 rows are below, first row 1: -1',
    'Expected `age` <= 120. 1 of 4 rows are above, first row 2: 200',
  ]);
  expect(found[0]).toMatchObject({ share: 0.25, examples: [-1] });
});

test('a profile tells what is missing, and where numbers lie', () => {
  const [id, age] = profileColumns(rows);
  expect(id).toEqual({
    ...{ name: 'id', type: 'text', rows: 4, missing: 0, missingShare: 0, unique: 3 },
    frequent: [
      { value: 'a1', count: 2 },
      { value: 'b2', count: 1 },
      { value: 'x', count: 1 },
    ],
  });
  expect(age).toMatchObject({ type: 'number', missing: 1, missingShare: 0.25, unique: 3 });
  expect(age?.numbers).toMatchObject({ min: -1, quartiles: [17.5, 36, 118], max: 200 });
  expect(age?.numbers?.mean).toBeCloseTo(235 / 3, 10);
  const types = profileColumns([{ a: 1, b: null }, { a: 'x' }]).map(({ type }) => type);
  expect(types).toEqual(['mixed', 'empty']);
});

test('a set of the package is as it should be', async () => {
  const { rows: penguins } = await loadDataset('penguins');
  const expectations: Expectation[] = [
    { column: 'body_mass_g', type: 'number', min: 2000, max: 7000, missing: 0.01 },
    { column: 'sex', values: ['female', 'male'], missing: 0.05 },
    { column: 'year', values: [2007, 2008, 2009], missing: 0 },
  ];
  expect(validate(penguins, expectations)).toEqual({ ok: true, failures: [] });
  const strict = validate(penguins, [{ column: 'sex', missing: 0.03 }]);
  expect(strict.failures[0]).toMatchObject({ rule: 'missing', count: 11 });
});
