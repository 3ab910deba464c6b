import { expect, test } from 'vitest';
import { validate } from './validate.js';

const expected = { min: 34, max: 43, missing: 0.25, mean: 37, deviation: 0.5, drift: 1 };

test('what is as expected raises no alarm, limits included', () => {
  const report = validate([36.5, 38, 38, null], expected);
  expect(report).toEqual({ missing: 0.25, outside: 0, drift: 1, alarms: [] });
  expect(validate([34, 43, 34, 37], { ...expected, drift: 9 }).alarms).toEqual([]);
});

test('each alarm has its cause', () => {
  expect(validate([37, null], expected).alarms).toEqual(['missing']);
  expect(validate([38, 38], expected).alarms).toEqual(['drift']);
  const all = validate([98, null], expected);
  expect(all).toEqual({
    missing: 0.5,
    outside: 1,
    drift: 122,
    alarms: ['missing', 'range', 'drift'],
  });
});

test('without values there is nothing outside and no drift', () => {
  expect(validate([], expected)).toEqual({ missing: 0, outside: 0, drift: 0, alarms: [] });
  expect(validate([null], expected)).toMatchObject({ missing: 1, outside: 0, drift: 0 });
});
