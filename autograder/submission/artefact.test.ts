import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type ArtefactPlace, readArtefact } from './artefact.js';
import { findSubmissions } from './find.js';
import { sampleZip } from './sample-zip.js';
import { folderTree } from './tree.js';

const home = mkdtempSync(join(tmpdir(), 'gradus-artefact-'));
afterAll(() => rmSync(home, { recursive: true }));

let made = 0;
function classOf(files: Record<string, string | Buffer>): string {
  const root = join(home, `class-${made++}`);
  for (const [path, data] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), data);
  }
  return root;
}

const csv: ArtefactPlace = { path: 'predictions.csv', kind: 'predictions', maxKb: 1 };
const source: ArtefactPlace = { path: 'work/src', kind: 'folder', maxKb: 1 };

async function ofFirst(path: string, place: ArtefactPlace) {
  const { submissions } = await findSubmissions(path);
  const found = await readArtefact(submissions[0]?.beside, place);
  return found.kind === 'file' ? Buffer.from(found.bytes).toString() : found;
}

test('it lies beside the notebook, however the class was handed in', async () => {
  const files = { 'lesson.ipynb': '{}', 'predictions.csv': 'P' };
  const entries = Object.entries(files).map(([name, data]) => ({ name, data }));
  const zip = sampleZip(entries);
  const [notebook, table] = ['{}', 'P'];
  const deep = { 'ada/x/lesson.ipynb': notebook, 'ada/x/predictions.csv': table };
  expect(await ofFirst(classOf(deep), csv)).toBe('P');
  expect(await ofFirst(classOf({ 'ada/predictions.csv': 'alone' }), csv)).toBe('alone');
  expect(await ofFirst(classOf({ 'ada.zip': zip }), csv)).toBe('P');
  const canvas = {
    'ada_1_10_lesson-1.ipynb': notebook,
    'ada_1_10_predictions.csv': 'old',
    'ada_1_10_predictions-1.csv': table,
    'bob_2_20_predictions.csv': "another's",
  };
  expect(
    await ofFirst(
      classOf({ 'ada_1_10_lesson.ipynb': notebook, 'ada_1_10_predictions-1.csv': 'P' }),
      csv,
    ),
  ).toBe('P');
  expect(await ofFirst(classOf(canvas), csv)).toBe('P');
  const moodle = {
    'Ada_7_assignsubmission_file_lesson.ipynb': notebook,
    'Ada_7_assignsubmission_file_predictions.csv': table,
  };
  expect(await ofFirst(classOf(moodle), csv)).toBe('P');
  const root = classOf(deep);
  expect(await ofFirst(join(root, 'ada/x/lesson.ipynb'), csv)).toBe('P');
});

test('what is missing, too large, a link, or no plain file is told', async () => {
  const root = classOf({
    'large/predictions.csv': 'x'.repeat(1025),
    'fits/predictions.csv': 'x'.repeat(1024),
    'none/notes.txt': '',
    'folder/predictions.csv/inner': '',
  });
  mkdirSync(join(root, 'link'));
  symlinkSync('/etc/passwd', join(root, 'link/predictions.csv'));
  const read = (name: string) => readArtefact(folderTree(join(root, name)), csv);
  expect(await read('fits')).toMatchObject({ kind: 'file' });
  expect(await read('none')).toEqual({ kind: 'missing' });
  expect(await read('large')).toEqual({ kind: 'refused', reason: 'too-large' });
  expect(await read('link')).toEqual({ kind: 'refused', reason: 'link' });
  expect(await read('folder')).toEqual({ kind: 'refused', reason: 'no-file' });
  expect(await readArtefact(undefined, csv)).toEqual({ kind: 'missing' });
});

test('a folder is text by path, within its size and number', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 201 }, (_, i) => [`many/work/src/${i}`, '']),
  );
  const root = classOf({
    'ada/work/src/a.ts': 'A',
    'ada/work/src/deep/b.ts': 'B',
    'ada/work/src/.git/config': 'hidden',
    'ada/work/other.ts': 'not in it',
    'large/work/src/a.ts': 'x'.repeat(600),
    'large/work/src/b.ts': 'x'.repeat(600),
    'bytes/work/src/a.bin': Buffer.of(0xff, 0xfe),
    'file/work/src': 'a file',
    ...many,
  });
  mkdirSync(join(root, 'link/work/src'), { recursive: true });
  symlinkSync('/etc', join(root, 'link/work/src/etc'));
  const read = (name: string) => readArtefact(folderTree(join(root, name)), source);
  expect(await read('ada')).toEqual({
    kind: 'folder',
    files: new Map([
      ['a.ts', 'A'],
      ['deep/b.ts', 'B'],
    ]),
  });
  expect(await read('large')).toEqual({ kind: 'refused', reason: 'too-large' });
  expect(await read('bytes')).toEqual({ kind: 'refused', reason: 'no-text' });
  expect(await read('file')).toEqual({ kind: 'refused', reason: 'no-folder' });
  expect(await read('many')).toEqual({ kind: 'refused', reason: 'too-many-files' });
  expect(await read('link')).toEqual({ kind: 'refused', reason: 'link' });
});
