/**
 * The five exercises of lesson 02 as an assignment of a peer: set-up, and behind each exercise a
 * cell of tests whose greater part is hidden. No training on real digits: a peer runs the whole
 * notebook.
 */
import { readFileSync } from 'node:fs';
import { exercises } from '../../truth-corpus/notebook.mjs';

/** @typedef {'python' | 'typescript'} Language */

/** The tests of an exercise: what all share, what a student sees, what not. */
export function testsOf(/** @type {Language} */ language, /** @type {string} */ exercise) {
  const [name, mark] = language === 'python' ? ['tests.py', '#'] : ['tests.ts', '//'];
  const text = readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
  const part = (/** @type {string} */ wanted) => {
    const [, rest] = text.split(`${mark} exercise: ${wanted}\n`);
    if (rest === undefined) throw new Error(`Expected tests of ${wanted} in ${name}.`);
    return rest.split(`${mark} exercise:`)[0]?.trim() ?? '';
  };
  const [visible = '', hidden = ''] = part(exercise).split(`${mark} hidden\n`);
  return { common: part('common'), visible: visible.trim(), hidden: hidden.trim() };
}

const setUp = {
  python: 'import numpy as np',
  typescript:
    "import { NotSolvedError, createRng, display, lineChart, tf, useBackend } from 'gradus';\nimport type { Scalar, Tensor1D, Tensor2D } from 'gradus';\nconst backend = await useBackend();",
};

/** What a student finds, with a solution that nbgrader takes out. */
const starter = {
  python: (/** @type {string} */ name) =>
    `def ${name}(*args, **options):\n    ### BEGIN SOLUTION\n    pass\n    ### END SOLUTION`,
  typescript: (/** @type {string} */ name) =>
    `function ${name}(...args: any[]): any {\n  // ### BEGIN SOLUTION\n  return args;\n  // ### END SOLUTION\n}`,
};

/** The cell of tests, all in one scope of its own. */
function testCell(/** @type {Language} */ language, /** @type {string} */ exercise) {
  const { common, visible, hidden } = testsOf(language, exercise);
  return language === 'python'
    ? `${common}\n\n${visible}\n### BEGIN HIDDEN TESTS\n${hidden}\n### END HIDDEN TESTS`
    : `const tests_${exercise} = async (tf: any) => {\n${common}\n${visible}\n// ### BEGIN HIDDEN TESTS\n${hidden}\n// ### END HIDDEN TESTS\n};\nawait tests_${exercise}(tf);`;
}

const kernels = {
  python: { display_name: 'Python 3', language: 'python', name: 'python3' },
  typescript: { display_name: 'TypeScript', language: 'typescript', name: 'tslab' },
};

/** One point for each exercise. */
const marks = (/** @type {boolean} */ graded, /** @type {string} */ id) => ({
  nbgrader: {
    grade: graded,
    solution: !graded,
    locked: graded,
    task: false,
    grade_id: id,
    schema_version: 3,
    cell_type: 'code',
    ...(graded && { points: 1 }),
  },
});

/**
 * The instructor's notebook of nbgrader; without its marks and tests, the one that Otter's students
 * get.
 *
 * @param {Language} language
 * @param {'nbgrader' | 'otter'} peer
 * @returns {import('../../truth-corpus/corpus.js').Notebook}
 */
export function assignment(language, peer) {
  const cell = (/** @type {string} */ id, /** @type {string} */ source, metadata = {}) => ({
    id,
    cell_type: 'code',
    metadata: peer === 'nbgrader' ? metadata : {},
    source,
    outputs: [],
    execution_count: null,
  });
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: kernels[language] },
    cells: [
      cell('set-up', setUp[language]),
      ...exercises.flatMap((name) => [
        cell(`exercise-${name}`, starter[language](name), marks(false, `exercise-${name}`)),
        ...(peer === 'nbgrader'
          ? [cell(`test-${name}`, testCell(language, name), marks(true, `test-${name}`))]
          : []),
      ]),
    ],
  };
}
