import { NoBackendError } from '../backend/no-backend.js';
import { useBackend } from '../backend/use-backend.js';
import { messages } from '../messages/index.js';
import { tf } from '../nn/tf.js';
import { locate } from './check-place.js';
import { checkBundle } from './check-view.js';
import { writeCoursePage } from './course-page.js';
import { recordCheck, workspaceOf } from './course-record.js';
import { withoutFitProgress } from './fit-progress.js';
import { importJudge, notebookPath } from './judge-package.js';
import { isUnknownExercise, type Judge, type JudgeResult } from './judge-types.js';
import { keepCommand } from './keep-command.js';
import { inNotebook, showBundle } from './tslab.js';

export interface CheckOptions {
  /** Folder name of the lesson; needed only where two lessons have an exercise of this name. */
  lesson?: string;
}

export interface Checker {
  check(exercise: string, fn: unknown, options?: CheckOptions): Promise<void>;
  passedOr<F>(exercise: string, student: unknown, library: F): F;
}

/**
 * Makes `check` and `passedOr`, which share what has passed.
 *
 * @param options `loadJudge` brings the judge; `lessonPath` is where the notebook lies; `prepare`
 *   runs before each check, `record` after it; `keep` is the command that keeps an exercise
 */
export function createChecker(options: {
  loadJudge: () => Promise<Judge>;
  lessonPath?: () => string;
  prepare?: () => Promise<void>;
  record?: (result: JudgeResult, passed: boolean) => void;
  keep?: (exercise: string) => string | undefined;
}): Checker {
  const last = new Map<string, { fn: unknown; passed: boolean }>();

  return {
    async check(exercise, fn, { lesson } = {}) {
      if (typeof exercise !== 'string') {
        throw new TypeError(
          `Expected \`exercise\` to be a name, as in check('softmax', softmax). Received: ${typeof exercise}`,
        );
      }
      // Until it is known to pass it does not: a check that fails half-way must not leave the old one.
      last.set(exercise, { fn, passed: false });
      await options.prepare?.();
      const judge = await options.loadJudge();
      const path = options.lessonPath?.() ?? '';
      const result = await withoutFitProgress(() => judged(judge, exercise, fn, lesson, path));
      const { results } = result;
      const passed = results.length > 0 && results.every((test) => test.verdict === 'passed');
      last.set(exercise, { fn, passed });
      options.record?.(result, passed);
      const file = path.split(/[\\/]/).find((part) => /\.ipynb$/i.test(part));
      const keep = passed ? options.keep?.(exercise) : undefined;
      showBundle(
        checkBundle(result, {
          isAsync: Object.prototype.toString.call(fn) === '[object AsyncFunction]',
          ...(file === undefined ? {} : { file }),
          ...(keep === undefined ? {} : { keep }),
        }),
      );
      for (const code of new Set(results.flatMap(({ notices = [] }) => notices))) {
        console.log(messages().judge.notices[code]({ exercise }));
      }
    },
    passedOr<F>(exercise: string, student: unknown, library: F): F {
      const text = messages().notebook.check;
      const checked = last.get(exercise);
      if (checked?.passed && sameFunction(checked.fn, student)) return student as F;
      const wasRight = checked?.passed === true;
      console.log((wasRight ? text.usingLibraryChanged : text.usingLibrary)({ exercise }));
      return library;
    },
  };
}

/** A cell that is run again makes a new function of the same text. */
function sameFunction(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'function' && typeof b === 'function' && `${a}` === `${b}`);
}

async function judged(
  judge: Judge,
  exercise: string,
  fn: unknown,
  lesson: string | undefined,
  path: string,
): Promise<JudgeResult> {
  const run = (id: string | undefined): Promise<JudgeResult> =>
    judge.checkExercise({ exercise, fn, locate, ...(id === undefined ? {} : { lesson: id }) });
  try {
    return await run(lesson);
  } catch (error) {
    if (!isUnknownExercise(error)) throw error;
    const text = messages().notebook.check;
    const lessons = error.known.map((name) => name.slice(0, name.lastIndexOf('/')));
    if (error.ambiguous) {
      // The notebook's folder has the name of its lesson.
      const folders = path.split(/[\\/]/);
      const here = lessons.find((id) => folders.includes(id));
      if (here !== undefined) return run(here);
      const list = [...new Set(lessons)].join(', ');
      throw new Error(text.ambiguous({ exercise, list, lesson: lessons[0] ?? '' }));
    }
    if (lesson !== undefined && error.known.length === 0) {
      throw new Error(text.unknownLesson({ lesson }));
    }
    const names = error.known.map((name) => name.slice(name.lastIndexOf('/') + 1));
    throw new Error(text.unknown({ exercise, list: [...new Set(names)].join(', ') }));
  }
}

/** After a restart of the kernel the set-up cell is easily forgotten. */
async function ensureBackend(): Promise<void> {
  try {
    tf.dispose(tf.scalar(0));
  } catch (error) {
    if (!(error instanceof NoBackendError)) throw error;
    await useBackend();
  }
}

/** For the page of the course; a workspace that cannot be written to costs nobody a check. */
function keepProgress({ lesson, exercise, score, points }: JudgeResult, passed: boolean): void {
  if (!inNotebook()) return;
  try {
    const workspace = workspaceOf(process.cwd());
    if (workspace === undefined) return;
    const at = new Date().toISOString();
    recordCheck(workspace, lesson, exercise, { passed, score, points, at });
    writeCoursePage(workspace);
  } catch {
    // A full disk or a folder that is read-only: the check itself has its result all the same.
  }
}

const checker = createChecker({
  keep: (exercise) => (inNotebook() ? keepCommand(exercise) : undefined),
  prepare: ensureBackend,
  record: keepProgress,
  loadJudge: importJudge<Judge>,
  lessonPath: notebookPath,
});

/**
 * Runs the visible tests of an exercise on your function and shows a table: test, verdict,
 * expected, got, the first index at which they differ, and a hint.
 *
 * @param exercise the exercise's name, e.g. `'softmax'`
 * @param fn your function
 * @param options `lesson` where two lessons have an exercise of this name
 * @throws Error that lists the known names, when no lesson has such an exercise
 * @example
 * await check('softmax', softmax);
 */
export const check: Checker['check'] = (exercise, fn, options) =>
  checker.check(exercise, fn, options);

/**
 * Your function if its last `check` passed, else the library's, which it says in one line: an
 * exercise that is not solved yet never blocks the cells after it.
 *
 * @example
 * const mySoftmax = passedOr('softmax', softmax, library.softmax);
 */
export const passedOr: Checker['passedOr'] = (exercise, student, library) =>
  checker.passedOr(exercise, student, library);
