import { expect, test } from 'vitest';
import { sampleClass } from '../report/sample.js';
import { recordClass, recordTimes } from './record.js';
import { resultsSchema, timesSchema } from './results.js';

const record = () => recordClass(sampleClass());

test('a field that is not named is refused, so that nothing slips into the record', () => {
  expect(resultsSchema.safeParse({ ...record(), date: '2026-01-01' }).success).toBe(false);
});

test.each([
  ['a verdict of its own', { verdict: 'great' }],
  ['points below zero', { score: -1 }],
  ['a name that is no text', { name: 3 }],
])('%s is refused', (_, change) => {
  const results = record();
  const test = results.students[0]?.exercises[0]?.tests[0];
  Object.assign(test ?? {}, change);
  expect(resultsSchema.safeParse(results).success).toBe(false);
});

test('a page name cannot be a path', () => {
  const results = record();
  Object.assign(results.students[0] ?? {}, { page: '../../index' });
  expect(resultsSchema.safeParse(results).success).toBe(false);
});

test('times fit their schema', () => {
  const times = recordTimes({ totalMs: 1, students: { ada: { totalMs: 1, tests: { 'a/b': 2 } } } });
  expect(timesSchema.parse(times)).toEqual(times);
});
