import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { notebooksOf } from './notebooks.js';

const folder = mkdtempSync(join(tmpdir(), 'gradus-notebooks-'));
afterAll(() => rmSync(folder, { recursive: true }));
for (const [path, files] of [
  ['02-b', ['lesson.ipynb', 'notes.md']],
  ['01-a', ['lesson.IPYNB', 'mine.ipynb.txt']],
  ['.ipynb_checkpoints', ['lesson-checkpoint.ipynb']],
  ['node_modules/x', ['x.ipynb']],
  ['empty', ['README.md']],
] as const) {
  mkdirSync(join(folder, path), { recursive: true });
  for (const file of files) writeFileSync(join(folder, path, file), '');
}
symlinkSync(folder, join(folder, '02-b', 'round'));

test('a folder is searched for notebooks, copies of the editor and packages left out', async () => {
  const found = await notebooksOf([folder]);
  expect(found.map((file) => relative(folder, file))).toEqual([
    '01-a/lesson.IPYNB',
    '01-a/mine.ipynb.txt',
    '02-b/lesson.ipynb',
  ]);
});

test('several are taken in the order given, each once', async () => {
  const [b, a] = [join(folder, '02-b/lesson.ipynb'), join(folder, '01-a/lesson.IPYNB')];
  expect(await notebooksOf([b, a, join(folder, '02-b')])).toEqual([b, a]);
});

test.each([
  ['none.ipynb', 'notebook-missing'],
  ['02-b/notes.md', 'not-a-notebook'],
  ['empty', 'no-notebooks'],
  ['02-b/lesson.ipynb/x.ipynb', 'notebook-missing'],
])('%s: %s', async (path, code) => {
  await expect(notebooksOf([join(folder, path)])).rejects.toMatchObject({ code });
});
