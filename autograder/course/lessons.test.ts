import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ownLesson, writePrivate } from '../reference/private.fixture.js';
import { listLessons, readListed } from './lessons.js';
import { sample } from './sample.js';

const root = mkdtempSync(join(tmpdir(), 'gradus-course-'));
afterAll(() => rmSync(root, { recursive: true }));
const lessons = {
  '01-broken': sample.replace('title: A sample', 'title: [').replace('07-sample', '01-broken'),
  '03-moved': sample,
  '07-sample': sample,
};
for (const [id, text] of Object.entries(lessons)) {
  const file = join(root, 'notebooks', id, 'lesson.md');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
const read = async (id: string, reference?: string) => {
  const listed = (await listLessons(root, reference)).find((one) => one.id === id);
  if (listed === undefined) throw new Error(`no lesson ${id}`);
  return readListed(listed);
};

test('a broken lesson is listed, and stops only itself; no syllabus is asked', async () => {
  expect((await listLessons(root)).map(({ id }) => id)).toEqual([
    '01-broken',
    '03-moved',
    '07-sample',
  ]);
  expect(await read('07-sample')).toMatchObject({ id: '07-sample', title: 'A sample' });
  await expect(read('01-broken')).rejects.toMatchObject({
    code: 'course-invalid',
    message: expect.stringMatching(
      /^01-broken\/lesson\.md:\d+:\d+: (This is no valid YAML|Field )/,
    ),
  });
  await expect(read('03-moved')).rejects.toMatchObject({
    code: 'course-invalid',
    message: expect.stringContaining('03-moved/lesson.md:1:1: Expected the id 03-moved'),
  });
});

test('a private lesson takes the place of a broken one of the course', async () => {
  const text = sample.replace('07-sample', '01-broken');
  const { folder, remove } = writePrivate({ ...ownLesson, '01-broken/lesson.md': text });
  try {
    expect(await read('01-broken', folder)).toMatchObject({ id: '01-broken' });
    expect((await listLessons(root, folder)).map(({ isPrivate }) => isPrivate)).toEqual([
      true,
      false,
      true,
    ]);
  } finally {
    remove();
  }
});
