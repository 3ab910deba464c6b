import { expect, test } from 'vitest';
import { sampleClass, sampleExercise, sampleStudent, sampleTest } from '../report/sample.js';
import { mergeResults } from './merge.js';
import { recordClass } from './record.js';

const before = () => recordClass(sampleClass());
const names = (r: ReturnType<typeof before>) => r.students.map((s) => s.student);

/** 李雷's softmax graded again, now right. */
function again(hash = 'ab'.repeat(32)) {
  const grade = sampleClass();
  const student = sampleStudent('李雷', [
    sampleExercise('softmax', [
      sampleTest('softmax/rows-sum-to-one', 'passed'),
      sampleTest('softmax/fresh-inputs', 'passed', { visible: false }),
    ]),
  ]);
  student.submissionHash = hash;
  grade.students = [student];
  return recordClass(grade);
}

test('one exercise graded again leaves the other exercises and students as they were', () => {
  const merged = mergeResults(before(), again());
  expect(names(merged)).toEqual(names(before()));
  const student = merged.students.find((s) => s.student === '李雷');
  expect(student).toMatchObject({ score: 3, points: 3 });
  expect(student?.exercises.map((e) => [e.exercise, e.score])).toEqual([
    ['softmax', 2],
    ['trainMlp', 1],
  ]);
});

test('verdicts on another file of the same student do not stay', () => {
  const merged = mergeResults(before(), again('ef'.repeat(32)));
  expect(merged.students.find((s) => s.student === '李雷')).toMatchObject({ score: 2, points: 2 });
});

test('results judged by other rules are not mixed', () => {
  const now = again();
  now.referenceHash = '00';
  expect(() => mergeResults(before(), now)).toThrow(
    expect.objectContaining({
      code: 'other-rules',
      params: expect.objectContaining({ key: 'reference' }),
    }),
  );
});
