/**
 * What a student may see of their result: built up from a list of what is allowed, never cut down
 * from everything, so that a new field of the record stays with the instructor until it is named here.
 */

import {
  type NoticeRecord,
  type Results,
  type StudentResult,
  type StudentView,
  schemaVersion,
} from '../results/results.js';

/** Notices that come from reading the notebook or from the visible part. */
const forStudents: ReadonlySet<NoticeRecord['code']> = new Set([
  'duplicate-cell',
  'missing-cell',
  'unreadable-notebook',
  'hidden-state',
  'whole-notebook',
  'library-instead',
  'syntax-error',
  'type-error',
  'refused-cell',
  'redefined-name',
  'refusals-unknown',
  'types-unchecked',
  'uncaught-error',
  'tensors-left',
  'no-next-frame',
  'matched-by-name',
  'split-cell',
  'merged-cell',
  'moved-cell',
  'retyped-cell',
  'renamed-exercise',
  'empty-folder',
  'other-lessons',
  'several-notebooks',
  'large-cell',
  'needs-large-cell',
  'unknown-lesson',
]);

const allowed = (notices: readonly NoticeRecord[]): NoticeRecord[] =>
  notices.filter((notice) => forStudents.has(notice.code));

/** The student's part of the results, safe to send. */
export function studentView(results: Results, student: StudentResult): StudentView {
  return {
    schemaVersion,
    graderVersion: results.graderVersion,
    lesson: results.lesson.id,
    lessonVersion: student.lessonVersion,
    student: student.student,
    file: student.file,
    submissionHash: student.submissionHash,
    attempt: student.attempt,
    points: student.points,
    score: student.score,
    graderFailed: student.graderFailure !== undefined,
    unsafe: results.isolation.unsafe,
    backend: results.isolation.backend,
    notices: allowed(student.notices),
    exercises: student.exercises.map((e) => ({
      exercise: e.exercise,
      title: e.title,
      points: e.points,
      score: e.score,
      notices: allowed(e.notices),
      visible: e.tests.filter((t) => t.visible),
      hidden: e.tests
        .filter((t) => !t.visible)
        .map(({ id, kind, points, score, verdict }) => ({
          id,
          kind,
          points,
          score,
          passed: verdict === 'passed',
        })),
      output: e.output,
    })),
  };
}
