/**
 * `node test/bench/grade-parts.mjs`: where the time of grading one right notebook goes.
 *
 * One part after the other, nothing beside it, for the three students of the example class who did
 * everything right; ms for one notebook. Processor time is what the kernel counted for the part's
 * process; a part without it runs in the judge's own thread.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readCourse } from '../../dist/autograder/course/index.js';
import { judgeTogether } from '../../dist/autograder/grading/shared-sandbox.js';
import { loadReference } from '../../dist/autograder/reference/load.js';
import { chooseBackend } from '../../dist/autograder/sandbox/choose-backend.js';
import { defaultLimits } from '../../dist/autograder/sandbox/limits.js';
import { prepareRuntime } from '../../dist/autograder/sandbox/runtime.js';
import { startSandbox } from '../../dist/autograder/sandbox/sandbox.js';
import { compileSlice } from '../../dist/autograder/submission/compile.js';
import { matchExercise, restoreRetyped } from '../../dist/autograder/submission/match.js';
import { readNotebook } from '../../dist/autograder/submission/notebook.js';
import { parseCells, sliceFor } from '../../dist/autograder/submission/slice.js';
import { createTypeChecker } from '../../dist/autograder/submission/type-check.js';
import { wordsIn } from '../../dist/src/messages/text.js';
import { cells, measure } from './measure.mjs';

const runs = Number(process.argv[2] ?? 9);
const root = fileURLToPath(new URL('../../', import.meta.url));
const [lesson] = (await readCourse(root)).lessons;
if (lesson === undefined) throw new Error('Expected a lesson in notebooks/.');
const reference = await loadReference(lesson.id);
const runtime = await prepareRuntime();
const backend = await chooseBackend('auto', runtime);
const start = () => startSandbox({ backend, runtime, limits: defaultLimits });
const files = ['ada', 'boole', 'curie'].map((name) =>
  fileURLToPath(new URL(`../example-class/submissions/${name}/lesson.ipynb`, import.meta.url)),
);
const shapes = lesson.exercises.map((exercise) => ({
  ...exercise,
  cellId: `exercise-${exercise.id}`,
}));

/** @param {import('../../dist/autograder/submission/notebook.js').Notebook} notebook */
const parse = (notebook) => restoreRetyped(parseCells(notebook), notebook, shapes);

/** @param {ReturnType<typeof parse>} parsed */
const compile = (parsed) =>
  Promise.all(
    shapes.map(async (shape) => {
      const match = matchExercise(parsed, shape, shapes);
      const slice = sliceFor(match.cells, [shape.id], match.without);
      return { exercise: shape.id, compiled: await compileSlice(slice.cells, [shape.id]) };
    }),
  );

/**
 * @param {string} part
 * @param {() => Promise<unknown> | unknown} work
 * @param {number} notebooks
 */
async function row(part, work, notebooks = files.length) {
  const times = await measure(runs, async () => {
    const begun = performance.now();
    await work();
    return (performance.now() - begun) / notebooks;
  });
  console.log(`| ${part} | ${cells(times)} |`);
}

const notebooks = await Promise.all(files.map(async (file) => (await readNotebook(file)).notebook));
const parsed = notebooks.map(parse);
const prepared = await Promise.all(parsed.map(compile));
const batch = Array.from({ length: 16 }, (_, i) => parsed[i % parsed.length] ?? []);
const check = createTypeChecker(root);

console.log(
  `Node ${process.version}, ${wordsIn(backend.mechanism, 'en')}, ${runs} runs, ms for one notebook\n`,
);
console.log('| part | min | median | max |');
console.log('| --- | --- | --- | --- |');
await row('read the file and its JSON', () => Promise.all(files.map((file) => readNotebook(file))));
await row('parse its cells, find the exercises', () => notebooks.map(parse));
await row('slice and compile (cells seen before come from a cache)', () =>
  Promise.all(parsed.map(compile)),
);
await row('check its types, 16 notebooks at a time', () => check(batch), batch.length);
await row('check its types, alone', () => parsed.map((one) => check([one])));
await row('start a sandbox and load nothing', async () => {
  for (const _ of files) {
    const sandbox = start();
    await sandbox.load('(async () => ({}))', {}, 5000);
    await sandbox.close();
  }
});
for (const [i, name] of ['ada', 'boole', 'curie'].entries()) {
  // A sandbox that stands already: what is measured is loading and 32 tests.
  const own = prepared[i] ?? [];
  const sandboxes = await Promise.all(Array.from({ length: 2 * runs + 2 }, standing));
  const take = () => sandboxes.pop() ?? start();
  const judge = { reference, sandboxes: { take }, limits: defaultLimits, secret: Buffer.alloc(32) };
  await row(
    `load and test the five exercises of ${name}, sandbox started before`,
    () => judgeTogether(judge, name, own),
    1,
  );
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
}
const text = readFileSync(files[0] ?? '', 'utf8');
console.log(`\n${notebooks[0]?.cells.length} code cells, ${text.length} characters in a notebook.`);

async function standing() {
  const sandbox = start();
  await sandbox.settle();
  return sandbox;
}
