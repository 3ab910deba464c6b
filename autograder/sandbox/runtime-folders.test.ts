import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { rename, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claim, sweepRuntimes } from './runtime-folders.js';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'gradus-runtimes-'));
});
afterEach(() => rmSync(parent, { recursive: true }));

async function made(name: string, daysAgo: number): Promise<string> {
  const folder = join(parent, name);
  mkdirSync(join(folder, 'root'), { recursive: true });
  await writeFile(join(folder, 'ready'), '');
  const then = new Date(Date.now() - daysAgo * 24 * 3600 * 1000);
  await utimes(join(folder, 'ready'), then, then);
  await utimes(folder, then, then);
  return folder;
}
const [old, recent] = ['0123456789abcdef', 'fedcba9876543210'];

test('a folder that nobody used for days is removed, with what was left half made; others stay', async () => {
  await made(old, 8);
  await made(recent, 6);
  await made('making-aBcD', 8);
  await made('making-EfGh', 0);
  await made('driver.cjs.d', 30);
  await sweepRuntimes(parent);
  expect(readdirSync(parent).sort()).toEqual(['driver.cjs.d', recent, 'making-EfGh']);
});

test('a folder that is used again is kept for days more', async () => {
  const folder = await made(old, 8);
  expect(await claim(folder)).toBe(true);
  expect(Date.now() - statSync(join(folder, 'ready')).mtimeMs).toBeLessThan(60_000);
  await sweepRuntimes(parent);
  expect(existsSync(join(folder, 'ready'))).toBe(true);
});

test('there is nothing to use where nothing was made', async () => {
  expect(await claim(join(parent, old))).toBe(false);
});

test('a folder that another grader is looking at is used when that one puts it back', async () => {
  const folder = await made(old, 0);
  await rename(join(folder, 'ready'), join(folder, 'ready.taken'));
  const claimed = claim(folder);
  await sleep(100);
  await rename(join(folder, 'ready.taken'), join(folder, 'ready'));
  expect(await claimed).toBe(true);
});

test('a folder whose removal was broken off is removed and made anew', async () => {
  const folder = await made(old, 8);
  await rename(join(folder, 'ready'), join(folder, 'ready.taken'));
  expect(await claim(folder)).toBe(false);
  expect(readdirSync(parent)).toEqual([]);
});

test('graders that come while others sweep never hold a folder that is gone', async () => {
  for (let round = 0; round < 30; round++) {
    const folder = await made(old, 8);
    const [claimed] = await Promise.all([
      claim(folder),
      sweepRuntimes(parent).catch(() => undefined),
      sweepRuntimes(parent).catch(() => undefined),
    ]);
    expect(existsSync(join(folder, 'ready'))).toBe(claimed);
    rmSync(folder, { recursive: true, force: true });
  }
});
