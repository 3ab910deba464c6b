/** Who and what is to be graded: `--only` names students of a class, exercises and artefacts. */
import type { ArtefactMeta, Exercise, Lesson } from '../course/index.js';
import { UsageError } from '../results/types.js';
import type { Asked } from './grader.js';
import type { Listed } from './submission.js';

/** A lesson with those who are graded in it, as indices of submissions. */
export interface ToGrade {
  lesson: Lesson;
  students: readonly number[];
}

export interface Selection extends ToGrade {
  exercises: readonly Exercise[];
  artefacts: readonly ArtefactMeta[];
}

/**
 * What is left of each lesson. A lesson that has none of the exercises, or none of the students, that
 * are named is left out.
 *
 * @throws UsageError `unknown-only` for a name that is nowhere
 */
export function selection(
  submissions: readonly Listed[],
  lessons: readonly ToGrade[],
  only: readonly string[] = [],
): Selection[] {
  const nameOf = (index: number): string => submissions[index]?.student ?? '';
  const students = new Set(lessons.flatMap((one) => one.students.map(nameOf)));
  const parts = lessons.flatMap(({ lesson }) => [...lesson.exercises, ...lesson.artefacts]);
  const known = new Set([...students, ...parts.map(({ id }) => id)]);
  const unknown = only.find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new UsageError('unknown-only', { name: unknown, known: [...known].join(', ') });
  }
  const wanted = only.filter((name) => students.has(name));
  const asked = only.filter((name) => !students.has(name));
  return lessons.flatMap(({ lesson, students: all }): Selection[] => {
    const own = wanted.length === 0 ? all : all.filter((index) => wanted.includes(nameOf(index)));
    const isAsked = ({ id }: { id: string }) => asked.length === 0 || asked.includes(id);
    const exercises = lesson.exercises.filter(isAsked);
    const artefacts = lesson.artefacts.filter(isAsked);
    const isEmpty = exercises.length + artefacts.length === 0 && asked.length > 0;
    return own.length === 0 || isEmpty ? [] : [{ lesson, students: own, exercises, artefacts }];
  });
}

/** The ids of what is asked. */
export const askedIn = ({
  exercises,
  artefacts,
}: Omit<Selection, 'students' | 'lesson'>): Asked => ({
  exercises: exercises.map(({ id }) => id),
  artefacts: artefacts.map(({ id }) => id),
});
