import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { messages } from '../../src/messages/index.js';
import { packageRoot } from '../../src/package-root.js';
import { buildOne, importCommand } from './import.js';

let folder = '';
const said: string[] = [];
const m = messages('en');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradus-import-'));
  said.length = 0;
  for (const kind of ['log', 'error'] as const) {
    vi.spyOn(console, kind).mockImplementation((line) => void said.push(`${line}`));
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});
const inside = (name: string) => join(folder, name);
const lesson = join(packageRoot(), 'notebooks', '01-tensors-shapes-and-data');

test.each(['lesson', 'lesson.zh'])('%s.ipynb over its Markdown changes nothing', async (name) => {
  cpSync(lesson, folder, { recursive: true });
  expect(await importCommand(inside(`${name}.ipynb`), undefined, m)).toBe(0);
  expect(readFileSync(inside(`${name}.md`))).toEqual(readFileSync(join(lesson, `${name}.md`)));
});

test('alone in a folder, a lesson takes what it lacks from the course', async () => {
  cpSync(join(lesson, 'lesson.ipynb'), inside('mine.ipynb'));
  expect(await importCommand(inside('mine.ipynb'), undefined, m)).toBe(0);
  expect(readFileSync(inside('lesson.md'))).toEqual(readFileSync(join(lesson, 'lesson.md')));
});

test('what is not taken is said, and fails', async () => {
  cpSync(lesson, folder, { recursive: true });
  const text = readFileSync(inside('lesson.ipynb'), 'utf8');
  writeFileSync(inside('lesson.ipynb'), text.replace('# Tensors, shapes', '# Shapes'));
  expect(await importCommand(inside('lesson.ipynb'), undefined, m)).toBe(1);
  expect(said.at(-1)).toMatch(/^gradus: header: this text is made from the front matter/);
});

const foreign = {
  cells: [
    { cell_type: 'markdown', id: 'a', metadata: {}, source: ['# Hi\n', '\n', 'you'] },
    {
      cell_type: 'code',
      execution_count: null,
      id: 'b',
      metadata: { tags: ['x'] },
      outputs: [],
      source: ['%time 1'],
    },
  ],
  metadata: { kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' } },
  nbformat: 4,
  nbformat_minor: 5,
};

test("anybody's notebook goes to Markdown and comes back as Jupyter writes it", async () => {
  const text = `${JSON.stringify(foreign, null, 1)}\n`;
  writeFileSync(inside('n.ipynb'), text);
  expect(await importCommand(inside('n.ipynb'), undefined, m)).toBe(0);
  expect(readFileSync(inside('n.md'), 'utf8')).toContain('```python\n%time 1\n```\n');
  expect(await buildOne(inside('n.md'), true, m)).toBe(0);
  rmSync(inside('n.ipynb'));
  expect(await buildOne(inside('n.md'), true, m)).toBe(1);
  expect(await buildOne(inside('n.md'), false, m)).toBe(0);
  expect(readFileSync(inside('n.ipynb'), 'utf8')).toBe(text);
});

test('a lesson that is nowhere is as any notebook', async () => {
  const metadata = { gradus: { lesson: '../../etc' } };
  writeFileSync(inside('n.ipynb'), JSON.stringify({ ...foreign, metadata }));
  expect(await importCommand(inside('n.ipynb'), undefined, m)).toBe(0);
  expect(readFileSync(inside('n.md'), 'utf8')).toContain('<!-- cell: markdown {"id":"a"');
});

test('a file that is something else is not written over', async () => {
  writeFileSync(inside('n.ipynb'), JSON.stringify(foreign));
  writeFileSync(inside('n.md'), 'my notes');
  await expect(importCommand(inside('n.ipynb'), undefined, m)).rejects.toThrow('import-over');
  expect(readFileSync(inside('n.md'), 'utf8')).toBe('my notes');
});

test('what is no notebook is refused', async () => {
  const refused = (name: string) =>
    expect(importCommand(inside(name), undefined, m)).rejects.toMatchObject({
      code: 'not-importable',
    });
  await refused('missing.ipynb');
  symlinkSync('/etc/hostname', inside('link.ipynb'));
  await refused('link.ipynb');
  execFileSync('mkfifo', [inside('pipe.ipynb')]);
  await refused('pipe.ipynb');
  writeFileSync(inside('zip.ipynb'), 'PK\x03\x04');
  await refused('zip.ipynb');
});
