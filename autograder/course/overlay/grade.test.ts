import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { packageRoot } from '../../cli/paths.js';
import { gradeClass } from '../../grade.js';
import { recordClass } from '../../gradebook/record.js';
import { writeReports } from '../../report/write.js';
import { parseLesson } from '../lesson.js';
import { solvedNotebook } from '../solved.js';
import { buildPrivate } from './build.js';
import { network, ownLesson, replacement, writePrivate } from './private.fixture.js';

const example = join(packageRoot(), 'test/example-class/submissions');

describeIf('unshare', 'a class graded with a private reference', () => {
  const shared = { 'shared.ts': 'export const rows = 6;\n' };
  const { folder, remove } = writePrivate({
    ...ownLesson,
    ...shared,
    [`${network}/hidden.ts`]: replacement,
  });
  const classes = writePrivate({ 'readme.txt': '' });
  afterAll(() => {
    remove();
    classes.remove();
  });
  const grade = (name: string, only: string[], reference?: string) =>
    gradeClass({
      folder: join(classes.folder, name),
      secret: Buffer.alloc(32, 5),
      sandbox: 'auto',
      jobs: 2,
      only,
      onProgress: () => {},
      ...(reference !== undefined && { reference }),
    });

  test('its tests count, and their names reach no file for students', async () => {
    for (const student of ['ada', 'dijkstra']) {
      cpSync(join(example, student), join(classes.folder, 'network', student), { recursive: true });
    }
    const { grade: plain } = await grade('network', ['softmax']);
    const { grade: graded, times } = await grade('network', ['softmax'], folder);
    expect(graded.referenceHash).not.toBe(plain.referenceHash);
    expect(graded.students.map(({ score }) => score)).toEqual(
      plain.students.map(({ score }) => score),
    );
    const names = graded.students.map(({ exercises }) =>
      exercises[0]?.tests.some(({ name }) => name === 'PRIVATE-NAME'),
    );
    expect(names).toEqual([true, true]);

    const out = join(classes.folder, 'results');
    await writeReports(out, recordClass(graded), times, 'en');
    const texts = (part: string) =>
      readdirSync(join(out, part)).map((name) => readFileSync(join(out, part, name), 'utf8'));
    expect(texts('student').filter((text) => text.includes('PRIVATE-NAME'))).toEqual([]);
    expect(texts('instructor').join()).toContain('PRIVATE-NAME');
  });

  test('a lesson of its own is compiled, handed in and graded', async () => {
    const [built] = await buildPrivate(folder, false);
    expect(built).toMatchObject({ lesson: '07-sample', state: 'written' });
    expect(await buildPrivate(folder, true)).toMatchObject([{ state: 'unchanged' }]);
    const lesson = parseLesson(ownLesson['07-sample/lesson.md'] ?? '', 'lesson.md');
    const solutions = { addOne: 'function addOne(n: number): number {\n  return n + 1;\n}' };
    mkdirSync(join(classes.folder, 'own/ada'), { recursive: true });
    const file = join(classes.folder, 'own/ada/lesson.ipynb');
    writeFileSync(file, solvedNotebook(lesson, { solutions }));
    const { grade: graded } = await grade('own', [], folder);
    expect(graded.lesson).toMatchObject({ id: '07-sample', points: 2 });
    expect(graded.students).toMatchObject([{ student: 'ada', score: 2, points: 2 }]);
  });
});
