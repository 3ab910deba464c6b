/** A workspace brought up to date: what is written, and what is left alone. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { archiveOf, zipOf } from '../release/files.js';
import { editionsIn } from './editions.js';
import { answer, check, code, edition, exercise, lessonId, seen, text, worked } from './sample.js';
import { updateWorkspace } from './update.js';

const starter = (name: string): string => `function ${name}() {\n  throw new Error();\n}`;
const mine = 'function f() {\n  return 1;\n}';
const cells = [
  text('header', '# One'),
  exercise('f', starter('f')),
  check('f'),
  text('end', 'End.'),
];
const newer = cells.map((cell) => (cell.id === 'end' ? text('end', 'The end.') : cell));
const inChinese = newer.map((cell) => (cell.id === 'header' ? text('header', '# 一') : cell));

let base: string;
let workspace: string;
let bundle: string;
const inWorkspace = (...parts: string[]): string => join(workspace, ...parts);
const file = (): string => inWorkspace(lessonId, 'lesson.ipynb');
function put(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'gradus-update-'));
  workspace = join(base, 'lessons');
  bundle = join(base, 'gradus-student-2');
  const lesson = join(bundle, 'gradus', 'notebooks', lessonId);
  put(join(lesson, 'lesson.ipynb'), edition(newer));
  put(join(lesson, 'lesson.zh.ipynb'), edition(inChinese, { language: 'zh' }));
  put(join(lesson, 'lesson.md'), 'source');
  put(join(lesson, 'numbers.json'), '{}');
  put(join(lesson, 'pictures', 'net.svg'), '<svg>2</svg>');
  put(file(), worked(edition(cells), answer({ 'exercise-f': mine })));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

async function update({
  notebooks = [file()],
  from = bundle,
  dryRun = false,
  language = 'en' as 'en' | 'zh',
} = {}) {
  const backup = inWorkspace('.gradus', 'backup', 'now');
  const lessons = await editionsIn(from);
  const done = await updateWorkspace({ workspace, notebooks, lessons, language, backup, dryRun });
  return done.map((one) => ({ ...one, file: relative(workspace, one.file) }));
}
const tree = (): string[] => {
  const all = readdirSync(workspace, { recursive: true, withFileTypes: true });
  return all
    .filter((one) => one.isFile())
    .map((one) => relative(workspace, join(one.parentPath, one.name)))
    .sort();
};

test('the answer stays, the text is new, what was there before is in the backup', async () => {
  const before = readFileSync(file(), 'utf8');
  expect(await update()).toEqual([
    {
      file: `${lessonId}/lesson.ipynb`,
      state: 'updated',
      changes: [],
      kept: { answers: 1, own: 0 },
    },
    { file: `${lessonId}/pictures/net.svg`, state: 'new' },
  ]);
  expect(seen(readFileSync(file(), 'utf8'))).toEqual([
    ['header', '# One'],
    ['exercise-f', mine],
    ['check-f', "await check('f', f);"],
    ['end', 'The end.'],
  ]);
  const backup = inWorkspace('.gradus/backup/now', lessonId, 'lesson.ipynb');
  expect(readFileSync(backup, 'utf8')).toBe(before);
  expect(tree()).toEqual([
    '.gradus.json',
    `.gradus/backup/now/${lessonId}/lesson.ipynb`,
    `${lessonId}/lesson.ipynb`,
    `${lessonId}/pictures/net.svg`,
  ]);
  const after = readFileSync(file(), 'utf8');
  expect((await update()).map(({ state }) => state)).toEqual(['current']);
  expect(readFileSync(file(), 'utf8')).toBe(after);
});

test('a dry run tells the same and writes nothing', async () => {
  const before = tree();
  const told = await update({ dryRun: true });
  expect(tree()).toEqual(before);
  expect(await update()).toEqual(told);
});

test.each([
  ['zip', zipOf],
  ['tar.gz', archiveOf],
] as const)('from a bundle as %s', async (ending, pack) => {
  const all = readdirSync(bundle, { recursive: true, withFileTypes: true });
  const files = all
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))
    .map((path) => ({ path: relative(bundle, path), data: readFileSync(path) }));
  const archive = join(base, `bundle.${ending}`);
  writeFileSync(archive, await pack('gradus-student-2', files));
  expect((await update({ from: archive })).map(({ state }) => state)).toEqual(['updated', 'new']);
  expect(readFileSync(inWorkspace(lessonId, 'pictures/net.svg'), 'utf8')).toBe('<svg>2</svg>');
});

test.each([
  ['by what it says', 'lesson.ipynb', 'zh' as const],
  ['by its name', 'lesson.zh.ipynb', undefined],
  ['by its text', 'lesson.ipynb', undefined],
])('a Chinese notebook is known %s', async (_name, name, language) => {
  const old = [text('header', '# 一'), ...cells.slice(1)];
  const notebook = worked(edition(old, { language: 'zh' }), ({ metadata }) => {
    const gradus = metadata.gradus as Record<string, unknown>;
    gradus.language = language;
  });
  put(inWorkspace(lessonId, name), notebook);
  await update({ notebooks: [inWorkspace(lessonId, name)] });
  expect(seen(readFileSync(inWorkspace(lessonId, name), 'utf8'))[0]).toEqual(['header', '# 一']);
});

test('what the package shows of a solved run comes into no workspace', async () => {
  const ran = (notebook: string): string =>
    worked(notebook, ({ cells: all }) => {
      for (const cell of all.filter(({ cell_type: kind }) => kind === 'code')) {
        cell.execution_count = 1;
        cell.outputs = [{ name: 'stdout', output_type: 'stream', text: ['all passed'] }];
      }
    });
  const inBundle = join(bundle, 'gradus', 'notebooks');
  put(join(inBundle, lessonId, 'lesson.ipynb'), ran(edition(newer)));
  put(join(inBundle, '02-another', 'lesson.ipynb'), ran(edition(cells)));
  await update();
  for (const one of [lessonId, '02-another']) {
    expect(readFileSync(inWorkspace(one, 'lesson.ipynb'), 'utf8')).not.toContain('all passed');
  }
  // `npm start` finds what it would have copied itself.
  const copied = createHash('sha256').update(edition(cells)).digest('hex');
  const record = JSON.parse(readFileSync(inWorkspace('.gradus.json'), 'utf8'));
  expect(record.copied['02-another/lesson.ipynb']).toBe(copied);
});

test('a lesson that is new comes in the language asked for; in a bundle in both', async () => {
  const other = join(bundle, 'gradus', 'notebooks', '02-another');
  put(join(other, 'lesson.ipynb'), edition(cells));
  put(join(other, 'lesson.zh.ipynb'), edition(inChinese, { language: 'zh' }));
  await update({ language: 'zh' });
  expect(readdirSync(inWorkspace('02-another'))).toEqual(['lesson.ipynb']);
  expect(seen(readFileSync(inWorkspace('02-another', 'lesson.ipynb'), 'utf8'))[0]).toEqual([
    'header',
    '# 一',
  ]);
  const record = JSON.parse(readFileSync(inWorkspace('.gradus.json'), 'utf8'));
  expect(record.languages).toMatchObject({ '02-another': 'zh', [lessonId]: 'en' });
  rmSync(inWorkspace('02-another'), { recursive: true });
  const chinese = inWorkspace(lessonId, 'lesson.zh.ipynb');
  put(chinese, edition(inChinese, { language: 'zh' }));
  await update({ notebooks: [file(), chinese] });
  expect(readdirSync(inWorkspace('02-another'))).toEqual(['lesson.ipynb', 'lesson.zh.ipynb']);
});

test.each([
  ['no JSON', '{ "cells": [', 'no-json'],
  ['a web page', '<!DOCTYPE html><html></html>', 'html'],
  ['no notebook', '{ "cells": 3, "nbformat": 4 }', 'no-notebook'],
  ['another format', '{ "cells": [], "nbformat": 9 }', 'nbformat'],
  ['empty', '', 'empty'],
  ['odd metadata', '{ "cells": [], "nbformat": 4, "metadata": 7 }', 'no-notebook'],
  [
    'too deep',
    `{"nbformat":4,"cells":[],"metadata":${'{"a":'.repeat(600)}1${'}'.repeat(601)}`,
    'too-deep',
  ],
])(
  '%s is refused and left as it is, and the others are brought up to date',
  async (_n, bad, reason) => {
    const copy = inWorkspace(lessonId, 'copy.ipynb');
    put(copy, bad);
    const done = await update({ notebooks: [copy, file()] });
    expect(done[0]).toMatchObject({ state: 'refused', reason });
    expect(done[1]).toMatchObject({ state: 'updated' });
    expect(readFileSync(copy, 'utf8')).toBe(bad);
  },
);

test('a link out of the workspace is not followed', async () => {
  const outside = join(base, 'outside.ipynb');
  put(outside, edition(cells));
  rmSync(file());
  symlinkSync(outside, file());
  expect(await update()).toMatchObject([{ state: 'refused', reason: 'link' }, {}]);
  expect(readFileSync(outside, 'utf8')).toBe(edition(cells));
});

test.each([
  [
    'hashes that are none',
    (raw: { metadata: Record<string, unknown> }) => (raw.metadata.gradus_cells = { header: 1 }),
  ],
  [
    'names of an object’s own',
    (raw: { metadata: Record<string, unknown> }) => {
      raw.metadata.gradus_cells = JSON.parse('{"__proto__": "aaaaaaaaaaaa"}');
      raw.metadata.gradus = { lesson: '__proto__', version: -1, content: '../..' };
    },
  ],
])('%s: the answer stays all the same', async (_name, change) => {
  put(
    file(),
    worked(readFileSync(file(), 'utf8'), (raw) => void change(raw as never)),
  );
  await update();
  expect(seen(readFileSync(file(), 'utf8'))).toContainEqual(['exercise-f', mine]);
});

test('a notebook of the student’s own, and JupyterLab’s checkpoints, are left alone', async () => {
  const own = inWorkspace(lessonId, 'notes.ipynb');
  put(own, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] }));
  const checkpoint = inWorkspace(lessonId, '.ipynb_checkpoints', 'lesson-checkpoint.ipynb');
  put(checkpoint, 'as it was');
  const before = readFileSync(own, 'utf8');
  const done = await update({ notebooks: [file(), own] });
  expect(done.map((one) => one.file)).not.toContain(`${lessonId}/notes.ipynb`);
  expect(readFileSync(own, 'utf8')).toBe(before);
  expect(readFileSync(checkpoint, 'utf8')).toBe('as it was');
});

test('a picture that the student has changed lies in the backup', async () => {
  put(inWorkspace(lessonId, 'pictures/net.svg'), 'mine');
  await update();
  expect(readFileSync(inWorkspace(lessonId, 'pictures/net.svg'), 'utf8')).toBe('<svg>2</svg>');
  const kept = inWorkspace('.gradus/backup/now', lessonId, 'pictures/net.svg');
  expect(readFileSync(kept, 'utf8')).toBe('mine');
});

test('a written migration renames an exercise', async () => {
  const renamed = [
    text('header', '# One'),
    exercise('one', starter('one')),
    check('one'),
    code('more', '1'),
  ];
  const lesson = join(bundle, 'gradus', 'notebooks', lessonId);
  put(join(lesson, 'lesson.ipynb'), edition(renamed, { version: 2 }));
  put(join(lesson, 'migrations.yaml'), '- to: 2\n  exercises: { f: one }\n');
  await update();
  expect(seen(readFileSync(file(), 'utf8'))).toContainEqual([
    'exercise-one',
    `${mine}\nconst one = f;`,
  ]);
  expect(existsSync(inWorkspace(lessonId, 'migrations.yaml'))).toBe(false);
});

test.each(['nothing', 'empty', 'other.zip'])('%s is no bundle', async (name) => {
  const path = join(base, name);
  if (name === 'empty') mkdirSync(path);
  if (name === 'other.zip') {
    writeFileSync(path, await zipOf('a', [{ path: 'b.txt', data: Buffer.from('c') }]));
  }
  await expect(editionsIn(path)).rejects.toMatchObject({ code: 'update-nothing' });
});
