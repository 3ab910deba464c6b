/** Lessons run end to end: small ones, solved and as they are handed out, in the real kernel. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseLesson } from '../../autograder/course/index.js';
import { runSeeds } from '../../autograder/course/kernel-run/record-numbers.js';
import { type LessonRun, runLesson } from '../../autograder/course/kernel-run/run.js';
import { RunStore } from '../../autograder/course/kernel-run/store.js';
import { problemText } from '../../autograder/course/problem.js';
import { sample } from '../../autograder/course/sample.js';
import { publishedOutputs } from '../../autograder/outputs.js';
import { describeIf } from '../capabilities.js';
import { root } from './run-cells.js';

/** The sample with cells put in, each with its own heading. */
const lessonWith = (...cells: readonly string[]) =>
  parseLesson(
    sample
      .replace("await check('addOne', addOne);", "void addOne; // await check('addOne', addOne)")
      .replace(
        '## Exercise',
        `${cells.map((code, i) => `## Part ${i}\n\n\`\`\`ts\n${code}\n\`\`\`\n\n`).join('')}## Exercise`,
      ),
    'lesson.md',
  );
const solutions = { addOne: 'const addOne = (n: number): number => n + 1;' };
const told = ({ problems }: LessonRun): string[] => problems.map((one) => problemText(one, 'en'));
/** What is said of the cell that holds this code. */
const at = (cells: readonly string[], code: string, sentence: string): unknown => {
  const line = lessonWith(...cells).cells.find(({ source }) => source === code)?.line;
  return expect.stringMatching(new RegExp(`^lesson\\.md:${line}:1: ${sentence}`));
};
const slow = 240_000;
const solved = (cells: readonly string[], seconds = 200): Promise<LessonRun> =>
  runLesson(lessonWith(...cells), { root, solutions, seed: 1, seconds });

const setUp = `import { lessonSeed, tf, useBackend } from 'gradus';
await useBackend();`;

