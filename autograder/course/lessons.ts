/**
 * The lessons that can be graded: those of the course and those of a private reference.
 *
 * Which there are is known by the names of folders. A `lesson.md` is read when its lesson is wanted:
 * a broken one stops nothing but itself.
 */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { OverlayError } from '../reference/overlay-error.js';
import { partNames } from '../reference/parts.js';
import { UsageError } from '../results/types.js';
import { lessonFolders } from './course.js';
import { type Lesson, readLesson } from './lesson.js';
import { CourseError, type Problem } from './problem.js';

/** A lesson that is there, not read yet. */
export interface ListedLesson {
  /** The name of its folder. */
  id: string;
  /** Its `lesson.md`. */
  path: string;
  /** Whether its text is that of a private reference. */
  isPrivate: boolean;
}

/**
 * The lessons of the course, with those of a private reference in their place or beside them.
 *
 * @throws UsageError `reference-missing`, `reference-empty`
 * @throws OverlayError when a folder of the private reference belongs to no lesson
 */
export async function listLessons(
  root: string,
  reference?: string,
): Promise<readonly ListedLesson[]> {
  const known = new Map<string, ListedLesson>();
  for (const id of await lessonFolders(root)) {
    known.set(id, { id, path: join(root, 'notebooks', id, 'lesson.md'), isPrivate: false });
  }
  const problems: Problem[] = [];
  for (const id of reference === undefined ? [] : await referenceFolders(reference)) {
    const path = join(reference ?? '', id, 'lesson.md');
    if (existsSync(path)) known.set(id, { id, path, isPrivate: true });
    else if (!known.has(id)) {
      const params = { name: id, known: [...known.keys()].join(', ') };
      problems.push({ file: id, line: 1, column: 1, code: 'overlay-lesson', params });
    }
  }
  if (problems.length > 0) throw new OverlayError(problems);
  return [...known.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * Reads one of them.
 *
 * @throws CourseError of the course's lessons, OverlayError of a private one: with file and line
 */
export async function readListed({ id, path, isPrivate }: ListedLesson): Promise<Lesson> {
  const file = `${id}/lesson.md`;
  const refuse = (problems: readonly Problem[]): never => {
    const placed = problems.map((problem) => ({ ...problem, file }));
    throw isPrivate ? new OverlayError(placed) : new CourseError(placed);
  };
  const lesson = await readLesson(path).catch((error: unknown) => {
    if (!(error instanceof CourseError)) throw error;
    return refuse(error.problems);
  });
  if (lesson.id === id) return lesson;
  const params = { folder: id, id: lesson.id };
  return refuse([{ file, line: 1, column: 1, code: 'folder-differs', params }]);
}

/**
 * Folders of a private reference that hold a lesson or a part of one.
 *
 * @throws UsageError `reference-missing`, `reference-empty`
 */
export async function referenceFolders(reference: string): Promise<string[]> {
  const entries = await readdir(reference, { withFileTypes: true }).catch(() => {
    throw new UsageError('reference-missing', { folder: reference });
  });
  const files = ['lesson.md', ...partNames.map((name) => `${name}.ts`)];
  const folders = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => files.some((file) => existsSync(join(reference, name, file))))
    .sort();
  if (folders.length === 0) throw new UsageError('reference-empty', { folder: reference });
  return folders;
}
