/**
 * Otter as its documentation has it: tests in OK format, the greater part hidden, one autograder zip,
 * `otter run` for each notebook. Its container run for a class needs an image from the network, so
 * the loop over the class and the time limit around each notebook are this script's.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exercises } from '../../truth-corpus/notebook.mjs';
import { assignment, testsOf } from './assignment.mjs';
import { contained, program, workplace } from './setup.mjs';
import { translated } from './translate.mjs';

/** @typedef {import('../../truth-corpus/corpus.js').Submission} Submission */

/** Seconds for one notebook. */
const notebookSeconds = 60;

/** Code as a doctest: one function that is defined and called, so that any code will do. */
function doctest(/** @type {string} */ text) {
  const body = text.split('\n').map((line) => (line === '' ? '...' : `...     ${line}`));
  return ['>>> def run_the_test():', ...body, '>>> run_the_test()'].join('\n');
}

/** A test file: the visible case and the hidden one, half a point each. */
function testFile(/** @type {string} */ exercise) {
  const { common, visible, hidden } = testsOf('python', exercise);
  const cases = [`${common}\n${visible}`, `${common}\n${visible}\n${hidden}`].map(
    (text, i) =>
      `{'code': ${JSON.stringify(doctest(text))}, 'hidden': ${i === 1 ? 'True' : 'False'}, 'locked': False, 'points': 0.5}`,
  );
  return `OK_FORMAT = True\n\ntest = {\n 'name': '${exercise}',\n 'points': None,\n 'suites': [{'cases': [${cases.join(',\n ')}], 'scored': True, 'setup': '', 'teardown': '', 'type': 'doctest'}],\n}\n`;
}

/**
 * @param {readonly Submission[]} submissions
 * @returns {Promise<import('./nbgrader.mjs').Graded>}
 */
export async function gradeWithOtter(submissions) {
  const folder = workplace('otter');
  const tests = join(folder, 'tests');
  mkdirSync(tests);
  for (const exercise of exercises)
    writeFileSync(join(tests, `${exercise}.py`), testFile(exercise));
  const made = await contained(folder, [
    program('otter'),
    'generate',
    '-t',
    'tests',
    '-o',
    'autograder.zip',
  ]);
  const zip = join(folder, 'autograder.zip');
  if (!existsSync(zip)) throw new Error(`otter generate: ${made.out}`);
  const release = assignment('python', 'otter');
  /** @type {import('./nbgrader.mjs').Graded['passed']} */
  const passed = new Map();
  let log = '';
  let unfinished = 0;
  const begun = performance.now();
  for (const submission of submissions) {
    const own = join(folder, 'class', submission.id);
    mkdirSync(own, { recursive: true });
    const { text, prepare } = translated(submission, release, 'python');
    if (text !== undefined) writeFileSync(join(own, 'lesson.ipynb'), text);
    prepare?.(own);
    const command = [program('otter'), 'run', '-a', zip, '-o', own, '--no-logo'];
    const { code, out } = await contained(folder, [...command, join(own, 'lesson.ipynb')], {
      cwd: own,
      limitMs: notebookSeconds * 1000,
    });
    const results = join(own, 'results.json');
    if (code !== 0 || !existsSync(results)) {
      unfinished++;
      log += `${submission.id}: ${code === null ? 'stopped' : out.slice(-300)}\n`;
      continue;
    }
    /** @type {{ tests?: { name: string, score?: number, max_score?: number }[] }} */
    const { tests: found = [] } = JSON.parse(readFileSync(results, 'utf8'));
    passed.set(
      submission.id,
      Object.fromEntries(exercises.map((name) => [name, whole(found, name)])),
    );
  }
  const seconds = (performance.now() - begun) / 1000;
  return { passed, seconds, finished: unfinished === 0, log };
}

/** Whether an exercise has all its points: Otter lists a test as `softmax - 1`, or `softmax`. */
function whole(
  /** @type {{ name: string, score?: number, max_score?: number }[]} */ found,
  /** @type {string} */ exercise,
) {
  const own = found.filter(({ name }) => name.split(' ')[0] === exercise);
  return own.length > 0 && own.every(({ score, max_score }) => score === max_score);
}
