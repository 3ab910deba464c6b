/** Right answers, and wrong ones that are made of them, judged through the sandbox on many seeds. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from '@tslab/typescript-for-tslab';
import pLimit from 'p-limit';
import { readLesson } from '../../dist/autograder/course/lesson.js';
import { solutionSources } from '../../dist/autograder/course/solved.js';
import { hiddenSeed } from '../../dist/autograder/grading/judge-exercise.js';
import { runTests } from '../../dist/autograder/judge/runner.js';
import { loadLessonReference } from '../../dist/autograder/reference/load-private.js';
import { chooseBackend } from '../../dist/autograder/sandbox/choose-backend.js';
import { defaultLimits } from '../../dist/autograder/sandbox/limits.js';
import { prepareRuntime } from '../../dist/autograder/sandbox/runtime.js';
import { startSandbox } from '../../dist/autograder/sandbox/sandbox.js';
import { compileSlice } from '../../dist/autograder/submission/compile.js';
import { parseCells, sliceFor } from '../../dist/autograder/submission/slice.js';
import { faults, faultText } from '../../dist/autograder/test-kit/faults.js';
import { exercises, lesson } from './notebook.mjs';
import { rightAnswers, rightText } from './submissions.mjs';

/** @typedef {{ name: string, exercise: string, cells: string[] }} RightAnswer */
/** @typedef {{ name: string, seed: number, test: string, verdict: string, issue: unknown }} Lost */

const imports = "import { createRng, tf } from 'gradus';";

const lessonFile = fileURLToPath(new URL(`../../notebooks/${lesson}/lesson.md`, import.meta.url));

/** Seeds that one sandbox serves: its processor time is limited in all. */
const seedsPerSandbox = 20;

/**
 * The variants of the reference as cells: the file without its imports and its list, and the
 * expression of the variant.
 *
 * @param {string} path
 * @returns {RightAnswer[]}
 */
function variantsIn(path) {
  const text = readFileSync(path, 'utf8');
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const helpers = file.statements.filter(
    (node) =>
      !ts.isImportDeclaration(node) && !node.getText(file).startsWith('export const variants'),
  );
  const shared = helpers.map((node) => node.getText(file)).join('\n');
  /** @type {RightAnswer[]} */
  const found = [];
  const visit = (/** @type {ts.Node} */ node, exercise = '') => {
    const own =
      ts.isPropertyAssignment(node) && ts.isArrayLiteralExpression(node.initializer)
        ? node.name.getText(file)
        : exercise;
    if (ts.isObjectLiteralExpression(node) && exercise !== '') {
      const value = (/** @type {string} */ key) => {
        const property = node.properties.find((one) => one.name?.getText(file) === key);
        return property !== undefined && ts.isPropertyAssignment(property)
          ? property.initializer.getText(file)
          : '';
      };
      if (value('fn') !== '') {
        const cell = `const ${exercise} = ${value('fn')};`;
        const name = `${exercise}, variant ${value('name')}`;
        found.push({ name, exercise, cells: [imports, shared, cell] });
        return;
      }
    }
    ts.forEachChild(node, (child) => visit(child, own));
  };
  visit(file);
  return found;
}

/** The solution, the variants of the reference, and the right answers of this corpus. */
export function rightSources(/** @type {string} */ root, withCorpus = true) {
  const folder = `${root}autograder/reference/${lesson}/`;
  const solution = solutionSources(`${folder}solution.ts`);
  const all = Object.values(solution);
  /** @type {RightAnswer[]} */
  const own = exercises.map((exercise) => ({
    name: `${exercise}, solution`,
    exercise,
    cells: [imports, ...all],
  }));
  const corpus = (withCorpus ? exercises : []).flatMap((exercise) =>
    rightAnswers(exercise)
      .filter((name) => name !== 'own-parts')
      .map((name) => ({
        name: `${exercise}, ${name}`,
        exercise,
        cells: [imports, rightText(exercise, name)],
      })),
  );
  return [...own, ...variantsIn(`${folder}variants.ts`), ...corpus];
}

/** Kinds of faults that only whatever takes minibatches can have. */
const ofMinibatches = ['remainderBatch'];

/**
 * Wrong answers that nobody wrote down: the solution of every exercise, wrapped in every generated
 * fault that can show in it.
 *
 * @returns {RightAnswer[]}
 */
