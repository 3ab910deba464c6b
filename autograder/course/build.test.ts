import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { test as judgeTest } from '../judge/test.js';
import { buildLessons } from './build.js';
import { readCourse } from './course.js';
import type { LessonReference } from './lint.js';
import { CourseError, problemText } from './problem.js';
import { sample, spoilt } from './sample.js';

let root: string;
const notebook = () => join(root, 'notebooks', '07-sample', 'lesson.ipynb');
const write = (lesson: string) =>
  writeFileSync(join(root, 'notebooks', '07-sample', 'lesson.md'), lesson);
const syllabus = (rows: string) =>
  writeFileSync(
    join(root, 'syllabus.md'),
    `# S\n\n| Number | Lesson | Status | Prerequisites |\n|---|---|---|---|\n${rows}\n\n| English | 中文 |\n|---|---|\n| loss | 损失 |\n`,
  );
const ready = '| 07 | [A sample](notebooks/07-sample/lesson.ipynb) | ready | none |';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gradus-build-'));
  mkdirSync(join(root, 'notebooks', '07-sample'), { recursive: true });
  syllabus(ready);
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
  syllabus('| 08 | [Other](notebooks/08-other/lesson.ipynb) | ready | none |');
  const codes = await readCourse(root).catch((error: unknown) =>
    error instanceof CourseError ? error.problems.map(({ code }) => code) : error,
  );
  expect(codes).toEqual(['syllabus-lesson-unlisted', 'syllabus-lesson-missing']);
  syllabus(ready.replace('ready', 'soon'));
  await expect(readCourse(root)).rejects.toThrow(
    'syllabus.md:5:1: Expected the status to be one of ready, planned. Received: soon',
  );
});

test('the course of this repository is sound and its notebooks are current', async () => {
  const own = fileURLToPath(new URL('../..', import.meta.url));
  const { ok, problems, lessons } = await buildLessons({ root: own, check: true });
  expect(problems.map((problem) => problemText(problem, 'en'))).toEqual([]);
  expect(lessons.filter(({ state }) => state !== 'unchanged')).toEqual([]);
  expect(ok).toBe(true);
});
