/**
 * Files as programs, platforms and accidents make them: right work under odd names and in odd
 * company, and files that are no notebook whatever they are called.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleZip } from '../../dist/autograder/submission/sample-zip.js';
import { code, handedOut } from './notebook.mjs';

/** @typedef {import('./corpus.js').Notebook} Notebook */
/** @typedef {import('./broken.mjs').Broken} Broken */

const json = (/** @type {unknown} */ value) => JSON.stringify(value);
const untouched = () => json(handedOut());

/** The right notebook under this name, and other files beside it. @returns {Broken} */
const named = (
  /** @type {string} */ name,
  /** @type {Record<string, () => string>} */ beside = {},
) => ({
  name: [`called ${name}`, ...Object.keys(beside).map((other) => `beside ${other}`)].join(', '),
  truth: 'right',
  prepare: (folder, text) => {
    writeFileSync(join(folder, name), text);
    for (const [other, content] of Object.entries(beside)) {
      writeFileSync(join(folder, other), content());
    }
  },
});

/** The right notebook in an archive. @returns {Broken} */
const zipped = (
  /** @type {string} */ name,
  /** @type {(text: string) => import('../../dist/autograder/submission/sample-zip.js').ZipEntry[]} */ entries,
) => ({
  name,
  truth: 'right',
  prepare: (folder, text) => writeFileSync(join(folder, 'work.zip'), sampleZip(entries(text))),
});

/** @returns {Broken} */
const tarred = (/** @type {string} */ file) => ({
  name: `a tar.gz called ${file}`,
  truth: file.endsWith('.ipynb') ? 'nothing' : 'right',
  prepare: (folder, text) => {
    const inner = join(folder, '.work');
    mkdirSync(inner);
    writeFileSync(join(inner, 'lesson.ipynb'), text);
    execFileSync('tar', ['czf', join(folder, file), '-C', inner, '.']);
  },
});

/** @returns {Broken} */
const withCell = (/** @type {string} */ name, /** @type {import('./corpus.js').Cell} */ cell) => ({
  name,
  truth: 'right',
  text: (n) => json({ ...n, cells: [cell, ...n.cells] }),
});

/** A file that is no notebook, under a notebook's name. @returns {Broken} */
const no = (
  /** @type {string} */ name,
  /** @type {(notebook: Notebook) => string | Uint8Array} */ text,
) => ({ name, truth: 'nothing', text });

const indented = (/** @type {Notebook} */ notebook) => JSON.stringify(notebook, null, 1);

/** @type {readonly Broken[]} */
export const files = [
  named('LESSON.IPYNB'),
  named('lesson.ipynb.txt'),
  named('lesson.ipynb.html'),
  named('lesson.json'),
  named('lesson (1).ipynb', { 'lesson.ipynb': untouched }),
  named('lesson-Copy1.ipynb', { 'lesson.ipynb': untouched }),
  named('lesson.ipynb.txt', { 'lesson.ipynb': untouched }),
  named('lesson.ipynb', { 'lesson (1).ipynb': untouched, 'a.ipynb': untouched }),
  named('lesson (2).ipynb', { 'lesson.ipynb': () => '{"cells": [' }),
  zipped('a zip of PowerShell 5', (text) => [{ name: 'work\\lesson.ipynb', data: text }]),
  zipped('a zip with a folder in GBK', (text) => [
    {
      name: Buffer.concat([Buffer.from('d7f7d2b5', 'hex'), Buffer.from('/lesson.ipynb')]),
      data: text,
      isUtf8: false,
    },
  ]),
  zipped('a zip with a name in Latin-1', (text) => [
    { name: Buffer.from('Lösung.ipynb', 'latin1'), data: text, isUtf8: false },
  ]),
  tarred('work.tar.gz'),
  tarred('work.zip'),
  tarred('lesson.ipynb'),
  { name: 'UTF-16', truth: 'right', text: (n) => Buffer.from(`\ufeff${json(n)}`, 'utf16le') },
  {
    name: 'UTF-16, big end first',
    truth: 'right',
    text: (n) => Buffer.from(`\ufeff${json(n)}`, 'utf16le').swap16(),
  },
  {
    name: '60 MB of outputs',
    truth: 'right',
    prepare: (folder, text) => {
      const file = join(folder, 'lesson.ipynb');
      const at = text.indexOf('"outputs":[]') + '"outputs":['.length;
      const picture = json({ data: { 'image/png': 'iVBOR'.repeat(400_000) } });
      writeFileSync(file, text.slice(0, at));
      for (let i = 0; i < 30; i++) appendFileSync(file, `${i > 0 ? ',' : ''}${picture}`);
      appendFileSync(file, text.slice(at));
    },
  },
  withCell('a pasted picture of 3 MB', {
    id: 'picture',
    cell_type: 'markdown',
    metadata: {},
    source: [`![](data:image/png;base64,${'iVBOR'.repeat(600_000)})`],
  }),
  withCell(
    'a table of 400 KB',
    code(`const table = [${'1.5, '.repeat(80_000)}];\ntable.length`, 'table'),
  ),
  withCell('a table of 3 MB', code(`const big = [${'1.5, '.repeat(600_000)}];`, 'big')),
  no('a conflict', (n) => {
    const lines = indented(n).split('\n');
    const marked = ['<<<<<<< HEAD', lines[40] ?? '', '=======', '  1,', '>>>>>>> theirs'];
    return [...lines.slice(0, 40), ...marked, ...lines.slice(41)].join('\n');
  }),
  no('zeros', () => Buffer.alloc(20_000)),
  no('Latin-1', (n) => Buffer.from(json({ ...n, author: 'Müller' }), 'latin1')),
  no('GBK', (n) =>
    Buffer.concat([
      Buffer.from('{"author": "'),
      Buffer.from('d5c5c8fd', 'hex'),
      Buffer.from(`", ${json(n).slice(1)}`),
    ]),
  ),
  no('a page that asks to log in', () => '<!DOCTYPE html><html><title>Log in</title></html>'),
  no('a rar', () => Buffer.from('Rar!\u001a\u0007\u0001\u0000', 'latin1')),
  no('a Word document', () => sampleZip([{ name: '[Content_Types].xml', data: '<x/>' }])),
  no('an exported script', () => "import { tf } from 'gradus';\n// # Title\n"),
];