export function generatedWrong(/** @type {string} */ root) {
  const all = Object.entries(solutionSources(`${root}autograder/reference/${lesson}/solution.ts`));
  return exercises.flatMap((exercise) => {
    const trains = exercise === 'trainMlp';
    const fitting = faults.filter(({ kind, choice }) =>
      trains
        ? // Its one example at a time is a minibatch, and its answers are no square matrices alone.
          !['batchOfOne'].includes(kind)
        : !ofMinibatches.includes(kind) &&
          // A scalar has no axis to lose, a vector none to be turned.
          !(exercise === 'crossEntropy' && ['squeezed', 'answer'].includes(choice)),
    );
    const sources = all.map(([name, source]) =>
      name === exercise ? source.replace(`function ${name}(`, `function right_${name}(`) : source,
    );
    return fitting.map((fault) => ({
      name: `${exercise}, ${fault.name}`,
      exercise,
      cells: [imports, ...sources, faultText(fault, exercise, `right_${exercise}`)],
    }));
  });
}

/**
 * Runs every answer on every seed.
 *
 * @param {readonly RightAnswer[]} answers
 * @param {{ seeds: number, first?: number, sandbox?: import('../../dist/autograder/results/types.js').SandboxChoice, onProgress?: (done: number, of: number) => void }} options
 * @returns {Promise<{ runs: number, lost: Lost[], passed: { name: string, seed: number }[] }>}
 *   `passed`: answers that had every point of a seed
 */
export async function sweep(answers, { seeds, first = 0, sandbox = 'auto', onProgress }) {
  const runtime = await prepareRuntime();
  const [reference, backend] = await Promise.all([
    readLesson(lessonFile).then((read) => loadLessonReference(read)),
    chooseBackend(sandbox, runtime),
  ]);
  /** @type {Lost[]} */
  const lost = [];
  /** @type {{ name: string, seed: number }[]} */
  const passed = [];
  let runs = 0;
  let done = 0;
  const batches = answers.flatMap((answer) =>
    Array.from({ length: Math.ceil(seeds / seedsPerSandbox) }, (_, i) => ({
      answer,
      from: first + i * seedsPerSandbox,
      to: first + Math.min(seeds, (i + 1) * seedsPerSandbox),
    })),
  );
  const tasks = batches.map(({ answer, from, to }) => async () => {
    const { name, exercise, cells } = answer;
    const parsed = parseCells({
      lesson,
      cells: cells.map((source, i) => ({ number: i + 1, id: undefined, source })),
      texts: [],
    });
    const { code } = await compileSlice(sliceFor(parsed, [exercise]).cells, [exercise]);
    const tests = reference.tests[exercise] ?? [];
    /** @type {ReturnType<typeof startSandbox> | undefined} */
    let open;
    const start = async () => {
      if (open !== undefined) return open;
      const fresh = startSandbox({ backend, runtime, limits: defaultLimits });
      fresh.discardOutput();
      const loaded = await fresh.load(code, reference.allowed[exercise] ?? {}, 5000);
      if ('error' in loaded) throw new Error(`${name}: ${loaded.error.message}`);
      if ('kind' in loaded) throw new Error(`${name}: ${loaded.issue.code}`);
      open = fresh;
      // Stays for the next seed; a sandbox that ended is followed by a fresh one.
      return open;
    };
    for (let seed = from; seed < to; seed++) {
      const secret = Buffer.from(`seed ${seed}`);
      const results = await runTests({
        exercise,
        tests,
        start: async () => {
          const sandbox = await start();
          return { ...bound(sandbox), close: async () => {} };
        },
        reference: () => reference.functions,
        seed: (test) => hiddenSeed(secret, 'anybody', lesson, exercise, test),
      });
      runs += results.length;
      if (results.every(({ verdict }) => verdict === 'passed')) passed.push({ name, seed });
      for (const { id, verdict, issue } of results) {
        if (verdict === 'passed') continue;
        lost.push({ name, seed, test: id, verdict, issue });
        await open?.close();
        open = undefined;
      }
    }
    await open?.close();
    onProgress?.(++done, batches.length);
  });
  await pLimit(2).map(tasks, (task) => task());
  return { runs, lost, passed };
}

/** A sandbox as a driver that is not closed after one seed. */
const bound = (/** @type {ReturnType<typeof startSandbox>} */ sandbox) => ({
  call: sandbox.call.bind(sandbox),
  settle: sandbox.settle.bind(sandbox),
});
