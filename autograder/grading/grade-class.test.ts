import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { type GradeClassOptions, type ProgressEvent, UsageError } from '../results/types.js';
import { gradeClass } from './grade-class.js';

const example = fileURLToPath(new URL('../../test/example-class/submissions', import.meta.url));

describeIf('unshare', 'a class', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-grade-'));
  const events: ProgressEvent[] = [];
  const grade = (options: Partial<GradeClassOptions> = {}) =>
    gradeClass({
      folder,
      secret: Buffer.alloc(32, 3),
      sandbox: 'auto',
      jobs: 2,
      onProgress: (event) => events.push(event),
      ...options,
    });

  beforeAll(() => {
    cpSync(join(example, 'ada'), join(folder, 'ada'), { recursive: true });
    mkdirSync(join(folder, 'empty'));
    mkdirSync(join(folder, 'linked'));
    symlinkSync('/etc/passwd', join(folder, 'linked', 'lesson.ipynb'));
    mkdirSync(join(folder, 'other-name'));
    cpSync(join(example, 'ada/lesson.ipynb'), join(folder, 'other-name', 'my work.ipynb'));
    mkdirSync(join(folder, 'zero'));
    writeFileSync(join(folder, 'zero', 'lesson.ipynb'), '');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('everybody has verdicts, whatever they handed in', async () => {
    const { grade: result, times } = await grade();
    expect(result.students.map((s) => [s.student, s.score, s.notices.map((n) => n.code)])).toEqual([
      ['ada', 20, []],
      ['empty', 0, ['empty-folder']],
      ['linked', 0, ['unreadable-notebook']],
      ['other-name', 20, []],
      ['zero', 0, ['unreadable-notebook']],
    ]);
    const everyTest = result.students[0]?.exercises.flatMap((e) => e.tests).map((t) => t.id);
    expect(everyTest?.length).toBeGreaterThan(20);
    for (const { exercises, graderFailure, points } of result.students) {
      expect(graderFailure).toBeUndefined();
      expect(points).toBe(20);
      expect(exercises.flatMap((e) => e.tests).map((t) => t.id)).toEqual(everyTest);
    }
    // Nothing of a file that a link pointed to.
    expect(JSON.stringify(result)).not.toContain('root:');
    expect(Object.keys(times.students).sort()).toEqual(result.students.map((s) => s.student));
    expect(events.filter((event) => event.kind === 'student-end')).toHaveLength(5);
  });

  test('the same class and secret give the same result; another secret other hidden inputs', async () => {
    const only = ['ada', 'softmax'];
    const strip = (result: Awaited<ReturnType<typeof grade>>) =>
      JSON.stringify(result.grade, (key, value) => (key === 'ms' ? undefined : value));
    const first = await grade({ only });
    expect(first.grade.students.map((s) => s.exercises.map((e) => e.exercise))).toEqual([
      ['softmax'],
    ]);
    expect(strip(await grade({ only }))).toBe(strip(first));
    const other = await grade({ only, secret: Buffer.alloc(32, 4) });
    expect(other.grade.seedId).not.toBe(first.grade.seedId);
  });

  /** ada's notebook with another softmax cell, and cells before it. */
  const withSoftmax = (softmax: string, ...before: string[]): string => {
    const notebook = JSON.parse(readFileSync(join(example, 'ada/lesson.ipynb'), 'utf8'));
    const at = notebook.cells.findIndex((cell: { id: string }) => cell.id === 'exercise-softmax');
    notebook.cells[at].source = softmax;
    const cell = { cell_type: 'code', metadata: {}, execution_count: null, outputs: [] };
    const added = before.map((source, i) => ({ ...cell, id: `added-${i}`, source }));
    notebook.cells.splice(at, 0, ...added);
    return JSON.stringify(notebook);
  };
  const gradedOne = async (text: string) => {
    const own = join(folder, 'one');
    mkdirSync(own);
    writeFileSync(join(own, 'lesson.ipynb'), text);
    try {
      const { grade: result } = await grade({ only: ['one', 'softmax'] });
      return result.students[0]?.exercises[0];
    } finally {
      rmSync(own, { recursive: true });
    }
  };
  const gradeOne = async (text: string) => {
    const graded = await gradedOne(text);
    return { score: graded?.score, notices: graded?.notices.map(({ code }) => code) };
  };
  const softmaxOf = (x: string): string =>
    `const e = tf.exp(tf.sub(${x}, tf.max(${x}, 1, true))); return tf.div(e, tf.sum(e, 1, true));`;

  test('what only calls of other cells set up counts by a run after all of them', async () => {
    const text = withSoftmax(
      'function softmax(x: Tensor2D) { return registry[0]!(x); }',
      'const registry: ((x: Tensor2D) => Tensor2D)[] = [];\nfunction add(f: typeof registry[0]) { registry.push(f!); }',
      `add((x) => tf.tidy(() => { ${softmaxOf('x')} }));`,
    );
    expect(await gradeOne(text)).toEqual({ score: 3, notices: ['whole-notebook'] });
  });

  test('what a call gives the exercise counts, whatever the cells beside it do', async () => {
    const text = withSoftmax(
      'function softmax(x: Tensor2D) { return rows!(x); }',
      'let rows: ((x: Tensor2D) => Tensor2D) | undefined;\nconst init = () => {\n  rows = (x) => tf.tidy(() => { ' +
        softmaxOf('x') +
        ' });\n};',
      'for (;;) {}',
      'init();',
    );
    expect(await gradeOne(text)).toEqual({ score: 3, notices: [] });
  });

  test.each([
    ['is not solved', "throw new NotSolvedError('shares');"],
    ['is wrong', 'return tf.zerosLike(x);'],
    ['throws', "throw new Error('no');"],
  ])(
    'where passedOr is asked and the own function %s, the library is used, as in a notebook',
    async (_, body) => {
      const text = withSoftmax(
        'function softmax(x: Tensor2D) { return sharesOf(x); }',
        `function shares(x: Tensor2D): Tensor2D { ${body} }`,
        `function right(x: Tensor2D): Tensor2D { return tf.tidy(() => { ${softmaxOf('x')} }); }`,
        "const sharesOf = passedOr('shares', shares, right);",
      );
      expect(await gradeOne(text)).toEqual({ score: 3, notices: ['library-instead'] });
    },
  );

  test('where the own function is right it is used, whatever else passedOr was given', async () => {
    const text = withSoftmax(
      'function softmax(x: Tensor2D) { return sharesOf(x); }',
      `function shares(x: Tensor2D): Tensor2D { return tf.tidy(() => { ${softmaxOf('x')} }); }`,
      "const sharesOf = passedOr('shares', shares, (x: Tensor2D): Tensor2D => tf.zerosLike(x));",
    );
    expect(await gradeOne(text)).toEqual({ score: 3, notices: [] });
  });

  const apart = `const shares = (x: Tensor2D): Tensor2D => tf.tidy(() => { ${softmaxOf('x')} });`;
  test.each([
    [
      'after it',
      `const { x: own } = await loadDataset('digits');\n${apart}\nconsole.log(own.shape);`,
    ],
    ['before it', `${apart}\nconst own = await loadDataset('digits');`],
    ['between', `let many = 1;\nmany = (await loadDataset('digits')).x.shape[0];\n${apart}`],
    ['by way of another cell', `console.log(rows.y.shape);\n${apart}`],
  ])('a cell that needs a data set gives what it declares beside it: %s', async (_, cell) => {
    const before = cell.startsWith('console') ? ["const rows = await loadDataset('digits');"] : [];
    const text = withSoftmax(
      'function softmax(x: Tensor2D) { return shares(x); }',
      ...before,
      cell,
    );
    expect(await gradeOne(text)).toEqual({ score: 3, notices: [] });
  });

  test('what an exercise needs of a data set is still not there', async () => {
    const text = withSoftmax(
      `function softmax(x: Tensor2D) { own.shape; ${softmaxOf('x')} }`,
      "const own = (await loadDataset('digits')).x;\nconst other = 1;",
    );
    const graded = await gradedOne(text);
    expect(graded?.score).toBe(0);
    expect(graded?.tests.map(({ issue }) => [issue?.code, issue?.params.name])).toEqual(
      graded?.tests.map(() => ['load-failed-by', 'own']),
    );
  });

  test('an unknown student or lesson is wrong usage', async () => {
    await expect(grade({ only: ['nobody'] })).rejects.toThrow(UsageError);
    await expect(grade({ lesson: '../../etc' })).rejects.toMatchObject({ code: 'unknown-lesson' });
  });
});
