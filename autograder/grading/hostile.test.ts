/** Submissions that hang, eat or end what reads and judges them, and the bystander beside them. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import type { StudentResult } from '../results/results.js';
import type { ProgressEvent } from '../results/types.js';
import { gradeClass } from './grade-class.js';
import { killAll, processes } from './marked.fixture.js';

const right = readFileSync(
  fileURLToPath(new URL('../../test/example-class/submissions/ada/lesson.ipynb', import.meta.url)),
  'utf8',
);

interface Book {
  cells: { id: string; cell_type: string; source: string | string[] }[];
}

const bookWith = (change: (book: Book) => void): string => {
  const book: Book = JSON.parse(right);
  change(book);
  return JSON.stringify(book);
};
const cellOf = (book: Book, exercise: string) => {
  const cell = book.cells.find(({ id }) => id === `exercise-${exercise}`);
  if (cell === undefined) throw new Error(`Expected a cell for ${exercise}.`);
  return cell;
};
/** Right work with something before its first exercise. */
const withCode = (code: string): string =>
  bookWith((book) => {
    const cell = cellOf(book, 'denseForward');
    cell.source = `${code}\n${[cell.source].flat().join('')}`;
  });

const nested = (before: string, after: string): string =>
  `${before.repeat(40)}0${after.repeat(40)}`;

describeIf('unshare', 'a class with submissions that attack the grader', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-hostile-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const grade = async (
    name: string,
    students: Record<string, string>,
    onProgress: (event: ProgressEvent) => void = () => {},
  ): Promise<Map<string, StudentResult>> => {
    for (const [student, text] of Object.entries(students)) {
      mkdirSync(join(folder, name, student), { recursive: true });
      writeFileSync(join(folder, name, student, 'lesson.ipynb'), text);
    }
    const secret = Buffer.alloc(32, 3);
    const options = { secret, sandbox: 'unshare' as const, jobs: 2, onProgress };
    const { grade: result } = await gradeClass({ folder: join(folder, name), ...options });
    return new Map(result.students.map((student) => [student.student, student]));
  };
  const told = (student: StudentResult | undefined) => ({
    score: student?.score,
    verdicts: [...new Set(student?.exercises.flatMap((e) => e.tests.map((t) => t.verdict)))],
    notices: student?.notices.map(({ code, params }) => `${code} ${params.stage} ${params.reason}`),
    failure: student?.graderFailure,
  });

  test('a parse or a compilation without end costs its own submission', async () => {
    const types = `type X<T> = T extends ${nested('(infer U extends ', ' ? 1 : 2)')} ? 1 : 2;`;
    const arrows = `const hang = (a: any, b: any): any => ${'a?(b):c=>'.repeat(45)}a;`;
    const students = await grade('parse', {
      before: right,
      refused: withCode(types),
      hangs: withCode(arrows),
      behind: right,
    });
    const stopped = {
      score: 0,
      verdicts: ['timeout'],
      notices: ['grading-stopped prepare time'],
      failure: undefined,
    };
    expect(told(students.get('hangs'))).toEqual(stopped);
    // Seen before it is parsed: it costs its own cell alone.
    const refused = students.get('refused')?.exercises ?? [];
    expect(refused.find((e) => e.exercise === 'denseForward')?.tests[0]).toMatchObject({
      verdict: 'error',
      issue: { params: { message: 'This cell is nested too deeply to be read.' } },
    });
    expect(refused.find((e) => e.exercise === 'softmax')?.score).toBe(3);
    for (const name of ['before', 'behind']) {
      expect(told(students.get(name))).toMatchObject({ score: 20, notices: [] });
    }
    expect(processes()).toEqual([]);
  }, 240_000);

  test('a script over the cap of a frame costs its own exercise, and says its size', async () => {
    const large = bookWith((book) => {
      const cell = cellOf(book, 'softmax');
      // As text of a frame each of these signs is two.
      const names = Array.from({ length: 13 }, (_, i) => `data${i}`);
      const data = names.map((name) => `const ${name} = '${'"'.repeat(190_000)}';`);
      const use = `const size = ${names.map((name) => `${name}.length`).join(' + ')};`;
      cell.source = `${use}\n${[cell.source].flat().join('').replace('{', '{ size.toFixed();')}`;
      const cells = data.map((source, i) => ({ ...cell, id: `data-${i}`, source }));
      book.cells.splice(book.cells.indexOf(cell), 0, ...cells);
    });
    const students = await grade('large', { large, right });
    const exercises = students.get('large')?.exercises ?? [];
    const lost = exercises.filter(({ score, points }) => score < points);
    expect(lost.map(({ exercise }) => exercise)).toContain('softmax');
    const softmax = exercises.find(({ exercise }) => exercise === 'softmax');
    expect(softmax?.tests[0]).toMatchObject({
      verdict: 'error',
      issue: { code: 'code-too-large', params: { most: 4 } },
    });
    expect(softmax?.tests[0]?.issue?.params.mb).toBeGreaterThan(4.3);
    expect(exercises.find(({ exercise }) => exercise === 'denseForward')?.score).toBe(2);
    expect(students.get('large')?.graderFailure).toBeUndefined();
    expect(students.get('right')?.score).toBe(20);
    expect(processes()).toEqual([]);
  }, 240_000);

  test('a process that is gone takes its submission along and no other', async () => {
    const slow = bookWith((book) => {
      cellOf(book, 'denseForward').source = 'function denseForward(): any { for (;;); }';
    });
    const students = await grade('killed', { right, slow }, (event) => {
      if (event.kind !== 'student-end' || event.student !== 'right') return;
      // Both: the one that grades has a submission by then, the other has nothing to do.
      setTimeout(() => killAll('worker-main'), 1500);
    });
    expect(told(students.get('right'))).toMatchObject({ score: 20, notices: [] });
    expect(told(students.get('slow'))).toMatchObject({ score: 0, verdicts: ['error'] });
    expect(told(students.get('slow')).notices?.join()).toMatch(
      /^grading-stopped (test|prepare) crash$/,
    );
    expect(processes()).toEqual([]);
  }, 240_000);
});
