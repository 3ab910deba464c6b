import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { folderTree } from './tree.js';

const home = mkdtempSync(join(tmpdir(), 'gradus-tree-'));
afterAll(() => rmSync(home, { recursive: true }));

test('lists by name and leaves out what is nobody’s; links and pipes are refused', async () => {
  const root = join(home, 'class');
  mkdirSync(join(root, 'b', 'node_modules'), { recursive: true });
  writeFileSync(join(root, 'a.ipynb'), 'A');
  writeFileSync(join(root, '.hidden'), '');
  symlinkSync(join(root, 'b'), join(root, 'c'));
  execFileSync('mkfifo', [join(root, 'd.ipynb')]);
  const tree = folderTree(root);
  expect(await tree.list([])).toEqual([
    { name: 'a.ipynb', kind: 'file' },
    { name: 'b', kind: 'folder' },
    { name: 'c', kind: 'refused' },
    { name: 'd.ipynb', kind: 'refused' },
  ]);
  expect(await tree.list(['b'])).toEqual([]);
  expect((await tree.read(['a.ipynb'])).toString()).toBe('A');
  expect(tree.show(['a.ipynb'])).toBe(join(root, 'a.ipynb'));
  await expect(tree.read(['d.ipynb'])).rejects.toMatchObject({ reason: 'no-file' });
  await expect(tree.read(['gone', 'x.ipynb'])).rejects.toMatchObject({ reason: 'unreadable' });
});

test('a root behind a link is the caller’s own; a link inside leads nowhere', async () => {
  mkdirSync(join(home, 'real', 'ada'), { recursive: true });
  writeFileSync(join(home, 'real', 'ada', 'x.ipynb'), 'X');
  symlinkSync(join(home, 'real'), join(home, 'link'));
  const tree = folderTree(join(home, 'link'));
  expect((await tree.read(['ada', 'x.ipynb'])).toString()).toBe('X');
  symlinkSync(join(home, 'real', 'ada'), join(home, 'real', 'eve'));
  await expect(tree.read(['eve', 'x.ipynb'])).rejects.toMatchObject({ reason: 'link' });
});
