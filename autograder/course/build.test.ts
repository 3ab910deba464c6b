import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { test as judgeTest } from '../judge/test.js';
import { withOutputs } from '../outputs.js';
import { buildLessons } from './build.js';
import { readCourse } from './course.js';
import { parseLesson } from './lesson.js';
import type { LessonReference } from './lint.js';
import { CourseError, problemText } from './problem.js';
import { renewTranslation } from './renew-translation.js';
import { sample, spoilt } from './sample.js';
import { sampleSyllabus, spoiltSyllabus } from './syllabus/sample.js';

let root: string;
const notebook = () => join(root, 'notebooks', '07-sample', 'lesson.ipynb');
const write = (lesson: string) =>
  writeFileSync(join(root, 'notebooks', '07-sample', 'lesson.md'), lesson);
const syllabus = (text: string) => writeFileSync(join(root, 'syllabus.md'), text);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gradus-build-'));
  mkdirSync(join(root, 'notebooks', '07-sample'), { recursive: true });
  syllabus(sampleSyllabus);
  write(sample);
});
afterEach(() => rmSync(root, { recursive: true }));

const worth = (visible: boolean) =>
  judgeTest({ name: `t ${visible}`, points: 1, visible, kind: 'value' }, async () => {});
const list = <T>(n: number, make: (name: string) => T): T[] =>
  Array.from({ length: n }, (_, i) => make(String(i)));
const reference: LessonReference = {
  visible: { addOne: [worth(true)] },
  hidden: { addOne: [worth(false)] },
  mutants: { addOne: list(5, (name) => ({ name, guess: name, fn: () => name })) },
  variants: { addOne: list(2, (name) => ({ name, fn: () => name })) },
};
const build = (check = false) =>
  buildLessons({ root, check, loadReference: async () => reference });
const states = async (check = false) => (await build(check)).lessons.map(({ state }) => state);

test('writes once, then leaves the file alone; a check only compares', async () => {
  expect(await states(true)).toEqual(['missing']);
  expect(await states()).toEqual(['written']);
  const bytes = readFileSync(notebook());
  expect(await states()).toEqual(['unchanged']);
  expect(readFileSync(notebook())).toEqual(bytes);
  write(spoilt('Text before', 'Other text'));
  const checked = await build(true);
  expect(checked.lessons.map(({ state }) => state)).toEqual(['stale']);
  expect(checked.ok).toBe(false);
  expect(readFileSync(notebook())).toEqual(bytes);
});

test('outputs stay where the code is as it was, and no check looks at them', async () => {
  await build();
  const outputs = {
    'begin-code-1': [{ output_type: 'stream' as const, name: 'stdout', text: '1' }],
  };
  const published = withOutputs(readFileSync(notebook(), 'utf8'), outputs);
  expect(published).toContain('"stdout"');
  writeFileSync(notebook(), published);
  expect(await states(true)).toEqual(['unchanged']);
  expect(await states()).toEqual(['unchanged']);
  expect(readFileSync(notebook(), 'utf8')).toBe(published);
  write(spoilt('Text before', 'Other text'));
  expect(await states(true)).toEqual(['stale']);
  expect(await states()).toEqual(['written']);
  expect(readFileSync(notebook(), 'utf8')).toContain('"stdout"');
  write(spoilt('const one = 1;', 'const one = 2;'));
  expect(await states()).toEqual(['written']);
  expect(readFileSync(notebook(), 'utf8')).not.toContain('"stdout"');
});

test('a cell that prints and shows nothing since its code changed is told, in each language', async () => {
  const printing = (what: string) =>
    spoilt('const one = 1;', `const one = 1;\nconsole.log(${what});`);
  write(printing('one'));
  expect((await build()).ok).toBe(true);
  const text = readFileSync(notebook(), 'utf8');
  const of = (id: string) => ({
    [id]: [{ output_type: 'stream' as const, name: 'stdout', text: '1' }],
  });
  writeFileSync(notebook(), withOutputs(text, of('begin-code-1')));
  expect((await build(true)).ok).toBe(true);
  // Another cell shows something still, so this is no notebook that was never run.
  writeFileSync(notebook(), withOutputs(text, of('check-addOne')));
  for (const check of [true, false]) {
    const { ok, problems } = await build(check);
    expect(ok).toBe(false);
    expect(problems.map((problem) => problemText(problem, 'en'))).toEqual([
      expect.stringMatching(
        /^07-sample\/lesson\.md:\d+:1: lesson\.ipynb does not show .*gradus publish/,
      ),
    ]);
  }
});

test('a wrong lesson is told with its file and not compiled', async () => {
  write(spoilt('points=2', 'points=none'));
  const { ok, lessons, problems } = await build();
  expect(ok).toBe(false);
  expect(lessons).toEqual([]);
  expect(problems.map((problem) => problemText(problem, 'en'))).toEqual(
    expect.arrayContaining([
      expect.stringContaining('07-sample/lesson.md:35:23: Expected `points`'),
    ]),
  );
});

