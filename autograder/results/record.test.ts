import { expect, test } from 'vitest';
import { TensorValue } from '../judge/value.js';
import type { TestResult } from '../judge/verdict.js';
import { probe, sampleClass } from '../report/sample.js';
import { recordClass, recordTimes } from './record.js';
import { resultsSchema } from './results.js';
import { resultsText } from './store.js';

test('equal grades give equal bytes, whatever the order students finished in', () => {
  const a = sampleClass();
  const b = sampleClass();
  b.students.reverse();
  for (const student of b.students) {
    for (const e of student.exercises) for (const t of e.tests) t.ms = 99;
  }
  expect(resultsText(recordClass(b))).toBe(resultsText(recordClass(a)));
});

test('the record holds no times, and its schema accepts it', () => {
  const results = recordClass(sampleClass());
  expect(resultsSchema.parse(results)).toEqual(results);
  expect(resultsText(results)).not.toMatch(/12\.345|"ms": 1[0-9]\b/);
  expect(results.students.map((s) => s.student)).toEqual([probe, 'ada', '李雷'].sort());
});

test('values become short text; numbers that JSON lacks become text', () => {
  const grade = sampleClass();
  const issue = grade.students[0]?.exercises[0]?.tests[0]?.issue;
  if (issue === undefined) throw new Error('the sample has changed');
  issue.maxError = Number.NaN;
  issue.params = { ...issue.params, got: Number.POSITIVE_INFINITY };
  const test = recordClass(grade).students.find((s) => s.student === '李雷')?.exercises[0]
    ?.tests[0];
  expect(test?.issue).toMatchObject({
    expected: 'float32 [1, 2] [[0.7, 0.3]]',
    got: 'float32 [1, 2] [[0.7, 0.5]]',
    maxError: 'NaN',
    params: { got: 'Infinity' },
  });
  expect(() => resultsText(recordClass(grade))).not.toThrow();
});

test('a value of undefined is shown, a value that is not there is not', () => {
  const grade = sampleClass();
  const target = grade.students[0]?.exercises[0]?.tests[0];
  if (target === undefined) throw new Error('the sample has changed');
  target.issue = { code: 'type-mismatch', params: {}, got: undefined };
  const record = recordClass(grade).students.find((s) => s.student === '李雷');
  expect(record?.exercises[0]?.tests[0]?.issue).toEqual({
    code: 'type-mismatch',
    params: {},
    got: 'undefined',
  });
});

test('text of student code loses its control characters and what is too long', () => {
  const grade = sampleClass();
  const exercise = grade.students[2]?.exercises[0];
  if (exercise === undefined) throw new Error('the sample has changed');
  exercise.output = `\u001b[2J${'x'.repeat(200_000)}`;
  const output = recordClass(grade).students.find((s) => s.student === 'ada')?.exercises[0]?.output;
  expect(output?.startsWith('\\u{1b}[2J')).toBe(true);
  expect(output?.length).toBeLessThan(70_000);
});

test('times are rounded and sorted by student', () => {
  const times = recordTimes({
    totalMs: 12.345,
    students: { b: { totalMs: 1.06, tests: { 'x/y': 0.149 } }, a: { totalMs: 2, tests: {} } },
  });
  expect(JSON.stringify(times)).toBe(
    '{"schemaVersion":3,"totalMs":12.3,"students":{"a":{"totalMs":2,"tests":{}},"b":{"totalMs":1.1,"tests":{"x/y":0.1}}}}',
  );
});

test('a visible test that did not pass shows its input as code, and no other', () => {
  const inputs = (change: (target: TestResult) => void): (string | undefined)[] => {
    const grade = sampleClass();
    const target = grade.students[0]?.exercises[0]?.tests[0];
    if (target === undefined) throw new Error('the sample has changed');
    const args = [new TensorValue('float32', [1, 2], Float32Array.of(0.5, 1))];
    target.call = { fn: 'softmax', constructs: false, args, count: 1 };
    change(target);
    const record = recordClass(grade).students.find((s) => s.student === '李雷');
    return [record?.exercises[0]?.tests[0]?.input];
  };
  expect(inputs(() => {})).toEqual(['softmax(tf.tensor2d([[0.5, 1]]))']);
  expect(inputs((target) => Object.assign(target, { visible: false }))).toEqual([undefined]);
  expect(inputs((target) => Object.assign(target, { verdict: 'passed' }))).toEqual([undefined]);
  const long = new TensorValue('float32', [1500], new Float32Array(1500).fill(0.1));
  const tooLong = inputs((target) => {
    target.call = { fn: 'f', constructs: false, args: [long], count: 1 };
  });
  expect(tooLong).toEqual([undefined]);
});
