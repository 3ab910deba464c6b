/** The lessons that run in the kernel: `gradus run`, `gradus numbers`, `gradus publish`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../src/messages/index.js';
import { packageRoot } from '../../src/package-root.js';
import { lessonFolders } from '../course/course.js';
import { readLesson, solutionSources } from '../course/index.js';
import { jupyterPython } from '../course/kernel-run/run.js';
import type { Lesson } from '../course/lesson.js';
import { type Problem, problemText } from '../course/problem.js';
import { readTranslation } from '../course/translation.js';
import { UsageError } from '../results/types.js';
import { askedLessons, requireRepository } from './asked-lessons.js';

/** A lesson, in English, with what solves it. */
export interface LessonToRun {
  root: string;
  lesson: Lesson;
  /** TypeScript by exercise. */
  solutions: Readonly<Record<string, string>>;
}

/**
 * The checkout and the lessons that were asked for.
 *
 * @param id default: all lessons
 * @throws UsageError `repository-only`, `unknown-lesson`, `no-jupyter`
 */
export async function lessonsToRun(id?: string): Promise<{ root: string; ids: string[] }> {
  const root = packageRoot();
  requireRepository();
  const ids = askedLessons(await lessonFolders(root), id);
  const jupyter = jupyterPython(root);
  if (!existsSync(jupyter)) throw new UsageError('no-jupyter', { path: jupyter });
  return { root, ids };
}

/** @throws CourseError when it cannot be read */
export async function lessonToRun(root: string, id: string): Promise<LessonToRun> {
  const lesson = await readLesson(join(root, 'notebooks', id, 'lesson.md'));
  const path = join(root, 'autograder', 'reference', id, 'solution.ts');
  const sources = lesson.exercises.length > 0 ? solutionSources(path) : {};
  const known = lesson.exercises.map((exercise) => [exercise.id, sources[exercise.id] ?? '']);
  return { root, lesson, solutions: Object.fromEntries(known) };
}

/** The lesson in a language; undefined where it is not translated. */
export async function inLanguage(
  { lesson }: LessonToRun,
  language: Language,
): Promise<Lesson | undefined> {
  if (language === lesson.language) return lesson;
  const translated = await readTranslation(lesson);
  return translated && { ...translated, recorded: lesson.recorded };
}

/** The published notebook of a lesson, in its language. */
export const publishedPath = ({ path, language }: Pick<Lesson, 'path' | 'language'>): string =>
  path.replace(/(\.\w+)?\.md$/, language === 'en' ? '.ipynb' : `.${language}.ipynb`);

/** Tells what is wrong with a lesson, each on its line. */
export function tellProblems(id: string, problems: readonly Problem[], language: Language): void {
  for (const one of problems) {
    console.error(problemText({ ...one, file: `${id}/${one.file}` }, language));
  }
}
