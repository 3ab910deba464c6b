/**
 * Hostile and broken submissions.
 *
 * Attacks come from the red team: their function gives zeros, or nothing, so that no test of it may
 * pass, whatever else the code does; the other answers are right. Files that are broken are known
 * by the format: nbformat's schema, JSON's grammar, a plain file or none.
 */
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { attacks } from '../red-team/attacks/index.mjs';
import { files } from './files.mjs';
import { exercises, textOf } from './notebook.mjs';

/** @typedef {import('./corpus.js').Notebook} Notebook */
/** @typedef {'right' | 'nothing'} Whole */
/** @typedef {{ name: string, truth: Whole, text?: (notebook: Notebook) => string | Uint8Array, prepare?: (folder: string, text: string) => void }} Broken */

/** Of the red team: wrong function, no test of it may pass, and the rest of the notebook is right. */
const chosen = [
  '01-assertion-library',
  '02-patched-intrinsics',
  '02-json-stringify',
  '03-named-like-a-tensor',
  '04-prototype-pollution',
  '05-fake-tensorflow',
  '06-forbidden-shortcut',
  '08-early-exit',
  '08-exit-while-loading',
  '09-exit-handlers',
  '11-forged-output',
  '12-results-file',
  '20-reference-solution',
  '24-forged-stack',
  '29-memory-bomb',
  '30-fork-bomb',
  '31-disk-filling',
  '32-output-flood',
  '34-inherited-descriptors',
  '43-hostile-values',
];

export const hostile = chosen.map((id) => {
  const attack = attacks.find((one) => one.id === id);
  if (attack?.code === undefined || attack.verdicts.includes('passed') || attack.score)
    throw new Error(`Expected an attack with a wrong function of its own. Received: ${id}`);
  const { title, exercise = 'denseForward', code } = attack;
  // Who replaces parts of tf replaces them for whatever other answer uses them.
  const shares = id === '05-fake-tensorflow' ? exercises : (attack.shares ?? []);
  return { id, title, exercise, code, shares };
});

const json = (/** @type {unknown} */ value) => JSON.stringify(value);

/** @type {readonly Broken[]} */
export const broken = [
  ...files,
  { name: 'an empty file', truth: 'nothing', text: () => '' },
  {
    name: 'an upload that broke off',
    truth: 'nothing',
    text: (n) => json(n).slice(0, 5000),
  },
  { name: 'a list', truth: 'nothing', text: (n) => json([n]) },
  { name: 'nbformat 2', truth: 'nothing', text: (n) => json({ ...n, nbformat: 2 }) },
  { name: 'cells are an object', truth: 'nothing', text: (n) => json({ ...n, cells: { 0: 1 } }) },
  {
    name: 'a source that is a number',
    truth: 'nothing',
    text: (n) =>
      json({ ...n, cells: [...n.cells, { cell_type: 'code', metadata: {}, source: 1 }] }),
  },
  {
    name: 'bytes that are no UTF-8',
    truth: 'nothing',
    text: (n) => Buffer.concat([Buffer.from(json(n)), Buffer.from([0xff, 0xfe, 0xfd])]),
  },
  { name: '40 MB of blanks', truth: 'nothing', text: () => ' '.repeat(40 * 1024 * 1024) },
  { name: '100 000 brackets', truth: 'nothing', text: () => '['.repeat(1e5) + ']'.repeat(1e5) },
  {
    name: 'a link to itself',
    truth: 'nothing',
    prepare: (folder) => symlinkSync('lesson.ipynb', join(folder, 'lesson.ipynb')),
  },
  {
    name: 'a link to a file of the machine',
    truth: 'nothing',
    prepare: (folder) => symlinkSync('/etc/passwd', join(folder, 'lesson.ipynb')),
  },
  {
    name: 'a zip bomb instead of a notebook',
    truth: 'nothing',
    prepare: (folder) => writeFileSync(join(folder, 'lesson.zip'), bomb()),
  },
  {
    name: 'a zip bomb called lesson.ipynb',
    truth: 'nothing',
    prepare: (folder) => writeFileSync(join(folder, 'lesson.ipynb'), bomb()),
  },
  { name: 'an empty folder', truth: 'nothing', prepare: () => {} },
  {
    name: 'a byte-order mark',
    truth: 'right',
    text: (n) => `\ufeff${json(n)}`,
  },
  {
    name: 'nbformat 3',
    truth: 'right',
    text: (n) => json(asVersion3(n)),
  },
  {
    name: 'an older copy among the checkpoints',
    truth: 'right',
    prepare: (folder, text) => {
      mkdirSync(join(folder, '.ipynb_checkpoints'));
      writeFileSync(join(folder, '.ipynb_checkpoints', 'lesson-checkpoint.ipynb'), '{}');
      writeFileSync(join(folder, 'lesson.ipynb'), text);
    },
  },
  {
    name: 'in a folder of its own, under another name',
    truth: 'right',
    prepare: (folder, text) => {
      rmSync(join(folder, 'lesson.ipynb'), { force: true });
      mkdirSync(join(folder, 'Homework 2'));
      writeFileSync(join(folder, 'Homework 2', 'Lesson (1).ipynb'), text);
    },
  },
  {
    name: 'a kernel that would run something else',
    truth: 'right',
    text: (n) =>
      json({ ...n, metadata: { kernelspec: { name: 'bash', argv: ['touch', '/tmp/never'] } } }),
  },
];

/** The same notebook in the format of 2013. */
function asVersion3(/** @type {Notebook} */ notebook) {
  const cells = notebook.cells.map((cell) => {
    const text = textOf(cell);
    return cell.cell_type === 'code'
      ? { cell_type: 'code', language: 'python', metadata: {}, input: text, outputs: [] }
      : { cell_type: 'markdown', metadata: {}, source: text };
  });
  return { metadata: { name: '' }, nbformat: 3, nbformat_minor: 0, worksheets: [{ cells }] };
}

/** A zip of one file of 64 MB of zeros in 64 KB. */
function bomb() {
  const size = 64 * 1024 * 1024;
  const data = deflateRawSync(Buffer.alloc(size));
  const name = Buffer.from('lesson.ipynb');
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0); // version
  fields.writeUInt16LE(8, 4); // deflate
  fields.writeUInt32LE(data.length, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, name, data]);
  const central = Buffer.concat([
    Buffer.from('PK\u0001\u0002\u0014\u0000'),
    fields,
    Buffer.alloc(14),
    name,
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
