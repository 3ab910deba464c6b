/** `kept`: the student's own version of an exercise of an earlier lesson, where there is one. */
import { isRestricted } from '../backend/allowed.js';
import { messages } from '../messages/index.js';
import { isInterrupt } from '../runtime/interrupt.js';
import {
  isExerciseName,
  isLessonName,
  type KeptFile,
  keptHome,
  keptPath,
  listKept,
} from './kept-package.js';
import { type LoadedKept, loadKept } from './load-kept.js';
import { recordVariable } from './record.js';
import { inNotebook } from './tslab.js';

export interface KeptOptions {
  /** Folder name of the lesson; needed only where you kept an exercise of this name from two. */
  lesson?: string;
}

/**
 * Makes `kept`.
 *
 * @param options `home` is the folder of the student's package, undefined where none is to be read
 */
export function createKept(options: {
  home: () => string | undefined;
}): <F>(exercise: string, library: F, options?: KeptOptions) => F {
  return <F>(exercise: string, library: F, { lesson }: KeptOptions = {}): F => {
    const text = messages().notebook.kept;
    if (!isExerciseName(exercise)) throw new TypeError(text.name({ got: shown(exercise) }));
    if (lesson !== undefined && !isLessonName(lesson)) {
      throw new TypeError(text.lesson({ got: shown(lesson) }));
    }
    const { home, found } = filesOf(options.home(), exercise, lesson);
    const say = (sentence: string): F => {
      console.log(sentence);
      return library;
    };
    const [first] = found;
    if (home === undefined || first === undefined) return say(text.none({ exercise }));
    if (found.length > 1) {
      const list = found.map((one) => one.lesson).join(', ');
      return say(text.several({ exercise, list, lesson: first.lesson }));
    }
    const told = { exercise, lesson: first.lesson, file: keptPath(first.lesson, exercise) };
    if (!first.isWhole) return say(text.changed(told));
    if (!first.fits) return say(text.misfit(told));
    try {
      const loaded = loadKept(first, home);
      if (typeof loaded.value !== 'function' || typeof library !== 'function') {
        return say(text.misfit(told));
      }
      console.log(text.yours(told));
      return adapted(loaded, library, first) as F;
    } catch (error) {
      if (isInterrupt(error)) throw error;
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : shown(error);
      return say(text.broken({ ...told, reason }));
    }
  };
}

function filesOf(home: string | undefined, exercise: string, lesson: string | undefined) {
  const all = home === undefined ? [] : listKept(home);
  const found = all.filter(
    (one) => one.exercise === exercise && (lesson === undefined || one.lesson === lesson),
  );
  return { home, found };
}

const shown = (value: unknown): string =>
  typeof value === 'string' ? JSON.stringify(value) : String(value);

type Callable = (...args: unknown[]) => unknown;
type Constructor = new (...args: unknown[]) => object;

/**
 * The student's function, whose errors say that it is theirs. While an exercise is under test the
 * library's runs, under the rules of that exercise: so it is when the exercise is graded.
 */
function adapted({ value, isOwn, place }: LoadedKept, library: unknown, kept: KeptFile): unknown {
  const told = new WeakSet<object>();
  const fail = (error: unknown): never => {
    if (!(error instanceof Error) || isInterrupt(error) || told.has(error)) throw error;
    const { stack = '' } = error;
    if (!isOwn(stack)) throw error;
    told.add(error);
    addToMessage(error, kept, place(stack));
    throw error;
  };
  const proxy: object = new Proxy(value as object, {
    apply(own, self, args: unknown[]) {
      if (isRestricted()) return Reflect.apply(library as Callable, self, args);
      try {
        const answer: unknown = Reflect.apply(own as Callable, self, args);
        return answer instanceof Promise ? answer.catch(fail) : answer;
      } catch (error) {
        return fail(error);
      }
    },
    construct(own, args: unknown[], newTarget: Constructor) {
      const inner = isRestricted() ? library : own;
      try {
        const made = newTarget === proxy ? inner : newTarget;
        return Reflect.construct(inner as Constructor, args, made as Constructor);
      } catch (error) {
        return isRestricted() ? rethrow(error) : fail(error);
      }
    },
  });
  return proxy;
}

function rethrow(error: unknown): never {
  throw error;
}

/** The same error, of its own class and code, which the caller may look at. */
function addToMessage(error: Error, { exercise, lesson }: KeptFile, place: string | undefined) {
  const text = messages().notebook.kept;
  const note = text.threw({ exercise, lesson, place: place === undefined ? '' : ` (${place})` });
  try {
    error.message = `${error.message}\n${note}`;
  } catch {
    console.log(note);
  }
}

/** Only in a notebook that a student reads: what a lesson's numbers are measured with is the library. */
const home = (): string | undefined =>
  inNotebook() && !process.env[recordVariable] ? keptHome(process.cwd()) : undefined;

const usual = createKept({ home });

/**
 * Your own version of an exercise of an earlier lesson, where `gradus keep` has kept one and its types
 * fit, else the library's; it says in one line which of them runs. When an exercise is tested or
 * graded the library's version runs: no grade depends on another lesson.
 *
 * @param exercise the exercise's name, e.g. `'groupMeans'`
 * @param library the library's version, which has the same types
 * @param options `lesson` where you kept an exercise of this name from two
 * @throws TypeError when a name is none of an exercise or a lesson
 * @example
 * const means = kept('groupMeans', library.groupMeans);
 */
export const kept = <F>(exercise: string, library: F, options?: KeptOptions): F =>
  usual(exercise, library, options);
