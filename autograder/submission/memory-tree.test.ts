import { expect, test } from 'vitest';
import { memoryTree } from './memory-tree.js';

const bytes = (text: string) => Buffer.from(text);
const tree = memoryTree(
  new Map([
    ['lesson.ipynb', bytes('N')],
    ['src//main.ts', bytes('M')],
    ['src/deep/more.ts', bytes('D')],
    ['.hidden/x.ipynb', bytes('H')],
    ['../up.ipynb', bytes('U')],
  ]),
);

test('files are listed by folder, hidden ones are nobody’s work', async () => {
  expect(await tree.list([])).toEqual([
    { name: 'lesson.ipynb', kind: 'file' },
    { name: 'src', kind: 'folder' },
  ]);
  expect((await tree.list(['src'])).map(({ name }) => name)).toEqual(['deep', 'main.ts']);
  expect(await tree.list(['none'])).toEqual([]);
});

test('a file is read by its path, up to a size; what is not there is an error', async () => {
  expect(String(await tree.read(['src', 'main.ts']))).toBe('M');
  await expect(tree.read(['src', 'main.ts'], 0)).rejects.toMatchObject({ reason: 'too-large' });
  await expect(tree.read(['src'])).rejects.toMatchObject({ reason: 'unreadable' });
  await expect(tree.read(['constructor'])).rejects.toMatchObject({ reason: 'unreadable' });
});
