/** A notebook knows its edition, whatever is done to it. */
import { expect, test } from 'vitest';
import { contentOf, handedOutOf, sourceHash } from './content.js';
import { parseLesson } from './lesson.js';
import { compileLesson } from './notebook.js';
import { sample } from './sample.js';
import { solvedNotebook } from './solved.js';

const lesson = parseLesson(sample, 'lesson.md');
const read = (notebook: string) => JSON.parse(notebook) as { metadata: unknown; cells: unknown[] };

test('answers change nothing of the edition; another text does', () => {
  const { metadata } = read(compileLesson(lesson));
  const [exercise] = lesson.exercises;
  const solutions = { [exercise?.id ?? '']: 'function solved() {}' };
  expect(handedOutOf(read(solvedNotebook(lesson, { solutions })).metadata)).toEqual(
    handedOutOf(metadata),
  );
  const other = parseLesson(`${sample}\nOne sentence more.\n`, 'lesson.md');
  expect(handedOutOf(read(compileLesson(other)).metadata).content).not.toBe(
    handedOutOf(metadata).content,
  );
});

test('every cell has the hash of its source', () => {
  const { metadata, cells } = read(compileLesson(lesson));
  const hashes = (cells as { id: string; source: string[] }[]).map(({ id, source }) => [
    id,
    sourceHash(source.join('')),
  ]);
  expect(handedOutOf(metadata).cells).toEqual(Object.fromEntries(hashes));
});

test.each([
  ['line ends of Windows', (text: string) => text.replace(/\n/g, '\r\n')],
  ['blanks at the end of lines', (text: string) => text.replace(/\n/g, ' \t\n')],
  ['empty lines at the end', (text: string) => `${text}\n\n`],
])('%s make no other edition', (_name, change) => {
  const source = 'const a = 1;\nconst b = 2;';
  expect(sourceHash(change(source))).toBe(sourceHash(source));
  expect(sourceHash(source.replace('1', '3'))).not.toBe(sourceHash(source));
});

test('the order of cells is part of the edition', () => {
  const [a, b] = [
    { id: 'a', source: '1' },
    { id: 'b', source: '2' },
  ];
  expect(contentOf([a, b]).content).not.toBe(contentOf([b, a]).content);
});

test.each([
  [undefined],
  [7],
  [{ gradus: 'x', gradus_cells: [] }],
  [{ gradus: { version: '1', content: '../x', language: 'fr' }, gradus_cells: { a: 'zz' } }],
])('what is no edition is none: %j', (metadata) => {
  expect(Object.values(handedOutOf(metadata)).filter((one) => one !== undefined)).toEqual([]);
});
