/** What `gradus build` does: every `lesson.md` to its `lesson.ipynb`, and the rules checked. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cellsUnshown, isCompiled, withKeptOutputs } from '../outputs.js';
import { loadParts } from '../reference/load.js';
import { lessonFolders, readCourse } from './course.js';
import { readLesson } from './lesson.js';
import { type LessonReference, lintLesson } from './lint.js';
import { compileLesson } from './notebook.js';
import { recordedProblems } from './numbers-recorded.js';
import { outputsMissing } from './outputs-missing.js';
import { CourseError, type Problem } from './problem.js';
import { withCourseTable } from './syllabus/course-table.js';
import type { Syllabus } from './syllabus/schema.js';
import { readTranslation } from './translation.js';

/** `stale` and `missing` only where nothing may be written. */
export type BuildState = 'unchanged' | 'written' | 'stale' | 'missing';

export interface BuiltLesson {
  lesson: string;
  /** The notebook's path. */
  path: string;
  state: BuildState;
}

export interface BuildResult {
  lessons: BuiltLesson[];
  /** The table of the course in README.md; undefined where it has no marks for one. */
  readme: BuildState | undefined;
  /** What is wrong with lessons, references or the syllabus. */
  problems: Problem[];
  /** No problem, and nothing stale or missing. */
  ok: boolean;
}

export interface BuildOptions {
  /** The folder that holds `syllabus.md` and `notebooks/`. */
  root: string;
  /** Write nothing, only compare. Default false. */
  check?: boolean;
  /** This lesson alone, and nothing of the README; default: all. */
  only?: string;
  /** How a lesson's reference is loaded; default: from `autograder/reference` of this package. */
  loadReference?: (lesson: string) => Promise<LessonReference>;
}

/**
 * Compiles all lessons. A lesson with problems is reported and not compiled; the others are.
 *
 * @example
 * const { ok, lessons, problems } = await buildLessons({ root: process.cwd(), check: true });
 */
export async function buildLessons(options: BuildOptions): Promise<BuildResult> {
  const { root, check = false, only, loadReference = loadParts } = options;
  const lessons: BuiltLesson[] = [];
  const problems: Problem[] = [];
  const chineseTitles = new Map<string, string>();
  for (const folder of await lessonFolders(root)) {
    if (only !== undefined && folder !== only) continue;
    const source = join(root, 'notebooks', folder, 'lesson.md');
    try {
      const lesson = await readLesson(source);
      const unfit = recordedProblems(lesson);
      if (unfit.length > 0) throw new CourseError(unfit);
      const compiled = compileLesson(lesson);
      if (lesson.exercises.length > 0) {
        const reference = await referenceOf(folder, loadReference, problems);
        if (reference !== undefined) {
          const file = `${folder}/lesson.md`;
          problems.push(...lintLesson(lesson, reference).map((found) => ({ ...found, file })));
        }
      }
      const publish = async (name: string, text: string): Promise<void> => {
        const path = join(root, 'notebooks', folder, name);
        lessons.push({ lesson: folder, path, state: await bringNotebook(path, text, check) });
        if (!existsSync(path)) return;
        const unshown = cellsUnshown(await readFile(path, 'utf8'));
        const found = outputsMissing(lesson, name, unshown);
        problems.push(...found.map((one) => ({ ...one, file: `${folder}/${one.file}` })));
      };
      await publish('lesson.ipynb', compiled);
      const chinese = await readTranslation(lesson);
      if (chinese === undefined) continue;
      chineseTitles.set(folder, chinese.title);
      await publish('lesson.zh.ipynb', compileLesson(chinese));
    } catch (error) {
      if (!(error instanceof CourseError)) throw error;
      problems.push(...error.problems.map((p) => ({ ...p, file: `${folder}/${p.file}` })));
    }
  }
  let readme: BuildState | undefined;
  if (problems.length === 0 && only === undefined) {
    try {
      // The lessons are fine one by one; the syllabus must agree with them.
      const { syllabus } = await readCourse(root);
      problems.push(...titlesThatDiffer(syllabus, chineseTitles));
      readme = await bringTable(join(root, 'README.md'), syllabus, check);
    } catch (error) {
      if (!(error instanceof CourseError)) throw error;
      problems.push(...error.problems);
    }
  }
  const current = lessons.every(({ state }) => isCurrent(state));
  const ok = current && isCurrent(readme ?? 'unchanged') && problems.length === 0;
  return { lessons, readme, problems, ok };
}

/** Titles in Chinese that are not those of the syllabus. */
function titlesThatDiffer(syllabus: Syllabus, titles: ReadonlyMap<string, string>): Problem[] {
  return syllabus.modules.flatMap(({ id, title }): Problem[] => {
    const lesson = titles.get(id);
    if (lesson === undefined || lesson === title.zh) return [];
    const params = { field: 'title', lesson, syllabus: title.zh };
    const file = `${id}/lesson.zh.md`;
    return [{ file, line: 2, column: 1, code: 'syllabus-lesson-differs', params }];
  });
}

const isCurrent = (state: BuildState): boolean => state === 'unchanged' || state === 'written';

/** The table of the course in a README that has its marks. */
async function bringTable(
  path: string,
  syllabus: Syllabus,
  check: boolean,
): Promise<BuildState | undefined> {
  if (!existsSync(path)) return undefined;
  const text = withCourseTable(await readFile(path, 'utf8'), syllabus);
  return text === undefined ? undefined : bring(path, text, check);
}

/**
 * Writes a notebook whose text or code is not what its lesson gives, and leaves those outputs whose
 * cells are as they were; with `check` only says so. What cells show is not compared.
 */
export async function bringNotebook(
  path: string,
  compiled: string,
  check: boolean,
): Promise<BuildState> {
  if (!existsSync(path)) return bring(path, compiled, check);
  const before = await readFile(path, 'utf8');
  if (isCompiled(before, compiled)) return 'unchanged';
  return bring(path, withKeptOutputs(compiled, before), check);
}

/** Writes what a file should hold, where it does not; with `check` only says so. */
export async function bring(path: string, compiled: string, check: boolean): Promise<BuildState> {
  const exists = existsSync(path);
  if (exists && (await readFile(path, 'utf8')) === compiled) return 'unchanged';
  if (check) return exists ? 'stale' : 'missing';
  await writeFile(path, compiled);
  return 'written';
}

async function referenceOf(
  lesson: string,
  load: (lesson: string) => Promise<LessonReference>,
  problems: Problem[],
): Promise<LessonReference | undefined> {
  try {
    return await load(lesson);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const place = { file: `${lesson}/lesson.md`, line: 1, column: 1 };
    problems.push({ ...place, code: 'reference-missing', params: { lesson, message } });
    return undefined;
  }
}
