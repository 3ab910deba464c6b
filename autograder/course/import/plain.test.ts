import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromMarkdown, notebookText, toMarkdown } from './plain.js';
import { type ImportedNotebook, parseImported } from './read.js';

const through = (notebook: ImportedNotebook): ImportedNotebook =>
  parseImported(notebookText(fromMarkdown(toMarkdown(notebook), 'x.md')));

/** What is hard to keep: fences, marks, ends of comments, line ends, halves of characters. */
const odd = fc.constantFrom(
  ...['```', '````js', '~~~', '<!-- cell: code {} -->', '<!-- \\cell:', '-->', '---', '\r\n', '\n'],
  ...['%%bash', '!ls', '\u2028', '\ud800', '\ufeff', '\0', ' ', '\\', '# a', '$5', '\t'],
);
const source = fc.array(fc.oneof(odd, fc.string({ unit: 'binary' })), { maxLength: 6 });
const object = fc.dictionary(
  fc.string({ unit: 'binary' }),
  fc.jsonValue({ noUnicodeString: false }),
);
const cell = fc.record(
  {
    cell_type: fc.constantFrom('code', 'markdown', 'raw'),
    id: fc.oneof(fc.string(), fc.constantFrom('a', 'a', '-->')),
    metadata: object,
    attachments: object,
    source: fc.oneof(
      source,
      source.map((parts) => parts.join('')),
    ),
  },
  { requiredKeys: ['cell_type', 'source', 'metadata'] },
);
const notebooks = fc.record({
  cells: fc.array(cell, { maxLength: 5 }),
  metadata: object,
  nbformat: fc.constant(4),
  nbformat_minor: fc.constantFrom(0, 4, 5),
});

test('any notebook comes back with every cell as it was', () => {
  fc.assert(
    fc.property(notebooks, (json) => {
      const before = parseImported(JSON.stringify(json));
      expect(through(before)).toEqual(before);
    }),
    { numRuns: 500, seed: 13 },
  );
});

const submissions = join(import.meta.dirname, '../../../test/example-class/submissions');
const files = readdirSync(submissions, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ipynb'))
  .map((name) => [name, readFileSync(join(submissions, name), 'utf8')] as const)
  .filter(([, text]) => text.startsWith('{') && text.trimEnd().endsWith('}'));

test.each(files)('%s comes back', (_name, text) => {
  const before = parseImported(text);
  expect(before.cells.length).toBeGreaterThan(0);
  expect(through(before)).toEqual(before);
});

test('outputs and counts of runs are dropped, attachments and unknown keys stay', () => {
  const cell = {
    cell_type: 'code',
    id: 'a',
    metadata: { tags: ['x'] },
    source: ['%matplotlib\n', 'f()'],
    execution_count: 3,
    outputs: [{ output_type: 'stream', name: 'stdout', text: 'secret' }],
    attachments: { 'p.png': { 'image/png': 'aGk=' } },
    novel: 1,
  };
  const text = JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 });
  const markdown = toMarkdown(parseImported(text));
  expect(markdown).not.toContain('secret');
  expect(markdown).toContain('```\n%matplotlib\nf()\n```\n');
  const [back] = JSON.parse(notebookText(fromMarkdown(markdown, 'x.md'))).cells;
  expect(back).toEqual({ ...cell, execution_count: null, outputs: [] });
});

test('a notebook of format 3 becomes one of format 4', () => {
  const text = JSON.stringify({
    nbformat: 3,
    nbformat_minor: 0,
    metadata: { name: 'old' },
    worksheets: [
      {
        metadata: {},
        cells: [
          { cell_type: 'heading', level: 2, source: ['Two\n', 'lines'], metadata: {} },
          { cell_type: 'code', input: '1\n', language: 'python', outputs: [], prompt_number: 4 },
        ],
      },
      { metadata: { a: 1 }, cells: [{ cell_type: 'raw', source: 'r' }] },
    ],
  });
  const notebook = parseImported(text);
  expect(notebook.rest).toMatchObject({
    nbformat: 4,
    metadata: { name: 'old', worksheets: [{ cells: 2 }, { cells: 1, metadata: { a: 1 } }] },
  });
  expect(notebook.cells).toEqual([
    { kind: 'markdown', source: '## Two lines', rest: { metadata: {} } },
    { kind: 'code', source: '1\n', rest: { metadata: { language: 'python' } } },
    { kind: 'raw', source: 'r', rest: { metadata: {} } },
  ]);
  expect(through(notebook)).toEqual(notebook);
});

test.each([
  ['', 'empty'],
  ['{"nbformat": 4', 'no-json 1'],
  ['[]', 'no-object'],
  ['{"nbformat": 5}', 'nbformat 5'],
  ['{"nbformat": 4, "cells": 1}', 'no-notebook cells'],
  ['{"nbformat": 4, "cells": [{"cell_type": "code", "source": 1}]}', 'no-notebook cells.0.source'],
  [`{"nbformat": 4, "cells": [], "x": ${'['.repeat(9000)}${']'.repeat(9000)}}`, 'too-deep 500'],
  [`{"nbformat": 4, "cells": [${Array(5001).fill('{}')}]}`, 'too-many-cells 5000'],
])('%.40s is refused', (text, message) => {
  expect(() => parseImported(text)).toThrow(message);
});

test.each([
  ['# no front matter', 'x.md:2:1: '],
  ['---\nnotebook: {}\n---\n\n<!-- cell: nonsense -->\n', 'x.md:5:1: '],
  ['---\nnotebook: {}\n---\n\n<!-- cell: code {} -->\n```\nopen\n', 'x.md:6:1: '],
])('%j is an error with its place', (text, message) => {
  expect(() => fromMarkdown(text, 'x.md')).toThrow(message);
});
