import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { isCompiled } from '../outputs.js';
import { lessonFolders } from './course.js';
import { parseLesson, readLesson } from './lesson.js';
import { compileLesson } from './notebook.js';
import { sample } from './sample.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
interface Cell {
  id: string;
  cell_type: string;
  source: string[];
  metadata: Record<string, unknown>;
  outputs?: unknown[];
}
const compile = (text: string) => {
  const notebook = JSON.parse(compileLesson(parseLesson(text, 'lesson.md')));
  const cells: Cell[] = notebook.cells;
  return { notebook, cells, cell: (id: string) => cells.find((cell) => cell.id === id) };
};

test('the notebook says what it is and carries no output', () => {
  const { notebook, cells } = compile(sample);
  expect(notebook.nbformat).toBe(4);
  expect(notebook.nbformat_minor).toBe(5);
  expect(notebook.metadata.gradus).toEqual({
    content: expect.stringMatching(/^[0-9a-f]{12}$/),
    language: 'en',
    lesson: '07-sample',
    version: 3,
  });
  expect(notebook.metadata.kernelspec.name).toBe('tslab');
  for (const { cell_type, outputs } of cells) {
    if (cell_type === 'code') expect(outputs).toEqual([]);
  }
  expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
  for (const { id } of cells) expect(id).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
});

test('the header names what is handed in beside the notebook', () => {
  const declared =
    'artefacts:\n  - { id: d, title: Yours, path: p.csv, kind: predictions, points: 4, maxKb: 8 }\n';
  const header = compile(sample.replace('objectives:', `${declared}objectives:`)).cell('header');
  expect(header?.source.join('')).toContain('`p.csv`: Yours (4 points, at most 8 KB)');
});

test('the header tells what a reader wants to know', () => {
  const header = compile(sample).cell('header')?.source.join('');
  expect(header).toContain('# A sample');
  expect(header).toContain('5 minutes to read and solve, 1 minute to run');
  expect(header).toContain('data engineers');
  expect(header).toContain('- add one');
  const chinese = compile(sample.replace('language: en', 'language: zh')).cell('header');
  expect(chinese?.source.join('')).toContain('阅读和练习约 5 分钟');
});

test('an exercise: its worth before the cell, its name in the metadata', () => {
  const { cell, cells } = compile(sample);
  const at = cells.findIndex(({ id }) => id === 'exercise-addOne');
  expect(cells[at - 1]?.source.at(-1)).toBe(
    '**Exercise `addOne`** · 2 points · difficulty ●○○○○ · importance ●●○○○ · about 5 minutes',
  );
  expect(cell('exercise-addOne')?.metadata).toEqual({
    deletable: false,
    gradus: { exercise: 'addOne' },
    tags: ['exercise', 'exercise:addOne'],
  });
  expect(cell('check-addOne')?.source).toEqual(["await check('addOne', addOne);"]);
});

test('ids do not move when other sections change', () => {
  const ids = (text: string) => compile(text).cells.map(({ id }) => id);
  const longer = sample.replace('## Exercise', '```ts\nconst two = 2;\n```\n\n## Exercise');
  expect(ids(longer).filter((id) => id.includes('add'))).toEqual(
    ids(sample).filter((id) => id.includes('add')),
  );
});

test('equal lessons give equal bytes, as Jupyter would write them', () => {
  const text = compileLesson(parseLesson(sample, 'lesson.md'));
  expect(compileLesson(parseLesson(sample, 'elsewhere.md'))).toBe(text);
  expect(text.endsWith('}\n')).toBe(true);
  const sorted = JSON.stringify(
    JSON.parse(text),
    (_, value: unknown) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
    },
    1,
  );
  expect(`${sorted}\n`).toBe(text);
});

test('every committed notebook is what its lesson compiles to', async () => {
  const folders = await lessonFolders(root);
  expect(folders.length).toBeGreaterThan(0);
  for (const folder of folders) {
    const lesson = await readLesson(join(root, 'notebooks', folder, 'lesson.md'));
    const committed = readFileSync(join(root, 'notebooks', folder, 'lesson.ipynb'), 'utf8');
    expect(
      isCompiled(committed, compileLesson(lesson)),
      `${folder}: run \`npm run gradus build\``,
    ).toBe(true);
  }
});
