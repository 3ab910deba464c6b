import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { findSubmissions } from './find.js';
import { maxNotebookBytes, NotebookError, parseNotebook, readNotebook } from './notebook.js';

const folder = mkdtempSync(join(tmpdir(), 'gradus-notebook-'));
const root = mkdtempSync(join(tmpdir(), 'gradus-class-'));
afterAll(() => {
  for (const made of [folder, root]) rmSync(made, { recursive: true });
});
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
      cells: [
        { number: 1, id: 'a', source: 'const a = 1;\na;' },
        { number: 2, id: undefined, source: 'b' },
      ],
    });
  });

  test.each([
    ['no JSON', 'hello', 'no-json'],
    ['bytes that are no text', '\xff\xfe', 'no-json'],
    ['another format', '{"nbformat": 3, "worksheets": []}', 'no-notebook'],
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

test('students are folders; links and hidden folders are not; one notebook each', async () => {
  execFileSync('mkdir', ['ada', 'bob', 'eve', '.git'], { cwd: root });
  symlinkSync('/etc', join(root, 'link'));
  for (const file of [
    'ada/b.ipynb',
    'ada/lesson.ipynb',
    'bob/x.ipynb',
    'bob/.y.ipynb',
    'readme.ipynb',
  ]) {
    writeFileSync(join(root, file), '{}');
  }
  expect(await findSubmissions(root)).toEqual([
    {
      student: 'ada',
      file: join(root, 'ada/lesson.ipynb'),
      notices: [{ code: 'several-notebooks', params: { kept: 'lesson.ipynb' } }],
    },
    { student: 'bob', file: join(root, 'bob/x.ipynb'), notices: [] },
    { student: 'eve', file: undefined, notices: [{ code: 'empty-folder', params: {} }] },
  ]);
});
