import ts from '@tslab/typescript-for-tslab';
import { describe, expect, test } from 'vitest';
import { mergeTimers, type Timers, withMergedTimers } from './timers.js';

/** As tslab does it: one timer at most, which it runs itself. */
function single(): Timers & { run(): void } {
  let held: (() => void) | undefined;
  return {
    setTimeout(callback) {
      if (held !== undefined) throw new Error('Unexpected pending rebuildTimer');
      held = callback;
      return held;
    },
    clearTimeout(handle) {
      if (handle !== held) throw new Error('clearing unexpected timer');
      held = undefined;
    },
    run() {
      held?.();
      held = undefined;
    },
  };
}

describe('mergeTimers', () => {
  test('runs all that wait, and those that they start', () => {
    const one = single();
    const timers = mergeTimers(one);
    const ran: string[] = [];
    timers.setTimeout(() => {
      ran.push('a');
      timers.setTimeout(() => void ran.push('c'));
    });
    timers.setTimeout(() => void ran.push('b'));
    one.run();
    expect(ran).toEqual(['a', 'b', 'c']);
    timers.setTimeout(() => void ran.push('d'));
    one.run();
    expect(ran.at(-1)).toBe('d');
  });

  test('a cleared timer does not run; one that has run may be cleared', () => {
    const one = single();
    const timers = mergeTimers(one);
    const ran: string[] = [];
    const a = timers.setTimeout(() => void ran.push('a'));
    const b = timers.setTimeout(() => void ran.push('b'));
    timers.clearTimeout(a);
    one.run();
    timers.clearTimeout(b);
    timers.clearTimeout(timers.setTimeout(() => void ran.push('c')));
    one.run();
    expect(ran).toEqual(['b']);
  });

  test('a callback that throws does not block the next', () => {
    const one = single();
    const timers = mergeTimers(one);
    timers.setTimeout(() => {
      throw new Error('compiler');
    });
    expect(() => one.run()).toThrow('compiler');
    let ran = false;
    timers.setTimeout(() => {
      ran = true;
    });
    one.run();
    expect(ran).toBe(true);
  });
});

test('withMergedTimers merges what is set on a child of ts.sys, and leaves ts.sys as it was', () => {
  const { setTimeout, clearTimeout } = ts.sys;
  const one = single();
  const sys = withMergedTimers(() => {
    const child: { setTimeout?: unknown; clearTimeout?: unknown } = Object.create(ts.sys);
    child.setTimeout = one.setTimeout;
    child.clearTimeout = one.clearTimeout;
    return child as Timers;
  });
  const ran: number[] = [];
  sys.setTimeout(() => void ran.push(1));
  sys.setTimeout(() => void ran.push(2));
  one.run();
  expect(ran).toEqual([1, 2]);
  expect(ts.sys.setTimeout).toBe(setTimeout);
  expect(ts.sys.clearTimeout).toBe(clearTimeout);
});
