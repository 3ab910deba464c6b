import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRecorded } from '../numbers-file.js';
import { importChinese } from './chinese.js';
import { parseImported } from './read.js';

const root = join(import.meta.dirname, '../../../notebooks');
const read = (id: string, name: string) => readFileSync(join(root, id, name), 'utf8');
const parts = (id: string) => ({
  notebook: parseImported(read(id, 'lesson.zh.ipynb')),
  english: read(id, 'lesson.md'),
  chinese: read(id, 'lesson.zh.md'),
});

test.each(readdirSync(root))('the Chinese text of %s comes back byte for byte', async (id) => {
  const { notebook, english, chinese } = parts(id);
  const known = await readRecorded(join(root, id, 'lesson.md'));
  const recorded = known === 'broken' ? undefined : known;
  expect(importChinese(notebook, english, chinese, 'lesson.md', recorded)).toEqual({
    text: chinese,
    notTaken: [],
  });
});

test('an edited paragraph comes back, and its neighbours keep their lines', () => {
  const { notebook, english, chinese } = parts('00-typescript-and-notebooks');
  const cell = notebook.cells.find(({ rest }) => rest.id === 'ten-habits-text-3');
  if (cell === undefined) throw new Error('Expected the cell');
  cell.source = cell.source.replace('什么算是真', '什么才算真');
  expect(importChinese(notebook, english, chinese, 'lesson.md')).toEqual({
    text: chinese.replace('什么算是真', '什么才算真'),
    notTaken: [],
  });
});

test('code, order and cells belong to lesson.md: changes of them are named', () => {
  const { notebook, english, chinese } = parts('00-typescript-and-notebooks');
  const { cells } = notebook;
  const code = cells.find(({ kind }) => kind === 'code');
  if (code === undefined) throw new Error('Expected a cell of code');
  code.source += '\n1;';
  const [deleted] = cells.splice(5, 1);
  cells.push({ kind: 'markdown', source: '新', rest: { id: 'new' } });
  const { text, notTaken } = importChinese(notebook, english, chinese, 'lesson.md');
  expect(text).toBe(chinese);
  expect(notTaken.map(({ id }) => id).sort()).toEqual(
    [`${code.rest.id}`, `${deleted?.rest.id}`, 'new'].sort(),
  );
});
