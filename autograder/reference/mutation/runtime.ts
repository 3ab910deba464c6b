/** What the text of a mutant calls: values that are always the same, and a limit to its loops. */
import { tf } from '../../../src/backend/tf.js';

/** Rounds of all loops of one call; a solution needs some thousands. */
const mostRounds = 200_000;

export interface MutantRuntime {
  $zeroed(value: unknown): unknown;
  $ignored(value: unknown): unknown;
  $changedInPlace(value: unknown): unknown;
  $tick(): void;
  /** A new call has its own rounds and its own time. */
  restart(): void;
  /** What still runs ends at its next round: nobody waits for it any more. */
  stop(): void;
}

/** The clock is read once in so many rounds. */
const roundsToALook = 16;

/** @param mostMs that the loops of one call may take */
export function mutantRuntime(mostMs: number): MutantRuntime {
  let rounds = 0;
  let begun = 0;
  let isOver = false;
  const isLate = (): boolean => rounds % roundsToALook === 0 && performance.now() - begun > mostMs;
  return {
    $zeroed: zeroed,
    $ignored: ignored,
    $changedInPlace: changedInPlace,
    $tick() {
      if (isOver || ++rounds > mostRounds || isLate()) {
        throw new Error(`The loops went round ${rounds} times and were ended`);
      }
    },
    restart() {
      rounds = 0;
      begun = performance.now();
    },
    stop() {
      isOver = true;
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

/** A copy to go on with; what was given is turned round, disposed, or has other numbers in it. */
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
  if (!isObject(value)) return value;
  const copy = each(value, changedInPlace);
  for (const [key, part] of Object.entries(copy))
    if (typeof part === 'number') value[key] = part + 1;
  return copy;
}
