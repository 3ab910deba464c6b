/** The callbacks of one test: what they were called with, and how much of that the judge keeps. */
import type { CallbackUse } from './callback.js';
import { Failure } from './failure.js';
import type { CallbackOptions } from './test.js';
import { CallbackValue, type Value } from './value.js';
import type { BreachCode } from './verdict.js';

/** Uses of callbacks in one test. */
const maxUses = 10_000;
/** Bytes of arguments in one test: the judge keeps them. */
export const maxUseBytes = 16 * 1024 * 1024;

/** A handle is given once in the judge's life, so that one of an earlier test is known as such. */
let nextHandle = 1;

interface Entry {
  value: CallbackValue;
  fn: (...args: Value[]) => Value;
}

export class Callbacks {
  readonly #entries = new Map<number, Entry>();
  #uses = 0;
  #bytes = 0;

  create(fn: Entry['fn'], { answersBy = 'value', shown }: CallbackOptions = {}): CallbackValue {
    const value = new CallbackValue(nextHandle++, answersBy, shown);
    this.#entries.set(value.handle, { value, fn });
    return value;
  }

  /** Answers one use. */
  use({ handle, settled, args, size }: CallbackUse): Value {
    const entry = this.#entries.get(handle);
    if (entry === undefined) throw breach('callback-not-handed-out');
    const { value, fn } = entry;
    if (settled) {
      if (value.answersBy === 'value' || value.settled >= value.calls.length) {
        throw breach('callback-settled-early');
      }
      value.settled++;
      return undefined;
    }
    this.#bytes += size;
    if (++this.#uses > maxUses || this.#bytes > maxUseBytes) {
      const params = { count: maxUses, mb: maxUseBytes / 1024 / 1024 };
      throw new Failure('callback-limit', params, {}, 'failed');
    }
    value.calls.push(args);
    const answer: unknown = fn(...args);
    if (answer instanceof Promise) {
      throw new TypeError('Expected a callback of a test to answer at once. Received: a promise');
    }
    return answer as Value;
  }
}

function breach(detail: BreachCode): Failure {
  return new Failure('tampered', { detail }, {}, 'tampered');
}
