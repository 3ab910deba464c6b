import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseLesson } from '../lesson.js';
import { compileLesson } from '../notebook.js';
import { type Recorded, readRecorded } from '../numbers-file.js';
import { sample } from '../sample.js';
import { importLesson } from './lesson.js';
import { type ImportedCell, type ImportedNotebook, parseImported } from './read.js';

const compiled = (text: string): ImportedNotebook =>
  parseImported(compileLesson(parseLesson(text, 'lesson.md')));

/** What comes back, and that it compiles to what was edited, ids and all. */
function edit(change: (cells: ImportedCell[]) => void, text = sample): string {
  const notebook = compiled(text);
  change(notebook.cells);
  const result = importLesson(notebook, text, 'lesson.md');
  expect(result.notTaken).toEqual([]);
  expect(compiled(result.text).cells).toEqual(notebook.cells);
  return result.text;
}

const at = (cells: readonly ImportedCell[], id: string): number => {
  const found = cells.findIndex(({ rest }) => rest.id === id);
  if (found < 0) throw new Error(`Expected one of ${cells.map(({ rest }) => rest.id).join(', ')}`);
  return found;
};
const get = (cells: readonly ImportedCell[], id: string) => cells[at(cells, id)] as ImportedCell;
const added = (kind: ImportedCell['kind'], source: string): ImportedCell => ({
  kind,
  source,
  rest: { id: 'new-1', metadata: {} },
});

const root = join(import.meta.dirname, '../../../notebooks');
const lessons = readdirSync(root).map((id) => [id, join(root, id)] as const);

const recordedOf = async (folder: string): Promise<Recorded | undefined> => {
  const recorded = await readRecorded(join(folder, 'lesson.md'));
  return recorded === 'broken' ? undefined : recorded;
};

test.each(lessons)('%s comes back byte for byte', async (_id, folder) => {
  const text = readFileSync(join(folder, 'lesson.md'), 'utf8');
  const published = parseImported(readFileSync(join(folder, 'lesson.ipynb'), 'utf8'));
  const recorded = await recordedOf(folder);
  expect(importLesson(published, text, 'lesson.md', recorded)).toEqual({ text, notTaken: [] });
});

test('a text that was edited around a number keeps the reference to it', async () => {
  const folder = join(root, '02-a-network-from-scratch');
  const text = readFileSync(join(folder, 'lesson.md'), 'utf8');
  const notebook = parseImported(readFileSync(join(folder, 'lesson.ipynb'), 'utf8'));
  const [whole = ''] = /^.*\{\{networkAccuracy\}\}.*$/m.exec(text) ?? [];
  const [words = ''] = /[A-Za-z]+ [a-z]+/.exec(whole) ?? [];
  const cell = notebook.cells.find(({ source }) => source.includes(words));
  if (cell === undefined) throw new Error(`Expected a cell with “${words}”`);
  cell.source = cell.source.replace(words, 'Other words');
  const recorded = await recordedOf(folder);
  expect(importLesson(notebook, text, 'lesson.md', recorded)).toEqual({
    text: text.replace(words, 'Other words'),
    notTaken: [],
  });
});

test.each(lessons)(
  'cells of %s edited, moved, left out and added come back as such',
  (_id, folder) => {
    const text = readFileSync(join(folder, 'lesson.md'), 'utf8');
    // A lesson without the cell that records a declared number is refused.
    const codes = compiled(text)
      .cells.slice(1)
      .filter(({ source }) => !source.includes('record('))
      .map(({ rest }) => `${rest.id}`)
      .filter((id) => /-code-\d+$/.test(id) && !id.startsWith('quiz-'));
    edit((cells) => {
      const [first = '', second = '', third = ''] = codes;
      get(cells, first).source += '\n// edited';
      const [moved] = cells.splice(at(cells, second), 1);
      if (moved) cells.splice(at(cells, third) - 1, 0, moved);
      cells.splice(at(cells, third), 1);
      cells.splice(at(cells, codes.at(-1) ?? ''), 0, added('markdown', 'A text that is new.'));
    }, text);
  },
);

test('edited text, with the line of points left to the compiler', () => {
  const text = edit((cells) => {
    const cell = get(cells, 'exercise-add-one-text-1');
    cell.source = cell.source.replace('Write `addOne`.', 'Now write `addOne`.');
  });
  expect(text).toBe(sample.replace('Write `addOne`.', 'Now write `addOne`.'));
});

test('edited code, in a longer fence where it holds one', () => {
  const source = 'const a = `\n```\n`;\n';
  const text = edit((cells) => {
    get(cells, 'begin-code-1').source = source;
  });
  expect(text).toContain(`\n\`\`\`\`ts\n${source}\n\`\`\`\`\n`);
});

test('an exercise keeps the words of its fence', () => {
  const text = edit((cells) => {
    const cell = get(cells, 'exercise-addOne');
    cell.source = cell.source.replace('not yet', 'soon');
  });
  expect(text).toBe(sample.replace('not yet', 'soon'));
});

test('a moved cell keeps its id by a mark, and the mark is kept', () => {
  const text = edit((cells) => {
    const [cell] = cells.splice(at(cells, 'begin-text-2'), 1);
    if (cell) cells.splice(2, 0, cell);
    cells.splice(3, 0, added('code', 'const between = 1;'));
  });
  expect(text).toContain('<!-- cell: begin-text-2 -->\n\n```ts static\nneverRuns();');
  expect(edit(() => {}, text)).toBe(text);
});

