/** What the text of a mutant calls: values that are always the same, and a count of its loops. */
import { tf } from '../../../src/backend/tf.js';

/** Rounds of all loops of one call; a solution needs some thousands. */
const mostRounds = 200_000;

export interface MutantRuntime {
  $zeroed(value: unknown): unknown;
  $ignored(value: unknown): unknown;
  $changedInPlace(value: unknown): unknown;
  $tick(): void;
  /** A new call has its own rounds. */
  restart(): void;
}

export function mutantRuntime(): MutantRuntime {
  let rounds = 0;
  return {
    $zeroed: zeroed,
    $ignored: ignored,
    $changedInPlace: changedInPlace,
    $tick() {
      if (++rounds > mostRounds) throw new Error(`The loops went round ${mostRounds} times`);
    },
    restart() {
      rounds = 0;
    },
  };
}

type List = unknown[] | Float32Array;

const isList = (value: unknown): value is List =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !isList(value) && !(value instanceof tf.Tensor);

const each = (value: Record<string, unknown>, change: (part: unknown) => unknown) =>
  Object.fromEntries(Object.entries(value).map(([key, part]) => [key, change(part)]));

/** An answer of the same form that says nothing. */
function zeroed(value: unknown): unknown {
  if (value instanceof tf.Tensor) return tf.zerosLike(value);
  if (isList(value)) return (value as unknown[]).map(zeroed);
  if (isObject(value)) return each(value, zeroed);
  if (typeof value === 'number') return 0;
  return typeof value === 'string' ? '' : typeof value === 'boolean' ? false : value;
}

/** An argument of the same form that is the same in every call. */
function ignored(value: unknown): unknown {
  if (value instanceof tf.Tensor) return tf.onesLike(value);
  if (isList(value)) return (value as unknown[]).map(ignored);
  if (isObject(value)) return each(value, ignored);
  if (typeof value === 'function') return () => undefined;
  if (typeof value === 'number') return 1;
  return typeof value === 'string' ? 'a' : typeof value === 'boolean' ? false : value;
}

/** A copy to go on with; what was given is turned round, or disposed. */
function changedInPlace(value: unknown): unknown {
  if (value instanceof tf.Tensor) {
    const copy = tf.tensor(value.dataSync(), value.shape, value.dtype);
    value.dispose();
    return copy;
  }
  if (isList(value)) {
    const copy = value.slice();
    value.reverse();
    return copy;
  }
  return isObject(value) ? each(value, changedInPlace) : value;
}