test('a lesson without a reference is a problem, not a crash', async () => {
  const { problems } = await buildLessons({ root });
  expect(problems.map(({ code }) => code)).toEqual(['reference-missing']);
});

test('lessons and syllabus must agree', async () => {
  const codes = async (): Promise<unknown> =>
    readCourse(root).catch((error: unknown) =>
      error instanceof CourseError ? error.problems.map(({ code }) => code) : error,
    );
  syllabus(spoiltSyllabus('id: 07-sample', 'id: 07-other'));
  expect(await codes()).toEqual(['syllabus-lesson-unlisted', 'syllabus-lesson-missing']);
  syllabus(spoiltSyllabus('### 07 A sample', '### 07 Another'));
  expect(await codes()).toEqual(['syllabus-lesson-differs']);
  syllabus(sampleSyllabus);
  write(spoilt('roles: [data]', 'roles: [data, algorithm]'));
  await expect(readCourse(root)).rejects.toThrow('differ in roles: "data, algorithm" here, "data"');
});

describe('a lesson in Chinese', () => {
  const zh = (end: 'md' | 'ipynb') => join(root, 'notebooks', '07-sample', `lesson.zh.${end}`);
  const codes = async () => (await build(true)).problems.map(({ code }) => code);
  const header = `---\ntitle: 样例\npromise: 你什么也学不到。\nhardware: 任何电脑\nprerequisites: []\nobjectives:\n  - 加一\n---\n`;
  beforeEach(async () => {
    const lesson = parseLesson(sample, 'lesson.md');
    const { text } = renewTranslation(lesson, header);
    const done = renewTranslation(lesson, text.replaceAll('（待译）\n\n', ''), ['all']);
    writeFileSync(zh('md'), done.text);
  });

  test('has a notebook of its own, kept current like the other', async () => {
    expect(await states(true)).toEqual(['missing', 'missing']);
    expect(await states()).toEqual(['written', 'written']);
    expect(readFileSync(zh('ipynb'), 'utf8')).toContain('# 样例');
    expect(readFileSync(notebook(), 'utf8')).toContain('# A sample');
    writeFileSync(zh('ipynb'), '{}');
    expect(await states(true)).toEqual(['unchanged', 'stale']);
    expect((await build(true)).ok).toBe(false);
    expect((await build()).ok).toBe(true);
  });

  test('a block whose English has changed, one that is missing, one too many: named', async () => {
    const text = readFileSync(zh('md'), 'utf8');
    write(spoilt('Text before', 'Other text'));
    expect(await codes()).toEqual(['block-stale']);
    write(sample);
    writeFileSync(zh('md'), text.replace(/<!-- block: begin-text-1[\s\S]*?(?=<!-- block)/, ''));
    expect(await codes()).toEqual(['block-missing']);
    writeFileSync(zh('md'), `${text}\n<!-- block: gone-text-1 00000000 -->\n\n旧文。\n`);
    expect(await codes()).toEqual(['block-unknown']);
    writeFileSync(zh('md'), text);
    expect(await codes()).toEqual([]);
  });

  test('has the title that the syllabus has', async () => {
    const text = readFileSync(zh('md'), 'utf8');
    writeFileSync(zh('md'), text.replace('title: 样例', 'title: 例子'));
    const { problems, ok } = await build();
    expect(ok).toBe(false);
    expect(problems.map((problem) => problemText(problem, 'zh'))).toEqual([
      '07-sample/lesson.zh.md:2:1: 课程与大纲的 title 不一致：这里是“例子”，大纲里是“样例”。',
    ]);
  });
});

test('the table of the course in the README follows the syllabus', async () => {
  const readme = join(root, 'README.md');
  expect((await build()).readme).toBeUndefined();
  writeFileSync(
    readme,
    '<!-- course: made from syllabus.md by `gradus build` -->\n<!-- /course -->',
  );
  expect(await build(true)).toMatchObject({ readme: 'stale', ok: false });
  expect(await build()).toMatchObject({ readme: 'written', ok: true });
  expect(readFileSync(readme, 'utf8')).toContain('| 08b | Nets *(planned)* |');
  expect(await build(true)).toMatchObject({ readme: 'unchanged', ok: true });
});

test('the course of this repository is sound and its notebooks are current', async () => {
  const own = fileURLToPath(new URL('../..', import.meta.url));
  const { ok, problems, lessons } = await buildLessons({ root: own, check: true });
  expect(problems.map((problem) => problemText(problem, 'en'))).toEqual([]);
  expect(lessons.filter(({ state }) => state !== 'unchanged')).toEqual([]);
  expect(ok).toBe(true);
});
