/**
 * One process downloads a set; others wait for it. The lock is a file that its holder touches; one
 * that was not touched for a while belonged to a process that is gone. Two that take over at once may
 * both write: the checksum then refuses what they spoilt, and nothing wrong is ever put in place.
 */
import { open, rm, stat, utimes } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatasetError } from '../dataset-error.js';

export interface LockTimes {
  /** How often the holder touches its lock. */
  touchMs: number;
  /** After so long without a touch the lock is nobody's. */
  staleMs: number;
  pollMs: number;
  /** How long to wait for another process. */
  patienceMs: number;
}

export const lockTimes: LockTimes = {
  touchMs: 2_000,
  staleMs: 15_000,
  pollMs: 200,
  patienceMs: 30 * 60_000,
};

async function isStale(path: string, staleMs: number): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > staleMs;
}

/**
 * @param onWait called once, when another process has the lock
 * @throws DatasetError `busy`; what the file system refuses
 */
export async function withLock<T>(
  path: string,
  name: string,
  work: () => Promise<T>,
  onWait: () => void = () => {},
  times: LockTimes = lockTimes,
): Promise<T> {
  const started = Date.now();
  for (let tries = 0; ; tries++) {
    try {
      await (await open(path, 'wx')).close();
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (tries === 0) onWait();
    if (await isStale(path, times.staleMs)) await rm(path, { force: true });
    else if (Date.now() - started > times.patienceMs) {
      const minutes = Math.round(times.patienceMs / 60_000);
      throw new DatasetError('busy', { name, path, minutes });
    } else await sleep(times.pollMs);
  }
  const touch = setInterval(() => {
    const now = new Date();
    // Someone removed it: the work goes on, and the checksum decides.
    utimes(path, now, now).catch(() => {});
  }, times.touchMs);
  touch.unref();
  try {
    return await work();
  } finally {
    clearInterval(touch);
    await rm(path, { force: true });
  }
}
