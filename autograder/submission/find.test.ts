import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findSubmissions } from './find.js';
import { sampleZip } from './sample-zip.js';

const home = mkdtempSync(join(tmpdir(), 'gradus-class-'));
afterAll(() => rmSync(home, { recursive: true }));

let made = 0;
/** A class on disk; a notebook's text is its own path, so that a test sees which one was read. */
function classOf(files: Record<string, string> | readonly string[], root = ''): string {
  const folder = join(home, `class-${made++}`, root);
  mkdirSync(folder, { recursive: true });
  for (const [path, text] of entriesOf(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
const entriesOf = (files: Record<string, string> | readonly string[]): [string, string][] =>
  Array.isArray(files) ? files.map((path) => [path, path]) : Object.entries(files);

function zipOf(files: Record<string, string> | readonly string[]): string {
  const file = join(home, `class-${made++}.zip`);
  writeFileSync(file, sampleZip(entriesOf(files).map(([name, data]) => ({ name, data }))));
  return file;
}

/** Student, the text of their notebook, codes of notices; then the notices of the class. */
async function found(path: string, lesson?: string) {
  const { submissions, notices } = await findSubmissions(path, lesson);
  const students: [string, string | undefined, ...string[]][] = [];
  for (const { student, read, notices } of submissions) {
    students.push([student, (await read?.())?.toString(), ...notices.map(({ code }) => code)]);
  }
  return { students, notices: notices.map(({ code }) => code) };
}

describe('a folder for each student', () => {
  test('one notebook each; links are refused, hidden folders are nobody', async () => {
    const root = classOf([
      'ada/b.ipynb',
      'ada/lesson.ipynb',
      'bob/x.ipynb',
      'bob/.y.ipynb',
      'cai/work/deep/x.ipynb',
      'cai/node_modules/y.ipynb',
      'eve/notes.txt',
      '.git/z.ipynb',
      'stray.ipynb',
      'README.md',
    ]);
    symlinkSync('/etc', join(root, 'link'));
    execFileSync('mkfifo', [join(root, 'pipe')]);
    expect(await found(root)).toEqual({
      students: [
        ['ada', 'ada/lesson.ipynb', 'several-notebooks'],
        ['bob', 'bob/x.ipynb'],
        ['cai', 'cai/work/deep/x.ipynb'],
        ['eve', undefined, 'empty-folder'],
      ],
      notices: ['link-refused', 'link-refused', 'outside-folders'],
    });
  });

  test('a folder that was put behind a link after listing is not read', async () => {
    const root = classOf(['ada/x.ipynb', 'bob/x.ipynb']);
    const { submissions } = await findSubmissions(root);
    rmSync(join(root, 'ada'), { recursive: true });
    symlinkSync(join(root, 'bob'), join(root, 'ada'));
    await expect(submissions[0]?.read?.()).rejects.toMatchObject({ reason: 'link' });
  });

  test('names that look the same stay two students, and both are told', async () => {
    const got = await found(classOf(['Ada/x.ipynb', 'ada/x.ipynb', 'bob/x.ipynb']));
    expect(got.students.map(([name, , ...codes]) => [name, ...codes])).toEqual([
      ['Ada', 'duplicate-identity'],
      ['ada', 'duplicate-identity'],
      ['bob'],
    ]);
    expect(got.notices).toEqual(['duplicate-identities', 'duplicate-identities']);
  });
});

describe("nbgrader's folders", () => {
  const files = ['ada/ps1/x.ipynb', 'bob/ps1/x.ipynb', 'bob/ps1/timestamp.txt', 'cai/.keep'];
  const expected = [
    ['ada', 'ada/ps1/x.ipynb'],
    ['bob', 'bob/ps1/x.ipynb'],
    ['cai', undefined, 'empty-folder'],
  ];

  test('the course, or its submitted', async () => {
    const submitted = classOf(files, 'submitted');
    mkdirSync(join(submitted, '../source'));
    expect((await found(submitted)).students).toEqual(expected);
    expect((await found(dirname(submitted))).students).toEqual(expected);
  });

  test('several assignments: the one named as the lesson, else each', async () => {
    const root = classOf([
      'submitted/ada/01-a/x.ipynb',
      'submitted/ada/02-b/y.ipynb',
      'submitted/bob/01-a/z.ipynb',
      'submitted/cai/own.ipynb',
    ]);
    expect((await found(root, '02-b')).students).toEqual([
      ['ada', 'submitted/ada/02-b/y.ipynb'],
      ['bob', undefined, 'empty-folder'],
      ['cai', 'submitted/cai/own.ipynb'],
    ]);
    const { submissions } = await findSubmissions(root);
    expect(submissions.map(({ student, assignment }) => `${student} ${assignment}`)).toEqual([
      'ada 01-a',
      'bob 01-a',
      'ada 02-b',
      'bob 02-b',
      'cai undefined',
    ]);
  });

  test('a student called submitted is a student', async () => {
    expect((await found(classOf(['ada/x.ipynb', 'submitted/x.ipynb']))).students).toHaveLength(2);
  });
});

describe('a zip', () => {
  test('of folders, of nbgrader, with one folder around', async () => {
    const students = [
      ['ada', expect.stringMatching(/ada.*\.ipynb/)],
      ['bob', expect.stringMatching(/bob.*\.ipynb/)],
    ];
    const folders = ['ada/x.ipynb', 'bob/y.ipynb'];
    expect(await found(zipOf(folders))).toEqual({ students, notices: [] });
    expect(await found(zipOf(folders.map((path) => `class/${path}`)))).toEqual({
      students,
      notices: ['class-folder'],
    });
    const nbgrader = ['submitted/ada/ps1/x.ipynb', 'submitted/bob/ps1/x.ipynb'];
    expect(await found(zipOf(nbgrader))).toEqual({ students, notices: [] });
    expect(await found(zipOf(nbgrader.map((path) => `course/${path}`)))).toEqual({
      students,
      notices: ['class-folder'],
    });
  });

  test('one folder with a notebook is one student', async () => {
    expect((await found(zipOf(['ada/x.ipynb']))).students).toEqual([['ada', 'ada/x.ipynb']]);
  });
});

test('a single notebook: its name, or the folder when it is called as the lesson is', async () => {
  const root = classOf(['ada/lesson.ipynb', 'bob.ipynb']);
  const one = async (path: string) =>
    (await findSubmissions(join(root, path))).submissions.map(({ student }) => student);
  expect(await one('ada/lesson.ipynb')).toEqual(['ada']);
  expect(await one('bob.ipynb')).toEqual(['bob']);
});

test.each([
  ['not there', () => join(home, 'nowhere'), 'folder-missing'],
  ['another file', () => join(classOf(['a.txt']), 'a.txt'), 'not-a-folder'],
  ['an empty folder', () => classOf([]), 'no-students'],
  ['no zip', () => join(classOf(['a.zip']), 'a.zip'), 'archive-refused'],
])('%s is wrong usage', async (_name, path, code) => {
  await expect(found(path())).rejects.toMatchObject({ code });
});

describe('Canvas', () => {
  const files = [
    'lovelaceada_11_900_lesson.ipynb',
    'lovelaceada_11_900_lesson-1.ipynb',
    'lovelaceada_11_900_lesson-10.ipynb',
    'lovelaceada_11_900_notes.pdf',
    'boolegeorge_LATE_12_901_my_work.ipynb',
    'curiemarie_13_902_essay.docx',
    'turingalan_14_903_a.ipynb',
    'turingalan_15_904_a.ipynb',
    'noetheremmy_16_905_a.ipynb',
    'hilbertdavid_16_906_a.ipynb',
    'somebody.ipynb',
  ];
  const expected = {
    students: [
      ['boolegeorge_12', 'boolegeorge_LATE_12_901_my_work.ipynb', 'late'],
      ['curiemarie_13', undefined, 'empty-folder'],
      ['hilbertdavid_16', 'hilbertdavid_16_906_a.ipynb', 'duplicate-identity'],
      ['lovelaceada_11', 'lovelaceada_11_900_lesson-10.ipynb', 'earlier-attempts'],
      ['noetheremmy_16', 'noetheremmy_16_905_a.ipynb', 'duplicate-identity'],
      ['somebody.ipynb', 'somebody.ipynb', 'unknown-identity'],
      ['turingalan_14', 'turingalan_14_903_a.ipynb'],
      ['turingalan_15', 'turingalan_15_904_a.ipynb'],
    ],
    notices: ['duplicate-identities', 'duplicate-identities'],
  };

  test('the latest copy counts, the user id tells students apart', async () => {
    expect(await found(zipOf(files))).toEqual(expected);
    expect(await found(classOf(files))).toEqual(expected);
  });

  test('earlier attempts are named', async () => {
    const { submissions } = await findSubmissions(zipOf(files.slice(0, 3)));
    expect(submissions[0]?.notices).toEqual([
      {
        code: 'earlier-attempts',
        params: {
          kept: 'lovelaceada_11_900_lesson-10.ipynb',
          others: 'lovelaceada_11_900_lesson-1.ipynb, lovelaceada_11_900_lesson.ipynb',
        },
      },
    ]);
  });
});

test('Moodle: folders or flat files, told apart by the id', async () => {
  const expected = {
    students: [
      ['Ada Lovelace_501', expect.stringMatching(/^Ada Lovelace_501.*lesson\.ipynb$/)],
      ['Ada Lovelace_502', expect.stringMatching(/^Ada Lovelace_502.*a_1\.ipynb$/)],
      ['张 三_503', undefined, 'empty-folder'],
    ],
    notices: [],
  };
  const names = (separator: string) => [
    `Ada Lovelace_501_assignsubmission_file_${separator}lesson.ipynb`,
    `Ada Lovelace_501_assignsubmission_onlinetext_${separator}onlinetext.html`,
    `Ada Lovelace_502_assignsubmission_file_${separator}a_1.ipynb`,
    `张 三_503_assignsubmission_onlinetext_${separator}onlinetext.html`,
  ];
  expect(await found(zipOf(names('')))).toEqual(expected);
  const inFolders = await found(zipOf(names('/')));
  expect(inFolders.students.map(([name, text]) => [name, text])).toEqual(
    expected.students.map(([name, text]) => [name, text]),
  );
});

describe('Gradescope', () => {
  const metadata = `---
submission_70:
  :submitters:
  - :name: Ada Lovelace
    :sid: '0011'
    :email: ada@example.org
  :created_at: 2024-05-01 10:00:00.000000000 Z
submission_71:
  :submitters:
  - :name: George Boole
    :sid: ''
    :email: george@example.org
  - :name: Emmy Noether
    :sid:
    :email: emmy@example.org
  :results: !ruby/object:Anything {}
submission_72:
  :submitters:
  - :name: Ada Lovelace
    :sid: '0011'
    :email: ada@example.org
submission_73:
  :submitters: []
`;
  const files = (yml: string) => ({
    'assignment_5_export/submission_metadata.yml': yml,
    'assignment_5_export/submission_70/a.ipynb': '70',
    'assignment_5_export/submission_71/a.ipynb': '71',
    'assignment_5_export/submission_71/submission_metadata.yml': 'submission_70: nobody',
    'assignment_5_export/submission_72/work/a.ipynb': '72',
    'assignment_5_export/submission_73/a.ipynb': '73',
    'assignment_5_export/submission_74/a.ipynb': '74',
  });

  test('submitters by student id, else e-mail; groups; the latest of two', async () => {
    expect(await found(zipOf(files(metadata)))).toEqual({
      students: [
        ['0011', '72', 'earlier-attempts'],
        ['emmy@example.org', '71', 'group'],
        ['george@example.org', '71', 'group'],
        ['submission_73', '73', 'unknown-identity'],
        ['submission_74', '74', 'unknown-identity'],
      ],
      notices: ['class-folder'],
    });
  });

  test.each([
    ['no YAML', '\t- [: {'],
    ['deep', '['.repeat(50_000)],
    ['another shape', 'submission_70: [1, 2]\n__proto__: {}'],
    [
      'aliases that multiply',
      `a: &a [1,1,1,1,1,1,1,1,1]\n${'bcdefghij'
        .split('')
        .map((key, i) => {
          const before = 'abcdefghi'[i];
          return `${key}: &${key} [${Array(9).fill(`*${before}`).join(',')}]`;
        })
        .join('\n')}`,
    ],
  ])(
    'metadata that cannot be read (%s): everybody under the name of the folder',
    async (_n, yml) => {
      const { students } = await found(zipOf(files(yml)));
      expect(students.map(([name]) => name)).toEqual(
        [70, 71, 72, 73, 74].map((n) => `submission_${n}`),
      );
    },
  );
});

describe('a folder named as each of several lessons', () => {
  const lessons = ['02-net', '07-sample'];
  const listedIn = async (root: string, wanted?: string) => {
    const { submissions, notices } = await findSubmissions(root, wanted, lessons);
    return {
      students: submissions.map(({ student, assignment }) => `${assignment} ${student}`),
      notices: notices.map(({ code }) => code),
    };
  };

  test('holds the class of that lesson, in whatever layout', async () => {
    const files = [
      'term/02-net/ada/x.ipynb',
      'term/02-net/bob/x.ipynb',
      'term/07-sample/adal_12_3456_lesson.ipynb',
      'term/notes/x.txt',
    ];
    for (const root of [join(classOf(files), 'term'), classOf(files), zipOf(files)]) {
      expect(await listedIn(root)).toEqual({
        students: ['02-net ada', '02-net bob', '07-sample adal_12'],
        notices: ['outside-lessons'],
      });
    }
    expect((await listedIn(classOf(files), '07-sample')).students).toEqual(['07-sample adal_12']);
  });

  test('is no class where it is empty, or lies among students', async () => {
    const files = ['ada/x.ipynb', 'bob/x.ipynb', '02-net/data/x.txt'];
    const among = await findSubmissions(classOf(files), undefined, lessons);
    expect(among.submissions.map(({ student }) => student)).toEqual(['02-net', 'ada', 'bob']);
    const one = classOf(['ada/x.ipynb']);
    mkdirSync(join(one, '07-sample'));
    const empty = await findSubmissions(one, undefined, lessons);
    expect(empty.submissions.map(({ student }) => student)).toEqual(['07-sample', 'ada']);
  });

  test('is a student where it holds a notebook, and in a student holds one more', async () => {
    const workspace = classOf(['ws/02-net/lesson.ipynb', 'ws/07-sample/x.ipynb', 'ws/index.md']);
    const own = await findSubmissions(join(workspace, 'ws'), undefined, lessons);
    expect(own.submissions.map(({ student, others = [] }) => [student, others.length])).toEqual([
      ['ws', 1],
    ]);
    const root = classOf(['02-net/lesson.ipynb', 'ada/x.ipynb', 'ada/07-sample/y.ipynb']);
    const { submissions } = await findSubmissions(root, undefined, lessons);
    expect(submissions.map(({ student, others = [] }) => [student, others.length])).toEqual([
      ['02-net', 0],
      ['ada', 1],
    ]);
  });
});
