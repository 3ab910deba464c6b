/** Grading a part of a class again (`--only`) leaves the rest of its results as they were. */
import type { ExerciseResult, Results, StudentResult } from './results.js';
import { UsageError } from './types.js';

/** Equal in these, two gradings judged by the same rules and their results may stand together. */
const rules = (r: Results) => ({
  'grader-version': r.graderVersion,
  lesson: r.lesson.id,
  'lesson-version': r.lesson.version,
  reference: r.referenceHash,
  secret: r.seedId,
  sandbox: r.isolation.backend,
});

function mergeStudent(lesson: Results['lesson'], before: StudentResult, now: StudentResult) {
  // Verdicts on another file say nothing about this one.
  if (before.submissionHash !== now.submissionHash) return now;
  const find = (list: readonly ExerciseResult[], name: string) =>
    list.find((e) => e.exercise === name);
  const exercises = lesson.exercises.flatMap(({ exercise }) => {
    const found = find(now.exercises, exercise) ?? find(before.exercises, exercise);
    return found ? [found] : [];
  });
  const sum = (key: 'points' | 'score') => exercises.reduce((total, e) => total + e[key], 0);
  return { ...now, exercises, points: sum('points'), score: sum('score') };
}

/**
 * The new results over the old ones.
 *
 * @throws UsageError `other-rules` when the old ones were judged by other rules
 */
export function mergeResults(before: Results, now: Results): Results {
  const [old, fresh] = [rules(before), rules(now)];
  for (const key of Object.keys(fresh) as (keyof typeof fresh)[]) {
    if (old[key] !== fresh[key]) {
      throw new UsageError('other-rules', { key, before: old[key], now: fresh[key] });
    }
  }
  const students = new Map(before.students.map((s) => [s.student, s]));
  for (const student of now.students) {
    const previous = students.get(student.student);
    students.set(student.student, previous ? mergeStudent(now.lesson, previous, student) : student);
  }
  return {
    ...now,
    students: [...students.values()].sort((a, b) => (a.student < b.student ? -1 : 1)),
  };
}
