/**
 * Makes the example class from the lesson's notebook and the answers in `fixtures/`.
 *
 *     node test/example-class/generate.mjs           writes submissions/
 *     node test/example-class/generate.mjs --check   writes nothing; exit code 1 when they differ
 *
 * Same lesson and fixtures, same bytes.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { handedOut } from '../../src/jupyterlab/without-outputs.mjs';

/** @typedef {{ id: string, metadata: { gradus?: { exercise?: string } }, source: string[] }} Cell */
/** @typedef {{ cells: Cell[] }} Notebook */

const here = dirname(fileURLToPath(import.meta.url));
const lesson = '02-a-network-from-scratch';
const lessonFile = join(here, '..', '..', 'notebooks', lesson, 'lesson.ipynb');
const exercises = ['softmax', 'crossEntropy', 'denseForward', 'denseBackward', 'trainMlp'];

/** Whose right answer stands where a student has none of their own; this trainMlp calls no other. */
const lender = (/** @type {string} */ exercise) => (exercise === 'trainMlp' ? 'boole' : 'ada');

/** Exercises left as they were handed out. */
/** @type {Record<string, string[]>} */
const unsolved = {
  euler: ['crossEntropy', 'denseBackward', 'trainMlp'],
};

const lines = (/** @type {string} */ source) => source.match(/[^\n]*\n|[^\n]+/g) ?? [];

/** Where the cell of an exercise stands. */
function cellOf(/** @type {Notebook} */ notebook, /** @type {string} */ exercise) {
  const at = notebook.cells.findIndex((cell) => cell.metadata.gradus?.exercise === exercise);
  if (at < 0) throw new Error(`Expected ${lessonFile} to have a cell for exercise ${exercise}.`);
  return at;
}

/** What is done to a notebook beyond the answers. */
/** @type {Record<string, (notebook: Notebook) => string>} */
const twists = {
  // The cell of one exercise is gone.
  pascal(notebook) {
    notebook.cells.splice(cellOf(notebook, 'denseBackward'), 1);
    return print(notebook);
  },
  // A copy of a cell, with the same id, holds a first try and stands above the answer.
  ramanujan(notebook) {
    const at = cellOf(notebook, 'crossEntropy');
    const cell = /** @type {Cell} */ (notebook.cells[at]);
    const first = answer('ramanujan', 'crossEntropy.first');
    notebook.cells.splice(at, 0, { ...cell, source: lines(first) });
    return print(notebook);
  },
  // The upload broke off.
  shannon(notebook) {
    const whole = print(notebook);
    return whole.slice(0, Math.floor(whole.length / 3));
  },
};

const print = (/** @type {Notebook} */ notebook) => `${JSON.stringify(notebook, null, 1)}\n`;

function answer(/** @type {string} */ student, /** @type {string} */ name) {
  return readFileSync(join(here, 'fixtures', student, `${name}.ts`), 'utf8').trimEnd();
}

function submission(/** @type {string} */ student) {
  /** @type {Notebook} */
  const notebook = JSON.parse(handedOut(lessonFile).toString('utf8'));
  for (const exercise of exercises) {
    if (unsolved[student]?.includes(exercise)) continue;
    const own = existsSync(join(here, 'fixtures', student, `${exercise}.ts`));
    const cell = /** @type {Cell} */ (notebook.cells[cellOf(notebook, exercise)]);
    cell.source = lines(answer(own ? student : lender(exercise), exercise));
  }
  return (twists[student] ?? print)(notebook);
}

/** Every student has answers in `fixtures/`, a twist, or exercises left as handed out. */
const students = [
  ...new Set([
    ...readdirSync(join(here, 'fixtures')),
    ...Object.keys(twists),
    ...Object.keys(unsolved),
  ]),
].sort();
const folder = join(here, 'submissions');

if (process.argv.includes('--check')) {
  const there = existsSync(folder) ? readdirSync(folder).sort() : [];
  const stale = students.filter((student) => {
    const file = join(folder, student, 'lesson.ipynb');
    return !existsSync(file) || readFileSync(file, 'utf8') !== submission(student);
  });
  if (stale.length > 0 || there.join() !== students.join()) {
    console.error(
      `The example class is not what its generator gives (${stale.join(', ') || 'other students'}). Run: node test/example-class/generate.mjs`,
    );
    process.exitCode = 1;
  }
} else {
  rmSync(folder, { recursive: true, force: true });
  for (const student of students) {
    mkdirSync(join(folder, student), { recursive: true });
    writeFileSync(join(folder, student, 'lesson.ipynb'), submission(student));
  }
  console.log(`Wrote ${students.length} submissions.`);
}
