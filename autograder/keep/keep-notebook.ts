/** `gradus keep`: what passes its visible tests at this moment becomes the student's own module. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { Messages } from '../../src/messages/index.js';
import {
  isExerciseName,
  isLessonName,
  keptHome,
  keptPath,
} from '../../src/notebook/kept-package.js';
import { packageRoot, packageVersion } from '../../src/package-root.js';
import type { Lesson } from '../course/index.js';
import { listLessons, readListed } from '../course/lessons.js';
import { checkNotebook } from '../grading/check-notebook.js';
import type { ExerciseResult } from '../results/results.js';
import { type CheckNotebookOptions, type IsolationBackend, UsageError } from '../results/types.js';
import { readNotebook } from '../submission/notebook.js';
import { moduleText, type OwnModule } from './module-text.js';
import { checkTypes } from './types.js';
import { writeKept } from './write-package.js';

export type KeptOutcome =
  /** `typeErrors`: it passes, and its types do not check, so it is not checked in the package. */
  | { kind: 'kept'; exercise: string; file: string; fits: boolean; typeErrors: readonly string[] }
  /** Its visible tests do not all pass; what was kept before stays. */
  | { kind: 'failed' | 'not-solved'; exercise: string; passed: number; total: number }
  /** It passes in the notebook and not by itself. */
  | { kind: 'not-alone'; exercise: string };

export interface Kept {
  lesson: string;
  /** The folder that the package lies in. */
  home: string;
  outcomes: KeptOutcome[];
  backend: IsolationBackend;
}

const passes = ({ tests }: ExerciseResult): boolean =>
  tests.length > 0 && tests.every(({ verdict }) => verdict === 'passed');

/**
 * Judges the exercises of a notebook and writes those that pass into the package beside the lessons.
 *
 * @param options as of a check; `only` names the exercises, all that are solved where it is empty
 * @throws UsageError `keep-no-home` where no lessons lie around the notebook, `keep-in-the-way`,
 *   `keep-unknown-exercise`, and what a check throws
 */
export async function keepNotebook(options: CheckNotebookOptions, m: Messages): Promise<Kept> {
  const file = resolve(options.file);
  const home = keptHome(dirname(file));
  if (home === undefined) throw new UsageError('keep-no-home', { folder: dirname(file) });
  const work = mkdtempSync(join(tmpdir(), 'gradus-keep-'));
  try {
    // What is judged is what is kept, also when the notebook is saved meanwhile.
    const copy = join(work, basename(dirname(file)) || 'lesson', basename(file));
    mkdirSync(dirname(copy));
    copyFileSync(file, copy);
    const { grade, isolation } = await checkNotebook({ ...options, file: copy });
    const lesson = await lessonOf(grade.lesson);
    const known = lesson.exercises.map(({ id }) => id);
    const { only = [] } = options;
    const unknown = only.find((name) => !known.includes(name));
    if (unknown !== undefined) {
      throw new UsageError('keep-unknown-exercise', { name: unknown, known: known.join(', ') });
    }
    const { notebook } = await readNotebook(copy);
    const shapes = lesson.exercises.map((one) => ({ ...one, cellId: `exercise-${one.id}` }));
    const modules = new Map<string, OwnModule>();
    for (const result of grade.exercises.filter(passes)) {
      const shape = shapes.find(({ id }) => id === result.exercise);
      const canBeNamed = isLessonName(lesson.id) && isExerciseName(result.exercise);
      const found = shape && canBeNamed ? moduleText(notebook, shapes, shape) : undefined;
      if (found !== undefined) modules.set(result.exercise, found);
    }
    const alone = await passingAlone(modules, { ...options, lesson: lesson.id }, work);
    const outcomes = grade.exercises.map((result): KeptOutcome => {
      const own = modules.get(result.exercise);
      if (!passes(result)) return refused(result);
      if (own === undefined || !alone.has(result.exercise)) {
        return { kind: 'not-alone', exercise: result.exercise };
      }
      return writeOne(result.exercise, own, { lesson, home, m });
    });
    return { lesson: lesson.id, home, outcomes, backend: isolation.backend };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function lessonOf(id: string): Promise<Lesson> {
  const found = (await listLessons(packageRoot())).find((one) => one.id === id);
  if (found === undefined) throw new Error(`Expected the lesson ${id} to be there.`);
  return readListed(found);
}

function refused({ exercise, tests }: ExerciseResult): KeptOutcome {
  const passed = tests.filter(({ verdict }) => verdict === 'passed').length;
  const isUntouched = tests.every(({ issue }) => issue?.code === 'not-solved');
  return { kind: isUntouched ? 'not-solved' : 'failed', exercise, passed, total: tests.length };
}

/** The exercises whose modules pass by themselves, with nothing of the notebook around them. */
async function passingAlone(
  modules: ReadonlyMap<string, OwnModule>,
  options: CheckNotebookOptions,
  work: string,
): Promise<Set<string>> {
  if (modules.size === 0) return new Set();
  const file = join(work, 'alone.ipynb');
  const cells = [...modules.values()].map(({ cell }) => ({
    ...{ cell_type: 'code', metadata: {}, source: cell, outputs: [], execution_count: null },
  }));
  writeFileSync(file, JSON.stringify({ nbformat: 4, nbformat_minor: 4, metadata: {}, cells }));
  const { grade } = await checkNotebook({ ...options, file, only: [...modules.keys()] });
  return new Set(grade.exercises.filter(passes).map(({ exercise }) => exercise));
}

function writeOne(
  exercise: string,
  { text, signatureImports }: OwnModule,
  { lesson, home, m }: { lesson: Lesson; home: string; m: Messages },
): KeptOutcome {
  const { signature = '' } = lesson.exercises.find(({ id }) => id === exercise) ?? {};
  const { errors, fits } = checkTypes(join(home, keptPath(lesson.id, exercise)), text, {
    id: exercise,
    signature: `${signatureImports}\n${signature}`,
  });
  const head = { lesson: lesson.id, exercise, version: packageVersion(), fits };
  const unchecked = errors.length === 0 ? '' : `// @ts-nocheck: ${m.keep.unchecked}\n`;
  const body = `// ${m.keep.fileHead({ exercise, lesson: lesson.id })}\n${unchecked}${text}`;
  const file = writeKept(home, head, body, m);
  return { kind: 'kept', exercise, file, fits, typeErrors: errors };
}
