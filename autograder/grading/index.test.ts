/** Grading as a worker on a queue uses it: a lesson is opened once, jobs come one by one. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { parseLesson } from '../course/index.js';
import { solvedNotebook } from '../course/solved.js';
import { lessonWithArtefacts, network, writePrivate } from '../reference/private.fixture.js';
import { recordSchema } from '../results/results.js';
import { gradeClass } from './grade-class.js';
import { type GradingEvent, openGrading } from './index.js';
import { killAll, processes } from './marked.fixture.js';

const example = fileURLToPath(new URL('../../test/example-class/submissions/', import.meta.url));
const notebookOf = (student: string) => readFileSync(join(example, student, 'lesson.ipynb'));
const out = mkdtempSync(join(tmpdir(), 'gradus-queue-'));
afterAll(() => rmSync(out, { recursive: true }));
const secret = Buffer.alloc(32, 3);

describeIf('unshare', 'a worker on a queue', () => {
  test('grades what comes, each by itself; results are there at once, and equal a class’s', async () => {
    const grading = await openGrading({ lesson: network, secret });
    try {
      expect(grading.results).toMatchObject({ lesson: { id: network, points: 20 }, students: [] });
      const only = ['softmax', 'crossEntropy'];
      const events: GradingEvent[] = [];
      const seen: string[][] = [];
      const jobs = ['ada', 'dijkstra', 'shannon', 'noether'];
      const records = [];
      for (const student of jobs) {
        const files = { 'lesson.ipynb': notebookOf(student) };
        const graded = await grading.grade(
          { student, files },
          { only, out, onEvent: (event) => events.push(event) },
        );
        records.push(graded.record);
        const written = JSON.parse(
          readFileSync(join(out, 'instructor', `${graded.record.page}.json`), 'utf8'),
        );
        expect(recordSchema.parse(written)).toMatchObject({
          lesson: { id: network },
          student: { student, score: graded.record.score },
        });
        expect(existsSync(join(out, 'student', `${graded.record.page}.html`))).toBe(true);
        seen.push(readdirSync(join(out, 'student')));
      }
      expect(seen.map((names) => names.length)).toEqual([2, 4, 6, 8]);
      const stages = events.flatMap((event) =>
        event.kind === 'stage' && event.student === 'ada' ? [event.stage] : [],
      );
      expect(stages.slice(0, 3)).toEqual(['read', 'prepare', 'test']);
      expect(stages.at(-1)).toBe('report');
      expect(events.filter(({ kind }) => kind === 'graded')).toHaveLength(4);

      const options = { folder: example, secret, sandbox: 'auto' as const, jobs: 1 };
      const { grade } = await gradeClass({
        ...options,
        only: [...jobs, ...only],
        onProgress() {},
      });
      expect(records).toEqual(
        jobs.map((student) => grade.students.find((one) => one.student === student)),
      );
    } finally {
      await grading.close();
    }
    expect(processes()).toEqual([]);
  }, 240_000);

  test('whatever a submission is or does, it has a verdict, and the next is graded', async () => {
    const grading = await openGrading({ lesson: network, secret });
    try {
      const options = { only: ['softmax'] };
      const told = async (files: Record<string, Uint8Array>) => {
        const { record } = await grading.grade({ student: 'x', attempt: 3, files }, options);
        const { score, file, attempt, notices } = record;
        expect(attempt).toBe(3);
        return [score, file, ...notices.map(({ code }) => code)];
      };
      expect(await told({})).toEqual([0, '', 'empty-folder']);
      expect(await told({ 'a.txt': Buffer.from('x') })).toEqual([0, '', 'empty-folder']);
      expect(await told({ 'a.ipynb': Buffer.from('{') })).toEqual([
        0,
        'a.ipynb',
        'unreadable-notebook',
      ]);
      const right = notebookOf('ada');
      const both = { 'untouched.ipynb': Buffer.from('{}'), 'deep/work.ipynb': right };
      expect((await told({ 'deep/work.ipynb': right }))[0]).toBe(3);
      expect((await told(both)).slice(1)).toEqual(['untouched.ipynb', 'unreadable-notebook']);
      // Processes of the machine end now and then.
      expect(killAll('reader-main') + killAll('type-main')).toBe(2);
      expect((await told({ 'lesson.ipynb': right }))[0]).toBe(3);
      await expect(
        grading.grade({ student: 'x', files: {} }, { only: ['sofmax'] }),
      ).rejects.toMatchObject({ code: 'unknown-only' });
    } finally {
      await grading.close();
    }
    expect(processes()).toEqual([]);
  }, 240_000);

  test('a private lesson, with what lies beside the notebook', async () => {
    const { folder, remove } = writePrivate(lessonWithArtefacts);
    const text = lessonWithArtefacts['07-sample/lesson.md'] ?? '';
    const solutions = { addOne: 'function addOne(n: number): number {\n  return n + 1;\n}' };
    const notebook = solvedNotebook(parseLesson(text, 'lesson.md'), { solutions });
    const grading = await openGrading({ lesson: '07-sample', reference: folder, secret, jobs: 2 });
    try {
      const files = {
        'lesson.ipynb': Buffer.from(notebook),
        'predictions.csv': Buffer.from('id,digit\nb,8\na,7\n'),
        'src/main.ts': Buffer.from(''),
      };
      const both = await Promise.all([
        grading.grade({ student: 'ada', files }),
        grading.grade({ student: 'bob', files: { ...files, 'predictions.csv': Buffer.from('') } }),
      ]);
      expect(both.map(({ record }) => record.exercises.map(({ score }) => score))).toEqual([
        [2, 4, 1],
        [2, 0, 1],
      ]);
    } finally {
      await grading.close();
      remove();
    }
  }, 120_000);

  test('a lesson that is not there is no path', async () => {
    await expect(openGrading({ lesson: '../02', secret })).rejects.toMatchObject({
      code: 'unknown-lesson',
    });
  });
});
