/** Submissions as browsers, programs and platforms make them. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterAll, describe, expect, test } from 'vitest';
import { findSubmissions } from './find.js';
import { collected } from './plain-file.js';
import { sampleZip, type ZipEntry } from './sample-zip.js';

const home = mkdtempSync(join(tmpdir(), 'gradus-come-'));
afterAll(() => rmSync(home, { recursive: true }));

let made = 0;
function classOf(files: Record<string, string | Buffer>): string {
  const folder = join(home, `class-${made++}`);
  mkdirSync(folder);
  for (const [path, data] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), data);
  }
  return folder;
}
function fileOf(bytes: Buffer, ending: string): string {
  const file = join(home, `class-${made++}${ending}`);
  writeFileSync(file, bytes);
  return file;
}

/** Student, text of the notebook or why it is not read, notices as code and first parameter. */
async function found(path: string) {
  const { submissions, notices } = await findSubmissions(path);
  const students = await Promise.all(
    submissions.map(async ({ student, chunks, read, notices }) => [
      student,
      await (chunks === undefined ? read?.() : collected(chunks()))?.then(
        String,
        (error: { reason: string }) => `refused: ${error.reason}`,
      ),
      ...notices.map(({ code }) => code),
    ]),
  );
  return { students, notices };
}
const studentsOf = async (path: string) => (await found(path)).students;

async function tarOf(
  entries: [header: Parameters<ReturnType<typeof pack>['entry']>[0], data?: string][],
): Promise<Buffer> {
  const tar = pack();
  for (const [header, data = ''] of entries) tar.entry(header, data);
  tar.finalize();
  return collected(tar as AsyncIterable<Uint8Array>);
}

describe('names of files', () => {
  test('endings in capitals, put behind by a browser, or of another kind', async () => {
    const text = '{"cells": [], "nbformat": 4}';
    const names = [
      'LESSON.IPYNB',
      'lesson.ipynb.txt',
      'lesson.ipynb.json',
      'lesson.Ipynb',
      'lesson.json',
      'lesson.html',
      'lesson',
      'lesson.ipynb.download',
    ];
    const files = Object.fromEntries(names.map((name, i) => [`s${i}/${name}`, text]));
    const expected = names.map((_, i) => [`s${i}`, text]);
    expect(await studentsOf(classOf(files))).toEqual(expected);
    const zip = sampleZip(Object.entries(files).map(([name, data]) => ({ name, data })));
    expect(await studentsOf(fileOf(zip, '.zip'))).toEqual(expected);
  });

  test('a file that is none by its first bytes is none', async () => {
    const root = classOf({
      'ada/data.json': '{"rows": []}',
      'ada/page.html': '<html>"cells": </html>',
      'ada/.ipynb_checkpoints/lesson-checkpoint.ipynb': '{}',
      'ada/__MACOSX/._lesson.ipynb': 'x',
      'ada/Thumbs.db': 'x',
      'bob/lesson.ipynb': 'B',
    });
    const { submissions } = await findSubmissions(root);
    expect(submissions[0]?.notices).toEqual([
      { code: 'empty-folder', params: { holds: 'data.json, page.html' } },
    ]);
  });

  test('what an empty folder holds is named, in one line and not for ever', async () => {
    const names = ['a\nb.txt', 'turned\u202e.pdf', ...Array.from({ length: 20 }, (_, i) => `${i}`)];
    const root = classOf(Object.fromEntries(names.map((name) => [`ada/${name}`, 'x'])));
    const { submissions } = await findSubmissions(root);
    const holds = `${submissions[0]?.notices[0]?.params.holds}`;
    expect(holds).toMatch(/^0, 1, 10, .*, …$/);
    expect(holds).not.toMatch(/[\n\u202e]/);
    mkdirSync(join(root, 'bob'));
    expect((await findSubmissions(root)).submissions[1]?.notices).toEqual([
      { code: 'empty-folder', params: { holds: '' } },
    ]);
  });

  test("a Mac's decomposed names are the typed ones, and never two students in one", async () => {
    const [composed, decomposed] = ['José'.normalize('NFC'), 'José'.normalize('NFD')];
    expect(await studentsOf(classOf({ [`${decomposed}/lesson.ipynb`]: 'J' }))).toEqual([
      [composed, 'J'],
    ]);
    const both = [composed, decomposed].map((name, i) => ({
      name: `${name}/a.ipynb`,
      data: `${i}`,
    }));
    const { students } = await found(fileOf(sampleZip(both), '.zip'));
    expect(students.map(([name, text]) => [name, text]).sort()).toEqual(
      [
        [composed, '1'],
        [`${composed} (2)`, '0'],
      ].sort(),
    );
  });
});

