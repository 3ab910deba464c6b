import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  linkSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
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
    ['another format', '{"nbformat": 5, "cells": []}', 'nbformat', '5'],
    ['format 3 without worksheets', '{"nbformat": 3, "cells": []}', 'no-notebook', 'worksheets'],
    [
      'too many cells over several worksheets of format 3',
      JSON.stringify({
        nbformat: 3,
        worksheets: Array.from({ length: 3 }, () => ({
          cells: Array.from({ length: 900 }, () => ({ cell_type: 'code', input: '' })),
        })),
      }),
      'too-many-cells',
      '2000',
    ],
    ['no cells', '{"nbformat": 4}', 'no-notebook', 'cells'],
    ['other JSON', '{"name": "gradus"}', 'no-notebook', 'nbformat'],
    ['a list', '[{"nbformat": 4}]', 'no-object', ''],
    [
      'a source that is a number',
      notebook([{ cell_type: 'code', source: 5 }]),
      'no-notebook',
      'cells.0.source',
    ],
    ['deep nesting', '['.repeat(200_000), 'too-deep', '2000'],
    [
      'a million cells',
      notebook(Array.from({ length: 3000 }, () => ({ cell_type: 'code', source: '' }))),
      'too-many-cells',
      '2000',
    ],
    ['an empty file', '', 'empty', ''],
    ['blanks', ' \n\t\n', 'blank', ''],
    ['a byte-order mark alone', '\xff\xfe', 'blank', ''],
    ['zeros', '\0'.repeat(5000), 'nul', '1'],
    ['a conflict', '{\n "cells": [\n<<<<<<< HEAD\n 1\n=======\n 2\n>>>>>>> b\n]}', 'conflict', '3'],
    ['half a file', notebook([{ cell_type: 'code', source: 'x' }]).slice(0, 40), 'truncated', '1'],
    ['a text', 'hello', 'text', ''],
    ['a web page', '\n<!DOCTYPE html>\n<html><title>Log in</title>', 'html', ''],
    ['an exported page', '<!DOCTYPE html><html><body class="jp-Notebook">', 'html-export', ''],
    ['an exported script', '// # Title\nimport { tf } from "gradus";\n', 'script', ''],
    ['a Python script', '#!/usr/bin/env python\n# coding: utf-8\n', 'script', ''],
    ['a zip', 'PK\x03\x04\x14\0\0\0\x08\0lesson.ipynb', 'zip', ''],
    ['a Word document', 'PK\x03\x04\x14\0\0\0\x08\0[Content_Types].xml', 'office', ''],
    ['a tar.gz', '\x1f\x8b\x08\0\0\0\0\0', 'gzip', ''],
    ['a tar', `${'lesson.ipynb'.padEnd(257, '\0')}ustar\0`, 'tar', ''],
    ['a rar', 'Rar!\x1a\x07\x01\0', 'rar', ''],
    ['a 7z', '7z\xbc\xaf\x27\x1c\0\x04', 'seven-zip', ''],
    ['a PDF', '%PDF-1.7\n%\xe2\xe3', 'pdf', ''],
    ['a picture', '\x89PNG\r\n\x1a\n', 'image', ''],
    ['a pointer of Git LFS', 'version https://git-lfs.github.com/spec/v1\noid 1', 'git-lfs', ''],
    ['Latin-1', notebook([{ source: 'Gr\xf6\xdfe' }]), 'encoding', 'Windows-1252 (Latin-1)'],
    ['GBK', notebook([{ source: '\xd5\xc5\xc8\xfd\xb5\xc4\xb1\xca\xbc\xc7' }]), 'encoding', 'GBK'],
    ['Shift-JIS', notebook([{ source: '\x89\xdb\x91\xe8\x82\xcc' }]), 'encoding', 'Shift-JIS'],
  ])('%s is refused by name', (_name, text, reason, detail) => {
    expect(() => parseNotebook(Buffer.from(text, 'latin1'))).toThrow(
      expect.objectContaining({ constructor: NotebookError, reason, detail }) as Error,
    );
  });

  test('brackets in strings are no nesting', () => {
    const cell = { cell_type: 'code', source: `"${'['.repeat(500)}\\"` };
    expect(parseNotebook(Buffer.from(notebook([cell]))).cells).toHaveLength(1);
  });

  test('UTF-16, and byte-order marks, are decoded', () => {
    const text = notebook([{ cell_type: 'code', source: 'const größe = "张三 😀";' }]);
    const little = Buffer.from(`\ufeff${text}`, 'utf16le');
    for (const bytes of [
      Buffer.from(`\ufeff${text}`),
      little,
      Buffer.from(little).swap16(),
      Buffer.from(text, 'utf16le'),
      Buffer.from(text, 'utf16le').swap16(),
    ]) {
      expect(parseNotebook(bytes).cells[0]?.source).toBe('const größe = "张三 😀";');
    }
    const half = little.subarray(0, little.length - 31);
    expect(() => parseNotebook(half)).toThrow(NotebookError);
  });

  test('a cell that is too large is left out alone, with what it would have declared', () => {
    const data = `const table = [${'1.5, '.repeat(300_000)}];\nfunction look() {}\nlet { a, b: c } = d;`;
    const { cells, texts } = parseNotebook(
      Buffer.from(
        notebook([
          { cell_type: 'markdown', source: `![](data:${'A'.repeat(5_000_000)})` },
          { cell_type: 'code', source: data.split(/(?<=\n)/) },
          { cell_type: 'code', source: `const text = '${'x'.repeat(400_000)}';` },
          { cell_type: 'code', source: `const more = '${'x'.repeat(6_000_000)}';` },
          { cell_type: 'code', source: 'last' },
        ]),
      ),
    );
    expect(texts).toMatchObject([{ after: 0, source: '' }]);
    expect(
      cells.map(({ number, source, leftOut }) => [number, source.length, leftOut?.names]),
    ).toEqual([
      [1, 0, ['table', 'look', 'a', 'c']],
      [2, 400_016, undefined],
      [3, 0, ['more']],
      [4, 4, undefined],
    ]);
    expect(cells[2]?.leftOut?.bytes).toBeGreaterThan(6_000_000);
  });

  test('of cells that are too much together the largest are left out', () => {
    const sizes = [900, 1000, 950, 800, 850];
    const all = sizes.map((kb) => ({ cell_type: 'code', source: 'x'.repeat(kb * 1024) }));
    const { cells } = parseNotebook(Buffer.from(notebook(all)));
    expect(cells.map(({ leftOut }) => leftOut !== undefined)).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
  });

  test('60 MB of outputs cost little time and memory', async () => {
    const file = join(folder, 'large.ipynb');
    const cell = { cell_type: 'code', source: 'const a = 1;', outputs: [] };
    const [head, tail] = notebook([cell]).split('[]') as [string, string];
    const picture = JSON.stringify({ data: { 'image/png': 'iVBOR'.repeat(200_000) } });
    const numbers = JSON.stringify({
      data: { x: Array.from({ length: 60_000 }, (_, i) => i / 7) },
    });
    writeFileSync(file, `${head}[`);
    for (let i = 0; i < 32; i++) appendFileSync(file, `${i > 0 ? ',' : ''}${picture},${numbers}`);
    appendFileSync(file, `]${tail}`);
    expect(statSync(file).size).toBeGreaterThan(60e6);
    const before = process.memoryUsage().rss;
    const started = performance.now();
    expect((await readNotebook(file)).notebook.cells).toMatchObject([{ source: 'const a = 1;' }]);
    // Quiet, it takes 0.4 s and 20 MB.
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
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
