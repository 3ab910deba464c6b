import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findSubmissions } from './find.js';
import { sampleZip, type ZipEntry } from './sample-zip.js';

const home = mkdtempSync(join(tmpdir(), 'gradus-place-'));
afterAll(() => rmSync(home, { recursive: true }));

type Files = Record<string, string | Buffer>;
const zip = (files: Files, more: ZipEntry[] = []): Buffer =>
  sampleZip([...Object.entries(files).map(([name, data]) => ({ name, data })), ...more]);

let made = 0;
function classOf(files: Files): string {
  const folder = join(home, `class-${made++}`);
  for (const [path, data] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), data);
  }
  return folder;
}
function archiveOf(files: Files): string {
  const file = join(home, `class-${made++}.zip`);
  writeFileSync(file, zip(files));
  return file;
}

async function found(path: string, lesson?: string) {
  const { submissions } = await findSubmissions(path, lesson);
  return Promise.all(
    submissions.map(async ({ student, attempt, read, notices }) => [
      student,
      attempt,
      await read?.().then(String, (error: { reason: string }) => `refused: ${error.reason}`),
      ...notices.map(({ code }) => code),
    ]),
  );
}

const work = (text: string) => zip({ 'work/lesson.ipynb': text, 'work/notes.txt': 'x' });

describe('an archive in the place of a notebook', () => {
  test('a class of zips, as a folder and as an archive', async () => {
    const files = { 'ada.zip': work('A'), 'bob.zip': work('B') };
    const expected = [
      ['ada', 1, 'A'],
      ['bob', 1, 'B'],
    ];
    expect(await found(classOf(files))).toEqual(expected);
    expect(await found(archiveOf(files))).toEqual(expected);
    const around = { 'class/ada.zip': work('A'), 'class/bob.zip': work('B') };
    expect(await found(archiveOf(around))).toEqual(expected);
  });

  test("in a student's folder it is opened when there is no notebook", async () => {
    const files = {
      'ada/work.zip': work('A'),
      'bob/work.zip': work('B'),
      'bob/lesson.ipynb': 'unpacked',
      'Cai_7_assignsubmission_file_/work.zip': work('C'),
    };
    expect(
      await found(classOf({ 'ada/work.zip': files['ada/work.zip'], 'bob/work.zip': '' })),
    ).toEqual([
      ['ada', 1, 'A'],
      ['bob', 1, 'refused: empty'],
    ]);
    const moodle = 'Cai_7_assignsubmission_file_';
    expect(await found(archiveOf({ [`${moodle}/work.zip`]: work('C') }))).toEqual([
      ['Cai_7', 1, 'C'],
    ]);
    const { 'bob/lesson.ipynb': notebook, 'bob/work.zip': beside } = files;
    expect(await found(classOf({ 'bob/lesson.ipynb': notebook, 'bob/work.zip': beside }))).toEqual([
      ['bob', 1, 'unpacked'],
    ]);
  });

  test('in a download of Canvas, under the name that Canvas gave it', async () => {
    const files = { 'ada_1_10_work.zip': work('A'), 'bob_2_20_lesson.ipynb': 'B' };
    expect(await found(archiveOf(files))).toEqual([
      ['ada_1', 1, 'A'],
      ['bob_2', 1, 'B'],
    ]);
  });

  test('one that cannot be read, has too much in it, or leads to another, is told for its student', async () => {
    const many = zip(Object.fromEntries(Array.from({ length: 2001 }, (_, i) => [`${i}.txt`, ''])));
    const inner = zip({ 'again.zip': work('never') });
    const link = zip({}, [{ name: 'lesson.ipynb', data: '/etc/passwd', mode: 0o120777 }]);
    const files = {
      'broken.zip': 'PK no zip',
      'deep.zip': inner,
      'link.zip': link,
      'many.zip': many,
      'right.zip': work('R'),
    };
    expect(await found(archiveOf(files))).toEqual([
      ['broken', 1, 'refused: no-zip'],
      ['deep', 1, undefined, 'empty-folder'],
      ['link', 1, 'refused: link'],
      ['many', 1, 'refused: too-many-entries'],
      ['right', 1, 'R'],
    ]);
  });

  test('beside folders a zip is nobody, and is told', async () => {
    const folder = classOf({ 'ada/lesson.ipynb': 'A', 'all.zip': work('B') });
    const { submissions, notices } = await findSubmissions(folder);
    expect(submissions.map(({ student }) => student)).toEqual(['ada']);
    expect(notices).toEqual([{ code: 'outside-folders', params: { name: 'all.zip' } }]);
  });
});

describe('several attempts of one student', () => {
  test("Canvas counts copies of the notebook's name; the latest is graded, the others are told", async () => {
    const files = {
      'ada_1_10_lesson.ipynb': 'first',
      'ada_1_10_lesson-2.ipynb': 'third',
      'ada_1_10_lesson-1.ipynb': 'second',
      'bob_2_20_lesson-4.ipynb': 'fifth',
      'cai_3_30_lab-2.ipynb': 'only',
      'dan_4_40_lesson-1.ipynb': 'old',
      'dan_4_41_lesson.ipynb': 'new',
    };
    expect(await found(archiveOf(files))).toEqual([
      ['ada_1', 3, 'third', 'earlier-attempts'],
      ['bob_2', 5, 'fifth'],
      // A number in a name of the student's own counts nothing.
      ['cai_3', 1, 'only'],
      ['dan_4', 2, 'new', 'earlier-attempts'],
    ]);
  });

  test("nbgrader's inbound folder has a time for each", async () => {
    const [morning, noon] = ['2026-03-01 08:00:00.5 UTC', '2026-03-01 12:00:00 UTC'];
    const files = {
      [`ada+net+${noon}+r1/lesson.ipynb`]: 'noon',
      [`ada+net+${morning}+r2/lesson.ipynb`]: 'morning',
      [`bob+net+${morning}/lesson.ipynb`]: 'B',
      [`bob+other+${noon}+r3/lesson.ipynb`]: 'of another assignment',
      'eve/lesson.ipynb': 'E',
    };
    expect(await found(classOf(files), 'net')).toEqual([
      ['ada', 2, 'noon', 'earlier-attempts'],
      ['bob', 1, 'B'],
      ['eve', 1, 'E', 'unknown-identity'],
    ]);
    // Without a name each assignment has its own.
    expect(await found(classOf(files))).toEqual([
      ['ada', 2, 'noon', 'earlier-attempts'],
      ['bob', 1, 'B'],
      ['bob', 1, 'of another assignment'],
      ['eve', 1, 'E', 'unknown-identity'],
    ]);
  });
});
