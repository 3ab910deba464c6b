/**
 * Files may change while a kernel runs: a student saves `util.ts`, gradus is built anew. The
 * compiler then asks for two timers at once; tslab's converter holds one and throws at a second,
 * now or in the next cell. Here any number of timers share the one.
 */
import ts from './typescript.cjs';

interface Entry {
  callback(): void;
}

export interface Timers {
  setTimeout(callback: () => void): unknown;
  clearTimeout(entry: unknown): void;
}

/** Many timers in the place of one; all run when it does, those that they start as well. */
export function mergeTimers(one: Timers): Timers {
  const waiting: Entry[] = [];
  let handle: unknown;
  let armed = false;
  let running = false;

  const flush = (): void => {
    running = true;
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) next.callback();
    } catch (error) {
      // tslab forgets its timer only when nothing was thrown.
      one.clearTimeout(handle);
      throw error;
    } finally {
      armed = false;
      running = false;
    }
  };
  return {
    setTimeout(callback) {
      const entry = { callback };
      waiting.push(entry);
      if (!armed) {
        armed = true;
        handle = one.setTimeout(flush);
      }
      return entry;
    },
    clearTimeout(entry) {
      const index = (waiting as unknown[]).indexOf(entry);
      if (index < 0) return;
      waiting.splice(index, 1);
      if (waiting.length > 0 || running) return;
      armed = false;
      one.clearTimeout(handle);
    },
  };
}

/**
 * Runs `make`, which creates a converter of tslab, so that the timers it gives to the compiler are
 * merged. They are set on an object that inherits from `ts.sys`, where the setters wait for them.
 */
export function withMergedTimers<T>(make: () => T): T {
  const { setTimeout, clearTimeout } = ts.sys;
  const given: Partial<Timers> = {};
  const one: Timers = {
    setTimeout: (callback) => given.setTimeout?.(callback),
    clearTimeout: (entry) => given.clearTimeout?.(entry),
  };
  const merged = mergeTimers(one);
  const intercept = (name: keyof Timers, original: unknown): void => {
    Object.defineProperty(ts.sys, name, {
      configurable: true,
      get: () => original,
      set(this: object, value: never) {
        given[name] = value;
        Object.defineProperty(this, name, { configurable: true, value: merged[name] });
      },
    });
  };
  intercept('setTimeout', setTimeout);
  intercept('clearTimeout', clearTimeout);
  try {
    return make();
  } finally {
    const plain = { configurable: true, enumerable: true, writable: true };
    Object.defineProperty(ts.sys, 'setTimeout', { ...plain, value: setTimeout });
    Object.defineProperty(ts.sys, 'clearTimeout', { ...plain, value: clearTimeout });
  }
}
