import { execFileSync } from 'node:child_process';
import { linkSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import {
  isForeignLink,
  maxNotebookBytes,
  NotebookError,
  parseNotebook,
  readNotebook,
} from './notebook.js';

const folder = mkdtempSync(join(tmpdir(), 'gradus-notebook-'));
afterAll(() => rmSync(folder, { recursive: true }));
const notebook = (cells: unknown[], more: object = {}) =>
  JSON.stringify({ nbformat: 4, cells, ...more });

describe('reading a notebook', () => {
  test('code cells are counted as a student counts them; sources may be lists of lines', () => {
    const got = parseNotebook(
      Buffer.from(
        notebook(
          [
            { cell_type: 'markdown', source: '# x' },
            {
              cell_type: 'code',
              id: 'a',
              source: ['const a = 1;\n', 'a;'],
              outputs: [{ evil: true }],
            },
            { cell_type: 'code', id: 7, source: 'b', metadata: 5 },
          ],
          { metadata: { gradus: { lesson: '02-x' }, kernelspec: { name: 'rm -rf' } } },
        ),
      ),
    );
    expect(got).toEqual({
      lesson: '02-x',
      texts: [{ after: 0, id: undefined, source: '# x' }],
      cells: [
        { number: 1, id: 'a', source: 'const a = 1;\na;' },
        { number: 2, id: undefined, source: 'b' },
      ],
    });
  });

  test('format 3: worksheets of cells whose code is called input', () => {
    const cells = [
      { cell_type: 'heading', level: 1, source: ['Title'] },
      { cell_type: 'code', language: 'python', input: ['const a = 1;\n', 'a;'], outputs: [] },
    ];
    const more = { cells: [{ cell_type: 'code', input: 'b' }] };
    const old = { nbformat: 3, metadata: { name: 'x' }, worksheets: [{ cells }, more] };
    expect(parseNotebook(Buffer.from(JSON.stringify(old)))).toEqual({
      lesson: undefined,
      texts: [{ after: 0, id: undefined, source: 'Title' }],
      cells: [
        { number: 1, id: undefined, source: 'const a = 1;\na;' },
        { number: 2, id: undefined, source: 'b' },
      ],
    });
  });

  test('a mark is metadata, a tag, or a comment on the first line', () => {
    const code = (source: string, metadata: unknown = {}) => ({
      cell_type: 'code',
      source,
      metadata,
    });
    const { cells } = parseNotebook(
      Buffer.from(
        notebook([
          code('', { gradus: { exercise: 'f' } }),
          code('', { tags: ['x', 'exercise:g'], gradus: 3 }),
          code('\n// exercise: h\nlet a;'),
          code('let a;\n// exercise: h'),
          code('', { tags: { length: 1e9 }, gradus: { exercise: ['f'] } }),
        ]),
      ),
    );
    expect(cells.map((cell) => cell.marker)).toEqual(['f', 'g', 'h', undefined, undefined]);
  });

  test.each([
    ['no JSON', 'hello', 'no-json'],
    ['bytes that are no text', '\xff\xfe', 'no-json'],
    ['another format', '{"nbformat": 5, "cells": []}', 'no-notebook'],
    ['format 3 without worksheets', '{"nbformat": 3, "cells": []}', 'no-notebook'],
    [
      'too many cells over several worksheets of format 3',
      JSON.stringify({
        nbformat: 3,
        worksheets: Array.from({ length: 3 }, () => ({
          cells: Array.from({ length: 900 }, () => ({ cell_type: 'code', input: '' })),
        })),
      }),
      'no-notebook',
    ],
    [
      'a long input of format 3',
      JSON.stringify({
        nbformat: 3,
        worksheets: [{ cells: [{ cell_type: 'code', input: ['x'.repeat(300_000)] }] }],
      }),
      'no-notebook',
    ],
    ['no cells', '{"nbformat": 4}', 'no-notebook'],
    ['a source that is a number', notebook([{ cell_type: 'code', source: 5 }]), 'no-notebook'],
    ['deep nesting', '['.repeat(200_000), 'too-deep'],
    [
      'a million cells',
      notebook(Array.from({ length: 3000 }, () => ({ cell_type: 'code', source: '' }))),
      'no-notebook',
    ],
  ])('%s is refused by name', (_name, text, reason) => {
    expect(() => parseNotebook(Buffer.from(text, 'latin1'))).toThrow(
      expect.objectContaining({ constructor: NotebookError, reason }) as Error,
    );
  });

  test('brackets in strings are no nesting', () => {
    const cell = { cell_type: 'code', source: `"${'['.repeat(500)}\\"` };
    expect(parseNotebook(Buffer.from(notebook([cell]))).cells).toHaveLength(1);
  });

  test('any bytes give a notebook or a NotebookError', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          try {
            parseNotebook(Buffer.from(bytes));
          } catch (error) {
            expect(error).toBeInstanceOf(NotebookError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test("a hard link is read where it is the folder owner's own file", async () => {
    writeFileSync(join(folder, 'own.ipynb'), notebook([]));
    linkSync(join(folder, 'own.ipynb'), join(folder, 'copy.ipynb'));
    expect((await readNotebook(join(folder, 'copy.ipynb'))).notebook.cells).toEqual([]);
    expect(isForeignLink({ nlink: 2, uid: 1 }, { uid: 2 })).toBe(true);
    expect(isForeignLink({ nlink: 1, uid: 1 }, { uid: 2 })).toBe(false);
  });

  test('links, pipes, folders and huge files are refused without being read', async () => {
    const good = join(folder, 'good.ipynb');
    writeFileSync(good, notebook([]));
    expect((await readNotebook(good)).hash).toMatch(/^[0-9a-f]{64}$/);
    symlinkSync(good, join(folder, 'link.ipynb'));
    execFileSync('mkfifo', [join(folder, 'pipe.ipynb')]);
    writeFileSync(join(folder, 'huge.ipynb'), '');
    truncateSync(join(folder, 'huge.ipynb'), maxNotebookBytes + 1);
    for (const [name, reason] of [
      ['link.ipynb', 'link'],
      ['pipe.ipynb', 'no-file'],
      ['.', 'no-file'],
      ['huge.ipynb', 'too-large'],
      ['gone.ipynb', 'unreadable'],
    ] as const) {
      await expect(readNotebook(join(folder, name))).rejects.toMatchObject({ reason });
    }
  });
});