describe('names in a zip', () => {
  const zipOf = (names: (string | Buffer)[], more: Partial<ZipEntry> = {}) => {
    const entries = names.map((name, i) => ({ name, data: `${i}`, isUtf8: false, ...more }));
    return fileOf(sampleZip(entries), '.zip');
  };

  test('backslashes of PowerShell 5 part folders', async () => {
    expect(await studentsOf(zipOf(['ada\\lesson.ipynb', 'bob\\work\\a.ipynb']))).toEqual([
      ['ada', '0'],
      ['bob', '1'],
    ]);
    const { notices } = await found(zipOf(['ada\\a.ipynb', '..\\up.ipynb', 'bob\\a.ipynb']));
    expect(notices.map(({ code }) => code)).toEqual(['odd-names']);
  });

  const encoded: [encoding: string, shown: string, students: [bytes: string, name: string][]][] = [
    [
      'GBK',
      'GBK',
      [
        ['d5c5c8fd', '张三'],
        ['c0eecbc4', '李四'],
        ['cdf5c7ed', '王琼'],
      ],
    ],
    [
      'Big5',
      'Big5',
      [
        ['b1 69 a4 54', '張三'],
        ['a7 f5 a5 7c', '李四'],
        ['b3 af a4 6a a4 e5', '陳大文'],
      ],
    ],
    [
      'Shift-JIS',
      'Shift-JIS',
      [
        ['93 63 92 86', '田中'],
        ['82 b3 82 ad 82 e7', 'さくら'],
      ],
    ],
    [
      'CP437',
      'CP437',
      [
        ['4d 81 6c 6c 65 72', 'Müller'],
        ['4a 6f 73 82', 'José'],
      ],
    ],
    [
      'Latin-1',
      'Windows-1252 (Latin-1)',
      [
        ['4d fc 6c 6c 65 72', 'Müller'],
        ['4a 6f 73 e9', 'José'],
      ],
    ],
  ];
  test.each(encoded)('%s without the flag', async (_name, shown, students) => {
    const raw = students.map(([hex]) =>
      Buffer.concat([Buffer.from(hex.replaceAll(' ', ''), 'hex'), Buffer.from('/lesson.ipynb')]),
    );
    const { students: got, notices } = await found(zipOf(raw));
    expect(got.map(([name, text]) => [name, text])).toEqual(
      students
        .map(([, name], i) => [name, `${i}`] as [string, string])
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    const first = `${students[0]?.[1]}/lesson.ipynb`;
    expect(notices).toEqual([
      { code: 'guessed-names', params: { encoding: shown, count: students.length, first } },
    ]);
  });

  test('UTF-8 without the flag, and the field of Info-ZIP, are no guesses', async () => {
    const plain = ['张三/a.ipynb', '李四/a.ipynb'].map((name) => Buffer.from(name));
    expect(await found(zipOf(plain))).toEqual({
      students: [
        ['张三', '0'],
        ['李四', '1'],
      ],
      notices: [],
    });
    const lost = zipOf([Buffer.from('??/a.ipynb'), 'bob/a.ipynb'].slice(0, 1), {
      unicodePath: '张三/a.ipynb',
    });
    expect(await found(lost)).toEqual({ students: [['张三', '0']], notices: [] });
  });

  test('two names that are spelt alike stay two students', async () => {
    const latin = Buffer.concat([Buffer.from('4a6f73e9', 'hex'), Buffer.from('/a.ipynb')]);
    const { students } = await found(zipOf([latin, Buffer.from('José/a.ipynb')]));
    expect(students.map(([name, text]) => [name, text])).toEqual([
      ['José', '0'],
      ['José (2)', '1'],
    ]);
  });
});

test('folders on disk whose names are no UTF-8', async () => {
  const root = join(home, `class-${made++}`);
  for (const [hex, text] of [
    ['d5c5c8fd', 'A'],
    ['c0eecbc4', 'B'],
  ] as const) {
    const folder = Buffer.concat([Buffer.from(`${root}/`), Buffer.from(hex, 'hex')]);
    mkdirSync(folder, { recursive: true });
    writeFileSync(Buffer.concat([folder, Buffer.from('/lesson.ipynb')]), text);
  }
  expect(await found(root)).toEqual({
    students: [
      ['张三', 'A'],
      ['李四', 'B'],
    ],
    notices: [{ code: 'guessed-names', params: { encoding: 'GBK', count: 2, first: '李四' } }],
  });
});

describe('tarballs', () => {
  const entries: Parameters<typeof tarOf>[0] = [
    [{ name: './', type: 'directory' }],
    [{ name: './ada/lesson.ipynb' }, 'A'],
    [{ name: `./bob/${'long'.repeat(40)}/lesson.ipynb` }, 'B'],
    [{ name: './张三/lesson.ipynb' }, 'C'],
    [{ name: './eve/lesson.ipynb', type: 'symlink', linkname: '/etc/passwd' }],
    [{ name: './../up/lesson.ipynb' }, 'never'],
  ];
  const expected = [
    ['ada', 'A'],
    ['bob', 'B'],
    ['eve', 'refused: link'],
    ['张三', 'C'],
  ];

  test('of a class, gzipped or not, under whatever name', async () => {
    const tar = await tarOf(entries);
    for (const [bytes, ending] of [
      [tar, '.tar'],
      [gzipSync(tar), '.tar.gz'],
      [gzipSync(tar), '.tgz'],
      [gzipSync(tar), '.zip'],
      [gzipSync(tar), ''],
    ] as const) {
      expect(await studentsOf(fileOf(bytes, ending)), ending).toEqual(expected);
    }
  });

  test('as tar itself makes it', async () => {
    const root = classOf({ 'ada/lesson.ipynb': 'A', 'bob/lesson.ipynb': 'B' });
    const file = join(home, 'real.tar.gz');
    execFileSync('tar', ['czf', file, '-C', root, '.']);
    expect(await studentsOf(file)).toEqual([
      ['ada', 'A'],
      ['bob', 'B'],
    ]);
  });

  test('of one student; a gzipped notebook; one that is broken, a bomb, or no archive', async () => {
    const own = gzipSync(await tarOf([[{ name: 'work/lesson.ipynb' }, 'A']]));
    const root = classOf({
      'a/work.tar.gz': own,
      'b/lesson.ipynb.gz': gzipSync('B'),
      'c/work.tar.gz': own.subarray(0, own.length / 2),
      'd/work.tgz': Buffer.concat(Array<Buffer>(30).fill(gzipSync(Buffer.alloc(1e7)))),
      'e/work.rar': Buffer.from('Rar!\x1a\x07\x01\0', 'latin1'),
      'f/work.7z': Buffer.from('7z\xbc\xaf\x27\x1c', 'latin1'),
      'g/work.zip': 'PK\x03\x04 no zip',
      'h/work.zip': own,
      'i/work.zip': '%PDF-1.7',
    });
    expect(await studentsOf(root)).toEqual([
      ['a', 'A'],
      ['b', 'B'],
      ['c', 'refused: no-tar'],
      ['d', 'refused: unpacks-too-large'],
      ['e', 'refused: rar'],
      ['f', 'refused: seven-zip'],
      ['g', 'refused: no-zip'],
      ['h', 'A'],
      ['i', 'refused: pdf'],
    ]);
    await expect(
      findSubmissions(fileOf(Buffer.from('Rar!\x1a\x07\x01\0', 'latin1'), '.rar')),
    ).rejects.toMatchObject({ code: 'archive-refused', params: { reason: 'rar' } });
  });
});

describe('Blackboard', () => {
  const at = (user: string, time: string) => `gradebook_CS_101_HW_2_${user}_attempt_${time}`;
  const [first, second] = ['2026-05-01-10-22-33', '2026-05-02-09-00-00'];
  const receipt = (name: string, user: string) =>
    `Name: ${name} (${user})\nAssignment: HW 2\n\nComments:\nName: Somebody Else (eve)\n`;

  test('attempts by user and time; users with underscores; typed text alone', async () => {
    const files = {
      [`${at('ada', first)}_lesson.ipynb`]: 'old',
      [`${at('ada', first)}.txt`]: receipt('Ada', 'ada'),
      [`${at('ada', second)}_my_lesson.ipynb`]: 'new',
      [`${at('ada', second)}_notes.pdf`]: 'x',
      [`${at('ada', second)}.txt`]: receipt('Ada', 'ada'),
      [`${at('a_smith', first)}_lesson.ipynb`]: 'smith',
      [`${at('a_smith', first)}.txt`]: receipt('A. Smith', 'a_smith'),
      [`${at('b_smith', first)}_lesson.ipynb`]: 'other',
      [`${at('b_smith', first)}.txt`]: receipt('B. Smith', 'b_smith'),
      [`${at('cai', first)}.txt`]: receipt('Cai', 'cai'),
      [`${at('forged', first)}_lesson.ipynb`]: 'forged',
      [`${at('forged', first)}.txt`]: receipt('Forged', 'ada'),
    };
    const expected = [
      ['a_smith', 'smith'],
      ['ada', 'new', 'earlier-attempts'],
      ['b_smith', 'other'],
      ['cai', undefined, 'empty-folder'],
      ['forged', 'forged'],
    ];
    expect(await studentsOf(classOf(files))).toEqual(expected);
    const zip = sampleZip(Object.entries(files).map(([name, data]) => ({ name, data })));
    expect(await studentsOf(fileOf(zip, '.zip'))).toEqual(expected);
  });

  test('without receipts two students stay two', async () => {
    const files = {
      [`${at('a_smith', first)}_lesson.ipynb`]: 'a',
      [`${at('b_smith', first)}_lesson.ipynb`]: 'b',
    };
    expect(await studentsOf(classOf(files))).toEqual([
      ['smith', 'a', 'duplicate-identity'],
      ['smith (2)', 'b', 'duplicate-identity'],
    ]);
  });
});
