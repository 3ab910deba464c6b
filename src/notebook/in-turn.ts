/** One process at a time, by a file that only one can make. */
import { closeSync, openSync, rmSync, statSync } from 'node:fs';

/** A turn takes milliseconds: a lock as old as this is of a process that was killed. */
const turnMs = 2000;
const pauseMs = 5;

/**
 * Does something while no other process does what the same lock is for. A lock that cannot be had, in a
 * folder that cannot be written to or after four seconds, keeps nobody from it.
 */
export function inTurn(lock: string, work: () => void): void {
  const isOurs = takeLock(lock);
  try {
    work();
  } finally {
    if (isOurs) rmSync(lock, { force: true });
  }
}

function takeLock(lock: string): boolean {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (const end = performance.now() + 2 * turnMs; performance.now() < end; ) {
    try {
      closeSync(openSync(lock, 'wx'));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false;
    }
    const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
    if (made !== undefined && Date.now() - made > turnMs) rmSync(lock, { force: true });
    else Atomics.wait(pause, 0, 0, pauseMs);
  }
  return false;
}
