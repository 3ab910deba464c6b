import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { packageRoot } from '../../src/package-root.js';
import { describeIf } from '../../test/capabilities.js';
import { buildPrivate } from '../course/build-private.js';
import { parseLesson } from '../course/lesson.js';
import { solvedNotebook } from '../course/solved.js';
import {
  lessonWithArtefacts,
  network,
  ownLesson,
  replacement,
  writePrivate,
} from '../reference/private.fixture.js';
import { writeReports } from '../report/write.js';
import { gradeClass } from './grade-class.js';

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
    await writeReports(out, graded, times, 'en');
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

  test('what lies beside the notebook is scored, and a wrong row is told with its column', async () => {
    const reference = writePrivate(lessonWithArtefacts);
    const text = lessonWithArtefacts['07-sample/lesson.md'] ?? '';
    const notebook = solvedNotebook(parseLesson(text, 'lesson.md'), {
      solutions: { addOne: 'function addOne(n: number): number {\n  return n + 1;\n}' },
    });
    const { folder: beside, remove: removeBeside } = writePrivate({
      'ada/lesson.ipynb': notebook,
      'ada/predictions.csv': 'id,digit\nb,8\na,7\n',
      'ada/src/main.ts': 'throw new Error();',
      'bob/lesson.ipynb': notebook,
      'bob/predictions.csv': 'id,digit\na,7\nb,1\n',
      'bob/src/other.ts': '',
      'cai/lesson.ipynb': notebook,
      'cai/predictions.csv': 'id,digit\na,seven\nb,8\n',
    });
    try {
      const options = { secret: Buffer.alloc(32, 5), sandbox: 'auto' as const, jobs: 2 };
      const all = { ...options, folder: beside, reference: reference.folder, onProgress: () => {} };
      const { grade: graded, times } = await gradeClass(all);
      expect(graded.lesson).toMatchObject({ points: 7 });
      const scores = graded.students.map(({ student, exercises }) => [
        student,
        ...exercises.map(({ exercise, score }) => `${exercise} ${score}`),
      ]);
      expect(scores).toEqual([
        ['ada', 'addOne 2', 'digits 4', 'source 1'],
        ['bob', 'addOne 2', 'digits 2', 'source 0'],
        ['cai', 'addOne 2', 'digits 0', 'source 0'],
      ]);
      const out = join(reference.folder, 'results');
      await writeReports(out, graded, times, 'en');
      const page = (part: string, name: string) => {
        const file = readdirSync(join(out, part)).find((one) => one.startsWith(name));
        return readFileSync(join(out, part, file ?? 'none'), 'utf8');
      };
      expect(page('student', 'cai')).toContain('Row 2, column <code>digit</code>');
      expect(page('student', 'bob')).toContain('There is no main.ts.');
      expect(page('student', 'bob')).toContain('<td>adds');
      // How good the predictions were tells of the labels.
      expect(page('student', 'bob')).not.toContain('PRIVATE-MEASURE');
      expect(page('instructor', 'bob')).toContain('Your PRIVATE-MEASURE is 0.5');

      // In another language afterwards, without the reference: the results hold both.
      await writeReports(out, graded, times, 'zh');
      for (const words of ['没有 main.ts。', '<td>加一', '<td>source 的得分']) {
        expect(page('student', 'bob')).toContain(words);
      }

      const { grade: one } = await gradeClass({ ...all, only: ['ada', 'digits'] });
      expect(one.students.map((s) => s.exercises.map((e) => e.exercise))).toEqual([['digits']]);
    } finally {
      reference.remove();
      removeBeside();
    }
  });
});
