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
 * The tests of the exercise call the solution, draw after draw; each call is made of the mutant too.
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
  const result: Compared = { inputs: 0 };
  const both = async (args: unknown[]): Promise<unknown> => {
    const given = plain(args);
    const copy = copied(args) as unknown[];
    const answer = await settled(right, args);
    const got = await settled(mutant, copy);
    const pair = [plain([answer, args]), plain([got, copy])];
    if (!alike(pair[0], pair[1])) result.differs ??= { args: given, right: pair[0], got: pair[1] };
    seen.add(JSON.stringify(given, told));
    return answer;
  };
  tf.env().set('IS_TEST', false);
  for (let seed = 1; seed <= mostSeeds && seen.size < wanted; seed++) {
    if (result.differs !== undefined) break;
    const fn = (...args: unknown[]) =>
      // A function as an argument counts its calls: it cannot be given to two.
      holdsFunction(args) ? right(...args) : both(args).then(thrown);
    await runExercise({
      ...{ exercise, fn, seed, tf, visible: 'drawn' },
      ...{ solution: reference.solution, tests: reference.tests[exercise] ?? [] },
    });
  }
  return { ...result, inputs: seen.size };
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

const holdsFunction = (value: unknown): boolean =>
  typeof value === 'function' ||
  (isNested(value) && !ArrayBuffer.isView(value) && !(value instanceof tf.Tensor)
    ? Object.values(value).some(holdsFunction)
    : false);

/** A value as plain data that can be compared. */
function plain(value: unknown): unknown {
  if (value instanceof Thrown) return { threw: (value.error as Error).name };
  if (value instanceof tf.Tensor) {
    if (value.isDisposed) return { disposed: true };
    return { shape: value.shape, dtype: value.dtype, values: Array.from(value.dataSync()) };
  }
  if (ArrayBuffer.isView(value)) return Array.from(value as Float32Array);
  if (Array.isArray(value)) return value.map(plain);
  return isNested(value) ? entries(value, plain) : value;
}

function copied(value: unknown): unknown {
  if (value instanceof tf.Tensor) return tf.tensor(value.dataSync(), value.shape, value.dtype);
  if (ArrayBuffer.isView(value)) return (value as Float32Array).slice();
  if (Array.isArray(value)) return value.map(copied);
  return isNested(value) ? entries(value, copied) : value;
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