describeIf('jupyter', 'a lesson in the kernel', () => {
  test(
    'stderr and lost tensors are told with their lines, what is held is not',
    async () => {
      const loud = "console.error('oh');";
      const late = "setTimeout(() => console.error('late'), 20);";
      const tensors = 'for (let i = 0; i < 100; i++) tf.scalar(i);';
      const variables = 'for (let i = 0; i < 20; i++) tf.variable(tf.zeros([2]));';
      const large = 'tf.zeros([1024, 1024]);\nundefined;';
      const replaced = 'let last;\nfor (let i = 0; i < 100; i++) last = [tf.scalar(i)];';
      const held = `const kept = Array.from({ length: 50 }, (_, i) => tf.scalar(i));
const inside = (() => { const many = kept.map((one) => tf.add(one, 1)); return () => many[0]; })();
const model = tf.sequential({ layers: [tf.layers.dense({ units: 2000, inputShape: [200] })] });
for (let i = 0; i < 1000; i++) tf.tidy(() => void tf.add(kept[0], i));
console.log(tf.add(kept[1], 1).dataSync()[0]);`;
      const wait = 'await new Promise((resolve) => setTimeout(resolve, 200));';
      const cells = [setUp, loud, late, tensors, variables, large, replaced, held, wait];
      const run = await solved(cells);
      const sentences = told(run);
      expect(sentences).toEqual(
        expect.arrayContaining([
          at(cells, loud, 'With its solutions .* this cell writes to stderr.*: oh'),
          // It comes when the next cell may have begun: the kernel says of which it is.
          expect.stringMatching(/this cell writes to stderr.*: late/),
          at(cells, tensors, 'With .* this cell loses 100 tensors'),
          at(cells, variables, 'With .* this cell loses 40 tensors'),
          at(cells, large, 'With .* this cell loses 1 tensor '),
          at(cells, replaced, 'With .* this cell loses 99 tensors'),
        ]),
      );
      expect(sentences).toHaveLength(6);
      expect(run.backend).toMatchObject({ name: expect.any(String), device: expect.any(String) });
    },
    slow,
  );

  test.each([
    ["const one: number = 'text';", 'With .* this cell fails: .*not assignable'],
    ["throw new RangeError('too far');", 'With .* this cell fails: too far'],
    ['process.exit(3);', 'With .* the kernel ends in this cell'],
    ["process.kill(process.pid, 'SIGKILL');", 'With .* the kernel ends in this cell'],
  ])(
    '%s is told with its line, and what comes after it is not tried',
    async (code, sentence) => {
      const cells = [code, "throw new Error('never');"];
      expect(told(await solved(cells))).toEqual([at(cells, code, sentence)]);
    },
    slow,
  );

  test(
    'a cell without end is ended',
    async () => {
      const code = 'while (true) {}';
      const run = await solved([code], 30);
      const sentence = 'With .* does not run within 30 s; this cell had been at work';
      expect(told(run)).toEqual([at([code], code, sentence)]);
      expect(run.seconds).toBeLessThan(60);
    },
    slow,
  );

  test(
    'as it is handed out: an unsolved exercise is no error, a training makes two steps',
    async () => {
      const train = `import { NotSolvedError, Trainer, check } from 'gradus';
await check('softmax', () => { throw new NotSolvedError('softmax'); });
const w = tf.variable(tf.zeros([1]));
const trainer = new Trainer({
  model: { variables: [w], loss: ({ x }) => tf.mean(tf.square(tf.sub(x, w))) },
  optimizer: tf.train.sgd(0.1),
});
const { steps, loss } = await trainer.fit({ x: tf.ones([64, 1]), y: tf.ones([64, 1]) }, { epochs: 9 });
console.log('steps', steps.length, 'epochs', loss.length);`;
      const lesson = lessonWith(setUp, train);
      const run = await runLesson(lesson, { root, seed: 1, seconds: 200, maxSteps: 2 });
      expect(told(run)).toEqual([]);
      const shown = JSON.stringify(run.outputs);
      expect(shown).toContain('not solved yet');
      expect(shown).toContain('steps 2 epochs 1');
    },
    slow,
  );

  test(
    'a command that was stopped goes on at the next seed; two runs show the same',
    async () => {
      const draw = `import { barChart, display, progress, record } from 'gradus';
const bar = progress({ total: 3, label: 'steps' });
for (let i = 0; i < 3; i++) await bar.add();
display(barChart({ title: 'Sums', labels: ['a', 'b'], values: [1 / 3, Math.SQRT2] }));
if (lessonSeed() < 0) console.log(record);`;
      const lesson = lessonWith(setUp, draw);
      const copy = mkdtempSync(join(tmpdir(), 'gradus-store-'));
      try {
        const ran: [number, boolean][] = [];
        const run = (seeds: readonly number[]) => {
          const store = new RunStore(root, copy);
          const onRun = (seed: number, _: LessonRun, kept: boolean) => ran.push([seed, kept]);
          return runSeeds(lesson, { root, solutions, seeds, store, onRun });
        };
        await run([5]);
        const { runs, problems } = await run([5, 6]);
        expect(problems).toEqual([]);
        expect(ran).toEqual([
          [5, false],
          [5, true],
          [6, false],
        ]);
        const [first, second] = runs.map(({ outputs }) =>
          lesson.cells.map(({ id }) => publishedOutputs(outputs[id] ?? [])),
        );
        expect(second).toEqual(first);
        expect(JSON.stringify(first)).toMatch(/steps 3\/3"/);
        expect(JSON.stringify(first)).toContain('image/svg+xml');

        const store = new RunStore(root, copy);
        const options = { root, solutions, seed: 5 };
        expect(store.find(lesson, options)).toBeDefined();
        expect(store.find(lessonWith(setUp), options)).toBeUndefined();
        expect(store.find(lesson, { ...options, solutions: {} })).toBeUndefined();
        expect(store.find({ ...lesson, language: 'zh' }, options)).toBeUndefined();
      } finally {
        rmSync(copy, { recursive: true });
      }
    },
    slow,
  );
});