test.each([
  ['code', 'const two = 2;'],
  ['code', ''],
  ['markdown', 'One more paragraph.'],
  ['markdown', '```ts\nshown();\n```'],
  ['markdown', '> quoted\n\n- listed'],
] as const)('an added cell of %s: %j', (kind, source) => {
  for (const place of [2, 3, 4]) {
    const text = edit((cells) => cells.splice(place, 0, added(kind, source)));
    expect(text).toContain('<!-- cell: new-1 -->');
  }
});

test('a deleted cell is gone, and the others keep their ids', () => {
  const text = edit((cells) => cells.splice(at(cells, 'begin-code-1'), 1));
  expect(text).not.toContain('const one = 1;');
  expect(text).toContain('<!-- cell: begin-text-2 -->');
});

test('a section that moves keeps every id without a mark', () => {
  const two = sample.replace(
    '## Exercise',
    '## Other\n\nMore.\n\n```ts\nconst b = 2;\n```\n\n## Exercise',
  );
  const [front = '', begin = '', other = '', rest = ''] = two.split(/(?=^## )/m);
  const ids = (text: string) => compiled(text).cells.map(({ rest: { id } }) => id);
  const moved = front + other + begin + rest;
  expect(ids(moved).toSorted()).toEqual(ids(two).toSorted());
  expect(ids(moved)).not.toEqual(ids(two));
});

test('a paragraph that moves to another section keeps its id by its mark', () => {
  const note = '<!-- cell: note -->\n\nA note.\n\n';
  const first = sample.replace('```ts\nconst one', `${note}\`\`\`ts\nconst one`);
  const second = sample.replace('```ts static\nfunction', `${note}\`\`\`ts static\nfunction`);
  for (const text of [first, second]) {
    expect(get(compiled(text).cells, 'note').source).toContain('A note.');
    expect(edit(() => {}, text)).toBe(text);
  }
});

test('without ids, as an old editor leaves it, nothing is lost', () => {
  const notebook = compiled(sample);
  for (const { rest } of notebook.cells) delete rest.id;
  expect(importLesson(notebook, sample, 'lesson.md')).toEqual({ text: sample, notTaken: [] });
});

test('a heading that was added cuts a cell in two', () => {
  const notebook = compiled(sample);
  get(notebook.cells, 'begin-text-1').source += '\n\n## Then\n\nMore.';
  const { text } = importLesson(notebook, sample, 'lesson.md');
  expect(text).toContain('\\$5.\n\n## Then\n\nMore.\n\n');
});

test.each([
  ['header', 'generated', (cell: ImportedCell) => ({ ...cell, source: '# Another' })],
  [
    'exercise-add-one-text-1',
    'generated',
    (cell: ImportedCell) => ({ ...cell, source: cell.source.replace('2 points', '9 points') }),
  ],
  [
    'begin-text-1',
    'attachments',
    (cell: ImportedCell) => ({ ...cell, rest: { ...cell.rest, attachments: { a: {} } } }),
  ],
  ['new-1', 'raw', (cell: ImportedCell) => ({ ...cell, kind: 'raw' as const })],
])('what has no place is named: %s, %s', (id, reason, change) => {
  const notebook = compiled(sample);
  if (id === 'new-1') notebook.cells.push(added('raw', 'x'));
  const i = at(notebook.cells, id);
  notebook.cells[i] = change(notebook.cells[i] as ImportedCell);
  expect(importLesson(notebook, sample, 'lesson.md')).toEqual({
    text: sample,
    notTaken: [{ id, reason }],
  });
});

test('an edited question comes back in its YAML; an answer of a student does not', () => {
  const quiz = `\`\`\`quiz which
question: Which one?
answers:
  - text: "This"
    right: true
    why: It is.
  - text: That
    why: >-
      It is not, for
      two lines.
\`\`\`
`;
  const base = sample.replace('## Exercise', `${quiz}\n## Exercise`);
  expect(
    edit((cells) => {
      const cell = get(cells, 'quiz-which-text');
      cell.source = cell.source.replace('Which one?', 'Which: one?').replace('That', 'The other');
    }, base),
  ).toBe(base.replace('Which one?', '"Which: one?"').replace('That', 'The other'));
  const notebook = compiled(base);
  get(notebook.cells, 'quiz-which').source = "await quiz('which', 'b');";
  expect(importLesson(notebook, base, 'lesson.md')).toEqual({ text: base, notTaken: [] });
});

test.each([
  ['<!-- cell: ä -->', 'cell: ID'],
  ['<!-- cell: begin-code-1 -->', 'Another cell has the id begin-code-1'],
])('a wrong mark is an error with its place: %s', (mark, message) => {
  const text = sample.replace('```ts static\nneverRuns', `${mark}\n\n\`\`\`ts static\nneverRuns`);
  expect(() => parseLesson(text, 'lesson.md')).toThrow(message);
});

test('a mark over an exercise is an error', () => {
  const text = sample.replace('```ts exercise', '<!-- cell: a -->\n\n```ts exercise');
  expect(() => parseLesson(text, 'lesson.md')).toThrow('The id a belongs to no cell');
});
