import { expect, test } from 'vitest';
import { messages } from '../../src/messages/index.js';
import { recordClass } from '../results/record.js';
import { sampleClass } from './sample.js';
import { explainExercise, pointsTable, table } from './terminal.js';

const m = messages('en');

test('the table of points, with what did not pass', () => {
  expect(pointsTable(m, recordClass(sampleClass()))).toMatchInlineSnapshot(`
    "student                                                                              softmax  trainMlp  total  remarks
    <img src=x onerror=alert(1)>"'&</script><script>alert(2)</script>\\u{1b}[31m\\u{202e}      0/2       0/1    0/3  2 error, 1 timeout
    ada                                                                                      2/2       1/1    3/3
    李雷                                                                                     0/2       1/1    1/3  1 failed, 1 tampered"
  `);
});

test('wide characters count as two cells', () => {
  expect(
    table([
      ['李雷', '1', 'x'],
      ['ada', '2', 'y'],
    ]),
  ).toBe('李雷  1  x\nada   2  y');
});

test('an exercise that was not graded and a submission that the grader failed on', () => {
  const grade = sampleClass();
  const [first, second] = grade.students;
  if (first === undefined || second === undefined) throw new Error('the sample has changed');
  first.exercises.pop();
  second.student = 'zoe';
  second.graderFailure = 'disk full';
  const text = pointsTable(m, recordClass(grade));
  expect(text).toMatch(/李雷 .* – .*1\/3/);
  expect(text).toMatch(/zoe .*\? +The grader itself failed here: disk full/);
});

test('one test in full', () => {
  const results = recordClass(sampleClass());
  const student = results.students.find((s) => s.student === '李雷');
  const exercise = student?.exercises[0];
  if (student === undefined || exercise === undefined) throw new Error('the sample has changed');
  expect(explainExercise(m, student, exercise, 'rows-sum-to-one')).toMatchInlineSnapshot(`
    "李雷  softmax  0/2

    ✗ softmax/rows-sum-to-one  failed  0/1  (value)
      rows sum to one
      The result differs first at [0, 1]: expected 0.3, got 0.5. 1 of 2 numbers differ, by up to 0.2.
      expected: float32 [1, 2] [[0.7, 0.3]]
      got: float32 [1, 2] [[0.7, 0.5]]
      first difference at: [0, 1]
      largest difference: 0.2"
  `);
});

test('an exercise shows hidden tests, notices and output, and no control characters', () => {
  const results = recordClass(sampleClass());
  const [student] = results.students;
  const exercise = student?.exercises[0];
  if (student === undefined || exercise === undefined) throw new Error('the sample has changed');
  const text = explainExercise(m, student, exercise);
  expect(text).toContain('softmax/fresh-inputs');
  expect(text).toContain('(value, hidden)');
  expect(text).toContain('TypeScript cannot read this');
  // A hint is about the answer, and there was none.
  expect(text).not.toContain('hint: Subtract the largest logit.');
  expect(text).toContain('What the code printed:\nprinted <img');
  for (const control of ['\u001b', '\u202e']) expect(text).not.toContain(control);
});
