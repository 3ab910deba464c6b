/** A class as read: each student's notebook, the lesson it is of, who and what is asked for. */
import pLimit from 'p-limit';
import { packageRoot } from './cli/paths.js';
import type { ArtefactMeta, Exercise, Lesson } from './course/index.js';
import { lessonsOf } from './course/overlay/overlay.js';
import { UsageError } from './gradebook/types.js';
import { type HandedOut, readHandedIn } from './submission/choose.js';
import type { FoundSubmission } from './submission/find.js';
import { largeCellNotices } from './submission/large-cells.js';
import { type Notebook, NotebookError } from './submission/notebook.js';

export interface ReadSubmission extends FoundSubmission {
  notebook?: Notebook;
  hash: string;
}

/** Reads a class a few files at a time: a large one has more files than a process may open. */
export async function readAll(
  found: readonly FoundSubmission[],
  reference?: string,
): Promise<ReadSubmission[]> {
  const lessons = await lessonsOf(packageRoot(), reference);
  return pLimit(16).map(found, (one) => readSubmission(one, lessons));
}

/** @param lessons by which an untouched copy is known where there are several notebooks */
export async function readSubmission(
  found: FoundSubmission,
  lessons: readonly HandedOut[] = [],
): Promise<ReadSubmission> {
  const { file } = found;
  if (file === undefined) return { ...found, hash: '' };
  try {
    const { found: taken, notebook, hash } = await readHandedIn({ ...found, file }, lessons);
    const notices = [...taken.notices, ...largeCellNotices(notebook.cells)];
    return { ...taken, notices, notebook, hash };
  } catch (error) {
    // Whatever it is, it is this submission's: the class goes on.
    const problem =
      error instanceof NotebookError ? error : new NotebookError('unreadable', String(error));
    const params = { reason: problem.reason, detail: problem.detail };
    return {
      ...found,
      hash: problem.hash,
      notices: [...found.notices, { code: 'unreadable-notebook', params }],
    };
  }
}

/** The lesson asked for, else the one that the notebooks name; a name is looked up, never a path. */
export async function chooseLesson(
  submissions: ReadSubmission[],
  wanted?: string,
  reference?: string,
): Promise<Lesson> {
  const lessons = await lessonsOf(packageRoot(), reference);
  const known = lessons.map((lesson) => lesson.id);
  const named = submissions
    .map(({ notebook }) => notebook?.lesson)
    .filter((id) => id !== undefined);
  const candidates = wanted === undefined ? named.filter((id) => known.includes(id)) : [wanted];
  const counts = new Map<string, number>();
  for (const id of candidates) counts.set(id, (counts.get(id) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  const id = most?.[0] ?? (lessons.length === 1 ? known[0] : undefined);
  const lesson = lessons.find((entry) => entry.id === id);
  if (lesson === undefined) {
    throw new UsageError('unknown-lesson', { lesson: wanted ?? '', known: known.join(', ') });
  }
  return lesson;
}

/** `--only` names students of the class, and exercises and artefacts of the lesson. */
export function selection(
  submissions: ReadSubmission[],
  lesson: Lesson,
  only: readonly string[] = [],
): {
  students: ReadSubmission[];
  exercises: readonly Exercise[];
  artefacts: readonly ArtefactMeta[];
} {
  const names = new Set(only);
  const students = submissions.filter(({ student }) => names.delete(student));
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
    students: students.length > 0 ? students : submissions,
    ...(exercises.length + artefacts.length > 0
      ? { exercises, artefacts }
      : { exercises: lesson.exercises, artefacts: lesson.artefacts }),
  };
}
