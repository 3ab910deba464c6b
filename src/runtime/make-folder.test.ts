import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolder, makeFolderSync } from './make-folder.js';

const top = mkdtempSync(join(tmpdir(), 'gradus-folders-'));
afterAll(() => rmSync(top, { recursive: true }));

test('makes what is missing, and tells it', async () => {
  const path = join(top, 'a', 'b');
  expect(await makeFolder(path, 0o700)).toEqual([join(top, 'a'), path]);
  expect(statSync(path).mode & 0o777).toBe(0o700);
  expect(await makeFolder(path)).toEqual([]);
  makeFolderSync(join(top, 'c', 'd'));
  makeFolderSync(join(top, 'c', 'd'));
  expect(existsSync(join(top, 'c', 'd'))).toBe(true);
});

test('several at once make the same', async () => {
  const path = join(top, 'e', 'f', 'g');
  const made = (await Promise.all(Array.from({ length: 8 }, () => makeFolder(path)))).flat();
  expect(made.sort()).toEqual([join(top, 'e'), join(top, 'e', 'f'), path]);
});

test.runIf(process.platform === 'linux').each([
  ['/proc/x', 'ENOENT'],
  ['/proc/x/y', 'ENOENT'],
  ['/proc/self/fd/x', 'ENOENT'],
  [`${process.execPath}/x`, 'ENOTDIR'],
])('refuses %s at once', async (path, code) => {
  await expect(makeFolder(path)).rejects.toMatchObject({ code });
  expect(() => makeFolderSync(path)).toThrow(code);
});

test('below a file nothing is made', async () => {
  const file = join(top, 'file');
  writeFileSync(file, '');
  await expect(makeFolder(join(file, 'x', 'y'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});
