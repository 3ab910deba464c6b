/** The lessons that can be graded: those of the course and those of a private reference. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../../gradebook/types.js';
import { readCourse } from '../course.js';
import { type Lesson, readLesson } from '../lesson.js';
import { CourseError, type Problem } from '../problem.js';
import { partNames } from './part-names.js';
import { OverlayError } from './problem.js';

/** The lessons of the course, with those of a private reference in their place or beside them. */
export async function lessonsOf(root: string, reference?: string): Promise<readonly Lesson[]> {
  const { lessons } = await readCourse(root);
  if (reference === undefined) return lessons;
  const known = new Map(lessons.map((lesson) => [lesson.id, lesson]));
  const problems: Problem[] = [];
  for (const name of await referenceFolders(reference)) {
    const file = join(name, 'lesson.md');
    if (existsSync(join(reference, file))) {
      const lesson = await readPrivate(reference, file);
      if (lesson.id !== name) {
        const params = { folder: name, id: lesson.id };
        problems.push({ file, line: 1, column: 1, code: 'folder-differs', params });
      }
      known.set(name, lesson);
    } else if (!known.has(name)) {
      const params = { name, known: [...known.keys()].join(', ') };
      problems.push({ file: name, line: 1, column: 1, code: 'overlay-lesson', params });
    }
  }
  if (problems.length > 0) throw new OverlayError(problems);
  return [...known.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
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

async function readPrivate(reference: string, file: string): Promise<Lesson> {
  try {
    return await readLesson(join(reference, file));
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    throw new OverlayError(error.problems.map((problem) => ({ ...problem, file })));
  }
}
