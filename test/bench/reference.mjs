/**
 * `node test/bench/reference.mjs`: what the tests of each exercise take with the reference solution.
 *
 * Warm: again and again in one process. Fresh: through a new sandbox each time, as a class is
 * graded; the first test carries the start of the sandbox, which stands in a column of its own.
 */
import { readFileSync } from 'node:fs';
import { readCourse } from '../../dist/autograder/course/index.js';
import { solutionSources } from '../../dist/autograder/course/solved.js';
import { judgeExercise } from '../../dist/autograder/grading/judge-exercise.js';
import { runExercise } from '../../dist/autograder/judge/in-process.js';
import { loadReference } from '../../dist/autograder/reference/load.js';
import { chooseBackend } from '../../dist/autograder/sandbox/choose-backend.js';
import { defaultLimits } from '../../dist/autograder/sandbox/limits.js';
import { prepareRuntime } from '../../dist/autograder/sandbox/runtime.js';
import { startSandbox } from '../../dist/autograder/sandbox/sandbox.js';
import { compileSlice } from '../../dist/autograder/submission/compile.js';
import { parseCells, sliceFor } from '../../dist/autograder/submission/slice.js';
import { tf } from '../../dist/src/backend/tf.js';
import { wordsIn } from '../../dist/src/messages/text.js';
import { cells, measure } from './measure.mjs';

const runs = Number(process.argv[2] ?? 9);
const root = new URL('../../', import.meta.url).pathname;
const { lessons } = await readCourse(root);
const runtime = await prepareRuntime();
const backend = await chooseBackend('auto', runtime);
const secret = Buffer.alloc(32, 5);

console.log(
  `Node ${process.version}, ${runs} runs, ms; fresh: ${wordsIn(backend.mechanism, 'en')}\n`,
);
console.log(
  '| exercise | warm min | median | max | fresh min | median | max | start of the sandbox (median) |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
for (const { id: lesson, exercises } of lessons) {
  const reference = await loadReference(lesson);
  const file = `${root}autograder/reference/${lesson}/solution.ts`;
  const imports = readFileSync(file, 'utf8').includes('createRng')
    ? "import { createRng, tf } from 'gradus';"
    : "import { tf } from 'gradus';";
  const source = [imports, ...Object.values(solutionSources(file))].join('\n');
  const cell = { number: 1, id: undefined, source };
  const parsed = parseCells({ lesson, cells: [cell], texts: [] });
  for (const { id: exercise } of exercises) {
    const tests = reference.tests[exercise] ?? [];
    const { solution } = reference;
    const warm = await measure(runs, async () => {
      const begun = performance.now();
      await runExercise({ exercise, tests, fn: solution[exercise], solution, tf, seed: 1 });
      return performance.now() - begun;
    });
    /** @type {number[]} */
    const starts = [];
    const fresh = await measure(runs, async () => {
      const take = () => startSandbox({ backend, runtime, limits: defaultLimits });
      const judge = { reference, sandboxes: { take }, limits: defaultLimits, secret };
      const { cells: needed } = sliceFor(parsed, [exercise]);
      const compiled = await compileSlice(needed, [exercise]);
      const { tests: results } = await judgeExercise(judge, 'ada', { exercise, compiled });
      const wrong = results.find((result) => result.verdict !== 'passed');
      if (wrong !== undefined) throw new Error(`${wrong.id}: ${wrong.verdict}`);
      starts.push(results[0]?.ms ?? 0);
      return results.slice(1).reduce((sum, result) => sum + result.ms, 0);
    });
    starts.sort((a, b) => a - b);
    const start = starts[Math.floor(starts.length / 2)] ?? 0;
    console.log(`| ${exercise} | ${cells(warm)} | ${cells(fresh)} | ${start.toFixed(0)} |`);
  }
}
