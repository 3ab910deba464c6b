/**
 * A private reference (`--reference <folder>`): exercises, tests and solutions that are in no
 * repository, laid over those of the course.
 *
 * The folder is laid out as `autograder/reference`: `NN-title/` with any of `visible.ts`,
 * `hidden.ts`, `solution.ts`, `mutants.ts`, `variants.ts`, `withheld.ts`, `artefacts.ts`, and a
 * `lesson.md` where a lesson is changed or new. `judge/overlay.ts` says what takes the place of what.
 */
import { existsSync } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../../gradebook/types.js';
import { type LoadedReference, loadReference, type Reference } from '../../judge/reference.js';
import { readCourse } from '../course.js';
import { type Lesson, readLesson } from '../lesson.js';
import { artefactProblems } from '../lint.js';
import { CourseError, type Problem } from '../problem.js';
import { bundleLesson, partNames } from './bundle.js';
import { checkParts, placeOf } from './parts.js';
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

/**
 * The reference of a lesson with a private one over it.
 *
 * @throws OverlayError when the private one cannot be compiled, has a test of a wrong form, or does
 *   not agree with the lesson
 */
export async function loadLessonReference(
  lesson: Lesson,
  folder?: string,
): Promise<LoadedReference> {
  if (folder === undefined) return loadReference(lesson.id);
  const root = await realpath(folder);
  const bundle = await bundleLesson(root, lesson.id);
  const over = bundle && { parts: checkParts(root, lesson.id, bundle), hash: bundle.hash };
  const reference = await loadReference(lesson.id, over);
  const problems = disagreements(root, lesson, reference);
  if (problems.length > 0) throw new OverlayError(problems);
  return reference;
}

/** What would give points that the lesson does not promise, or none that it does. */
function disagreements(root: string, lesson: Lesson, reference: Reference): Problem[] {
  const { tests, solution, artefacts } = reference;
  const problems: Problem[] = [];
  const at = (part: string, text: string) => placeOf(root, lesson.id, part, text);
  for (const { id: name, points } of lesson.exercises) {
    const own = tests[name] ?? [];
    const sum = own.reduce((total, test) => total + test.points, 0);
    if (Math.abs(sum - points) > 1e-9) {
      const params = { name, fence: points, tests: sum };
      problems.push({ ...at('hidden', name), code: 'overlay-points', params });
    }
    const twice = own.find((test, i) => own.findIndex(({ id }) => id === test.id) !== i);
    if (twice !== undefined) {
      const part = twice.visible ? 'visible' : 'hidden';
      const params = { name, test: twice.id };
      problems.push({ ...at(part, twice.name), code: 'overlay-test-twice', params });
    }
    if (typeof solution[name] !== 'function') {
      problems.push({ ...at('solution', name), code: 'overlay-solution', params: { name } });
    }
  }
  for (const name of Object.keys(tests)) {
    if (!lesson.exercises.some(({ id }) => id === name)) {
      problems.push({ ...at('hidden', name), code: 'tests-without-exercise', params: { name } });
    }
  }
  const place = placeOf(root, lesson.id, 'artefacts');
  return [...problems, ...artefactProblems(lesson, artefacts, place)];
}
