import { expect, test } from 'vitest';
import { recordClass } from '../results/record.js';
import { leak, probe, sampleClass } from './sample.js';
import { studentView } from './student-view.js';

function viewOf(name: string) {
  const results = recordClass(sampleClass());
  // The record keeps names as they are; only what is shown is made plain.
  const student = results.students.find((s) => s.student === name);
  if (student === undefined) throw new Error(`no ${name}`);
  return studentView(results, student);
}

test('of a hidden test a student gets id, category, points and whether it passed', () => {
  expect(viewOf('李雷').exercises[0]?.hidden).toEqual([
    { id: 'softmax/fresh-inputs', kind: 'value', points: 1, score: 0, passed: false },
  ]);
});

test('nothing of the hidden phase is in it, visible tests are in it whole', () => {
  const text = JSON.stringify(viewOf(probe));
  expect(text).not.toContain(leak);
  expect(text).not.toContain('uncaught-error-hidden');
  expect(text).toContain('Subtract the largest logit.');
  expect(text).toContain('visible <img');
});

test('verdicts that code can choose in the hidden phase look the same', () => {
  const codes = ['failed', 'error', 'timeout', 'out-of-memory', 'tampered', 'not-run'] as const;
  const views = codes.map((verdict) => {
    const grade = sampleClass();
    const hidden = grade.students[0]?.exercises[0]?.tests[1];
    if (hidden === undefined) throw new Error('the sample has changed');
    hidden.verdict = verdict;
    const results = recordClass(grade);
    const student = results.students.find((s) => s.student === '李雷');
    return JSON.stringify(student && studentView(results, student));
  });
  expect(new Set(views).size).toBe(1);
});

test("the grader's own failure is told without its message", () => {
  const grade = sampleClass();
  const student = grade.students[0];
  if (student === undefined) throw new Error('the sample has changed');
  student.graderFailure = leak;
  const results = recordClass(grade);
  const record = results.students.find((s) => s.student === '李雷');
  const view = record && studentView(results, record);
  expect(view?.graderFailed).toBe(true);
  expect(JSON.stringify(view)).not.toContain(leak);
});
