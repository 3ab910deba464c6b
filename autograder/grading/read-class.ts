/** Which lesson a class is of, and who and what is asked for. */
import { packageRoot } from '../../src/package-root.js';
import type { ArtefactMeta, Exercise, Lesson } from '../course/index.js';
import { lessonsOf } from '../course/overlay/lessons.js';
import { UsageError } from '../gradebook/types.js';
import type { Reader } from './reader.js';
import type { Listed } from './submission.js';

/** The lesson asked for, else the one that most notebooks name; a name is looked up, never a path. */
export async function chooseLesson(
  reader: Pick<Reader, 'submissions' | 'lessonOf'>,
  wanted?: string,
  reference?: string,
): Promise<Lesson> {
  const lessons = await lessonsOf(packageRoot(), reference);
  const [only, second] = lessons;
  // Of one lesson there is nothing to choose.
  if (wanted === undefined && only !== undefined && second === undefined) return only;
  const known = lessons.map((lesson) => lesson.id);
  const named = wanted === undefined ? await namedLessons(reader, known) : [wanted];
  const counts = new Map<string, number>();
  for (const id of named) counts.set(id, (counts.get(id) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  const lesson = lessons.find((entry) => entry.id === most?.[0]);
  if (lesson === undefined) {
    throw new UsageError('unknown-lesson', { lesson: wanted ?? '', known: known.join(', ') });
  }
  return lesson;
}

async function namedLessons(
  { submissions, lessonOf }: Pick<Reader, 'submissions' | 'lessonOf'>,
  known: readonly string[],
): Promise<string[]> {
  const named: string[] = [];
  for (const index of submissions.keys()) {
    const id = await lessonOf(index);
    if (id !== undefined && known.includes(id)) named.push(id);
  }
  return named;
}

export interface Selection {
  /** Indices of submissions. */
  students: readonly number[];
  exercises: readonly Exercise[];
  artefacts: readonly ArtefactMeta[];
}

/** `--only` names students of the class, and exercises and artefacts of the lesson. */
export function selection(
  submissions: readonly Listed[],
  lesson: Lesson,
  only: readonly string[] = [],
): Selection {
  const names = new Set(only);
  const all = [...submissions.keys()];
  const students = all.filter((index) => names.delete(submissions[index]?.student ?? ''));
  const exercises = lesson.exercises.filter(({ id }) => names.delete(id));
  const artefacts = lesson.artefacts.filter(({ id }) => names.delete(id));
  const [unknown] = names;
  if (unknown !== undefined) {
    const known = [
      ...submissions.map(({ student }) => student),
      ...lesson.exercises.map(({ id }) => id),
      ...lesson.artefacts.map(({ id }) => id),
    ];
    throw new UsageError('unknown-only', { name: unknown, known: known.join(', ') });
  }
  return {
    students: students.length > 0 ? students : all,
    ...(exercises.length + artefacts.length > 0
      ? { exercises, artefacts }
      : { exercises: lesson.exercises, artefacts: lesson.artefacts }),
  };
}
