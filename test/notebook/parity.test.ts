/**
 * One engine, one verdict: what `check` says in a student's kernel, `gradus check` says in a
 * terminal of the same notebook, behind the sandbox's walls.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkNotebook } from '../../autograder/grading/check-notebook.js';
import { describeIf } from '../capabilities.js';
import { codeCells } from './lessons.js';
import { root, runCells, streamText, temporaryWorkspace } from './run-cells.js';

const lesson = '02-a-network-from-scratch';
type Verdicts = Record<string, string>;

const submission = (student: string): string =>
  readFileSync(join(root, 'test/example-class/submissions', student, 'lesson.ipynb'), 'utf8');

/** The same notebook with other answers: calls of what is withheld, in each way to name it. */
const shortcuts = (): string =>
  withAnswers({
    softmax: 'const softmax = (logits: Tensor2D) => tf.softmax(logits);',
    denseForward: 'const denseForward = library.denseForward;',
    crossEntropy:
      "const crossEntropy = (z: any, t: any): any => tf.neg(tf.mean(tf.sum(tf.mul(tf.oneHot(t, z.shape[1]), tf.log((globalThis as any)._tfengine.runKernel('Softmax', { logits: z }, { dim: 1 }))), 1)));",
    denseBackward:
      'const denseBackward = (x: Tensor2D, w: Tensor2D, dy: Tensor2D) => { const [dx, dw] = tf.grads((a, b) => tf.sum(tf.mul(tf.matMul(a as Tensor2D, b as Tensor2D), dy)))([x, w]); return { dx: dx as Tensor2D, dw: dw as Tensor2D, db: tf.sum<Tensor1D>(dy, 0) }; };',
  });

const imported = (): string =>
  withAnswers({
    softmax:
      "const { tf: again } = await import('gradus');\nconst softmax = (logits: Tensor2D): any => again.softmax(logits);",
    denseForward:
      "const place: string = 'gradus/deep-learning';\nconst all = (await import(place)) as any;\nconst denseForward = all.denseForward;",
    crossEntropy:
      "const crossEntropy = async (z: any, t: any): Promise<any> => { const { tf } = await import('gradus'); return (tf as any).losses.softmaxCrossEntropy(tf.oneHot(t, z.shape[1]), z); };",
    denseBackward:
      "const denseBackward = (x: any, w: any, dy: any): any => { const { tf } = require('gradus'); const [dx, dw] = tf.grads((a: any, b: any) => tf.sum(tf.mul(tf.matMul(a, b), dy)))([x, w]); return { dx, dw, db: tf.sum(dy, 0) }; };",
    trainMlp: apart,
  });

/** A right answer that imports what it may use each time it is called. */
const within = (): string =>
  withAnswers({
    softmax:
      "const softmax = async (x: Tensor2D): Promise<any> => { const { tf } = await import('gradus'); return tf.tidy(() => { const e = tf.exp(tf.sub(x, tf.max(x, 1, true))); return tf.div(e, tf.sum(e, 1, true)); }); };",
    trainMlp: apart,
  });

/** What calls an answer that has become async would be refused in both: it is left out. */
const apart =
  "async function trainMlp(_options: object): Promise<any> { throw new Error('not now'); }";

function withAnswers(answers: Readonly<Record<string, string>>): string {
  const notebook = JSON.parse(submission('ada')) as {
    cells: { id: string; source: string[] }[];
  };
  for (const [exercise, source] of Object.entries(answers)) {
    const cell = notebook.cells.find(({ id }) => id === `exercise-${exercise}`);
    if (cell !== undefined) cell.source = [source];
  }
  return JSON.stringify(notebook);
}

const notebooks: Record<string, () => string> = {
  ada: () => submission('ada'),
  curie: () => submission('curie'),
  dijkstra: () => submission('dijkstra'),
  euler: () => submission('euler'),
  fermat: () => submission('fermat'),
  ramanujan: () => submission('ramanujan'),
  shortcuts,
  imported,
  within,
};

/** Verdicts in the kernel: the set-up cell, then each exercise and what `check` calls. */
async function inKernel(text: string, cwd: string): Promise<Verdicts> {
  const cells = codeCells(text);
  const answers = cells.filter(({ kind }) => kind === 'exercise');
  const judged = [...new Set(answers.map(({ exercise }) => exercise))].map(
    (name) => `
      const judge = await import('gradus/judge');
      const judged = await judge.checkExercise({ exercise: '${name}', fn: ${name}, lesson: '${lesson}' });
      console.log(judged.results.map((result) => 'VERDICT ' + result.id + ' ' + result.verdict).join('\\n'));`,
  );
  const sources = [cells[0]?.source ?? '', ...answers.map(({ source }) => source), ...judged];
  const { results } = await runCells(sources, { cwd });
  const verdicts: Verdicts = {};
  for (const result of results) {
    for (const [, id, verdict] of streamText(result, 'stdout').matchAll(
      /^VERDICT (\S+) (\S+)$/gm,
    )) {
      verdicts[id as string] = verdict as string;
    }
  }
  return verdicts;
}

const behindWalls = new Map<string, Promise<Verdicts>>();

/** Verdicts behind the walls, once for each notebook. */
function inSandbox(text: string, folder: string): Promise<Verdicts> {
  const known = behindWalls.get(text) ?? judgedInSandbox(text, folder);
  behindWalls.set(text, known);
  return known;
}

async function judgedInSandbox(text: string, folder: string): Promise<Verdicts> {
  const file = join(folder, 'lesson.ipynb');
  writeFileSync(file, text);
  const { grade } = await checkNotebook({ file, sandbox: 'auto', jobs: 2 });
  const tests = grade.exercises.flatMap((exercise) => exercise.tests);
  return Object.fromEntries(tests.map(({ id, verdict }) => [id, verdict]));
}

describeIf('jupyter', 'verdicts in the kernel', () => {
  describe.each(Object.keys(notebooks))('%s', (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'gradus-parity-'));
    const workspace = temporaryWorkspace();
    let kernel: Verdicts;
    let sandbox: Verdicts;

    beforeAll(async () => {
      const text = notebooks[name]?.() ?? '';
      sandbox = await inSandbox(text, folder);
      kernel = await inKernel(text, workspace.folder);
    }, 120_000);
    afterAll(() => {
      workspace.remove();
      rmSync(folder, { recursive: true });
    });

    test('are those of the sandbox, test by test', () => {
      expect(Object.keys(kernel).length).toBeGreaterThan(15);
      expect(kernel).toEqual(sandbox);
    });
  });

  test.each([shortcuts, imported])(
    'a call of what is withheld passes in neither',
    async (notebook) => {
      const folder = mkdtempSync(join(tmpdir(), 'gradus-parity-'));
      const verdicts = await inSandbox(notebook(), folder);
      rmSync(folder, { recursive: true });
      for (const exercise of ['softmax', 'denseForward', 'crossEntropy', 'denseBackward']) {
        const own = Object.entries(verdicts).filter(([id]) => id.startsWith(`${exercise}/`));
        expect(own.length).toBeGreaterThan(1);
        expect(own.every(([, verdict]) => verdict === 'error')).toBe(true);
      }
    },
  );
});
