/** Whether a mutant answers as the solution does, on the inputs that the exercise's tests draw. */
import { isDeepStrictEqual } from 'node:util';
import { tf } from '../../../src/backend/tf.js';
import { runExercise } from '../../judge/in-process.js';
import type { LoadedReference } from '../load.js';
import type { CompiledMutant } from './compile.js';

type Answering = CompiledMutant['fn'];

export interface Compared {
  /** Different inputs that both were given. */
  inputs: number;
  /** The first input on which they differ. */
  differs?: { args: unknown; right: unknown; got: unknown };
}

/** More draws than this are not made: the tests may have fixed inputs alone. */
const mostSeeds = 3000;

/**
 * The tests of the exercise call the solution, draw after draw, and the mutant on the same draws:
 * each call of one is compared with the same call of the other. Functions among the arguments are
 * made anew for each, so that what counts its calls counts those of one.
 *
 * @param wanted different inputs; default 1000
 */
export async function comparedAnswers(
  reference: LoadedReference,
  exercise: string,
  mutant: Answering,
  wanted = 1000,
): Promise<Compared> {
  const right = reference.solution[exercise] as Answering;
  const seen = new Set<string>();
  const recorded = async (answering: Answering, seed: number): Promise<Call[]> => {
    const calls: Call[] = [];
    const fn = async (...args: unknown[]) => {
      const given = plain(args);
      const answer = await settled(answering, args);
      calls.push({ given, got: plain([answer, args]) });
      return thrown(answer);
    };
    await runExercise({
      ...{ exercise, fn, seed, tf, visible: 'drawn' },
      ...{ solution: reference.solution, tests: reference.tests[exercise] ?? [] },
    });
    return calls;
  };
  tf.env().set('IS_TEST', false);
  for (let seed = 1; seed <= mostSeeds && seen.size < wanted; seed++) {
    const ofRight = await recorded(right, seed);
    const ofMutant = await recorded(mutant, seed);
    for (const [i, { given, got }] of ofRight.entries()) {
      const other = ofMutant[i];
      if (other === undefined || !alike(got, other.got)) {
        const differs = { args: given, right: got, got: other?.got };
        return { inputs: seen.size, differs };
      }
      seen.add(JSON.stringify(given, told));
    }
  }
  return { inputs: seen.size };
}

/** A call of the tests, as plain data. */
interface Call {
  given: unknown;
  /** The answer, and what became of the arguments. */
  got: unknown;
}

class Thrown {
  constructor(readonly error: unknown) {}
}

const settled = async (fn: Answering, args: unknown[]): Promise<unknown> => {
  try {
    return await fn(...args);
  } catch (error) {
    return new Thrown(error);
  }
};

const thrown = (answer: unknown): unknown => {
  if (answer instanceof Thrown) throw answer.error;
  return answer;
};

const entries = (value: object, change: (part: unknown) => unknown) =>
  Object.fromEntries(Object.entries(value).map(([key, part]) => [key, change(part)]));

const isNested = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** A value as plain data that can be compared. */
function plain(value: unknown): unknown {
  if (value instanceof Thrown) return { threw: (value.error as Error).name };
  if (value instanceof tf.Tensor) {
    if (value.isDisposed) return { disposed: true };
    return { shape: value.shape, dtype: value.dtype, values: Array.from(value.dataSync()) };
  }
  if (typeof value === 'function') return 'a function';
  if (ArrayBuffer.isView(value)) return Array.from(value as Float32Array);
  if (Array.isArray(value)) return value.map(plain);
  return isNested(value) ? entries(value, plain) : value;
}

/** `JSON.stringify` has one text for all that is no number. */
const told = (_key: string, value: unknown): unknown =>
  value === undefined || (typeof value === 'number' && !Number.isFinite(value))
    ? `${value}`
    : value;

/** Equal but for rounding. */
function alike(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') {
    return Object.is(a, b) || Math.abs(a - b) <= 1e-6 + 1e-6 * Math.abs(a);
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((part, i) => alike(part, b[i]));
  }
  if (!isNested(a) || !isNested(b)) return isDeepStrictEqual(a, b);
  const keys = Object.keys(a);
  return (
    isDeepStrictEqual(keys, Object.keys(b)) &&
    keys.every((key) => alike(Reflect.get(a, key), Reflect.get(b, key)))
  );
}
