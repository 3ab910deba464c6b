import { existsSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { lockTimes, withLock } from './lock.js';

const fresh = (): string => join(mkdtempSync(join(tmpdir(), 'gradus-lock-')), '.lock');
const quick = { ...lockTimes, pollMs: 5 };

test('one at a time, and the lock is gone afterwards, after an error too', async () => {
  const path = fresh();
  let inside = 0;
  const work = async (): Promise<void> => {
    expect(++inside).toBe(1);
    await sleep(10);
    inside--;
  };
  await Promise.all([1, 2, 3, 4].map(() => withLock(path, 'x', work, undefined, quick)));
  await expect(withLock(path, 'x', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(path)).toBe(false);
});

test('the lock of a process that is gone is taken over; one that is touched is waited for', async () => {
  const path = fresh();
  writeFileSync(path, '');
  const long = new Date(Date.now() - 60_000);
  utimesSync(path, long, long);
  expect(await withLock(path, 'x', async () => 'done', undefined, quick)).toBe('done');
  writeFileSync(path, '');
  const times = { ...quick, patienceMs: 30 };
  await expect(withLock(path, 'x', async () => 1, undefined, times)).rejects.toMatchObject({
    code: 'busy',
  });
});
