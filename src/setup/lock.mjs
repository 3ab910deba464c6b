/** One command at a time changes the set-up; another one waits for it and says so. */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inHome } from './root.mjs';

const defaultLock = inHome('.cache', 'setup.lock');

/** @param {number} pid */
function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {string} lock */
function holder(lock) {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {string} lock */
function take(lock) {
  mkdirSync(dirname(lock), { recursive: true });
  // Written apart and linked, so that nobody sees a lock without its owner.
  const own = `${lock}.${process.pid}.new`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Removes a lock whose process is gone; by renaming, so that two waiting ones cannot both do it.
 *
 * @param {string} lock
 * @param {number} pid
 */
function breakStale(lock, pid) {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
    // Between reading and renaming, a new holder may have come.
    if (Number(readFileSync(aside, 'utf8')) !== pid) renameSync(aside, lock);
    else rmSync(aside, { force: true });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
  }
}

let held = false;

/**
 * Runs `work` while no other gradus command sets anything up; a lock within a lock is one lock.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @param {string} [lock]
 * @returns {Promise<T>}
 */
export async function withLock(work, lock = defaultLock) {
  if (held) return work();
  let said = 0;
  while (!take(lock)) {
    const pid = holder(lock);
    if (pid !== undefined && !(pid > 0 && lives(pid))) {
      breakStale(lock, pid);
      continue;
    }
    if (pid !== undefined && said !== pid) {
      process.stderr.write(`  waiting for another gradus command (process ${pid}) …\n`);
      said = pid;
    }
    await sleep(150);
  }
  held = true;
  const release = () => rmSync(lock, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    held = false;
    process.off('exit', release);
    release();
  }
}
