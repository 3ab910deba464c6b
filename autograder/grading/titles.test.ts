import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/package-root.js';
import { parseLesson, readLesson } from '../course/lesson.js';
import { sample } from '../course/sample.js';
import { lessonInfo } from './lesson-info.js';
import { titlesOf } from './titles.js';

test.each([
  '00-typescript-and-notebooks',
  '01-tensors-shapes-and-data',
  '02-a-network-from-scratch',
])('%s is called by its Chinese text too, and so are its exercises', async (id) => {
  const lesson = await readLesson(join(packageRoot(), 'notebooks', id, 'lesson.md'));
  const { title, exercises } = lessonInfo(lesson, await titlesOf(lesson));
  expect(title).toEqual({ en: lesson.title, zh: expect.stringMatching(/\p{Script=Han}/u) });
  expect(exercises.map(({ title }) => title)).toEqual(
    lesson.exercises.map((one) => ({
      en: one.title,
      zh: expect.stringMatching(/\p{Script=Han}/u),
    })),
  );
});

test('a lesson without a translation has its own words', async () => {
  const lesson = parseLesson(sample, '/nowhere/lesson.md');
  const titles = await titlesOf(lesson);
  expect(titles.lesson).toBe(lesson.title);
  expect(titles.parts).toEqual(
    Object.fromEntries(lesson.exercises.map(({ id, title }) => [id, title])),
  );
});
