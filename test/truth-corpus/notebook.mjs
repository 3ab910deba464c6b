/**
 * The lesson's notebook with answers in it, and layouts: what students do to a notebook around
 * their answers. No layout touches what an answer computes: cells that are added declare no name of
 * an answer, cells that are moved bring their helpers with them, and what crashes or never ends is
 * needed by nothing.
 */
import { fileURLToPath } from 'node:url';
import { handedOut as withoutOutputs } from '../../src/jupyterlab/without-outputs.mjs';
import { large, refused, uncaught } from './kernel-cells.mjs';

/** @typedef {import('./corpus.js').Cell} Cell */
/** @typedef {import('./corpus.js').Notebook} Notebook */
/** @typedef {import('./corpus.js').ExerciseName} ExerciseName */

export const lesson = '02-a-network-from-scratch';
const lessonFile = fileURLToPath(
  new URL(`../../notebooks/${lesson}/lesson.ipynb`, import.meta.url),
);

/** In the order of the lesson. @type {readonly ExerciseName[]} */
export const exercises = ['denseForward', 'softmax', 'crossEntropy', 'denseBackward', 'trainMlp'];

const lines = (/** @type {string} */ source) => source.match(/[^\n]*\n|[^\n]+/g) ?? [];
export const textOf = (/** @type {Cell} */ { source }) =>
  typeof source === 'string' ? source : source.join('');

/** @returns {Cell} */
export const code = (/** @type {string} */ source, /** @type {string} */ id) => ({
  id,
  cell_type: 'code',
  metadata: {},
  source: lines(source),
  outputs: [],
  execution_count: null,
});

/** @returns {Cell} */
const prose = (/** @type {string} */ source, /** @type {string} */ id) => ({
  id,
  cell_type: 'markdown',
  metadata: {},
  source: lines(source),
});

/** Where the cell of an exercise stands. */
function at(/** @type {Notebook} */ notebook, /** @type {string} */ exercise) {
  const found = notebook.cells.findIndex((cell) => cell.id === `exercise-${exercise}`);
  if (found < 0) throw new Error(`Expected a cell for ${exercise}.`);
  return found;
}

/** The notebook as handed out. @returns {Notebook} */
export const handedOut = (file = lessonFile) => JSON.parse(withoutOutputs(file).toString('utf8'));

/** Puts an answer where its exercise was handed out. */
export function putAnswer(
  /** @type {Notebook} */ notebook,
  /** @type {string} */ exercise,
  /** @type {import('./corpus.js').Answer} */ { before, cell, after },
) {
  const index = at(notebook, exercise);
  const own = /** @type {Cell} */ (notebook.cells[index]);
  own.source = lines(cell);
  const helpers = before.map((text, i) => code(text, `before-${exercise}-${i}`));
  notebook.cells.splice(index, 0, ...helpers);
  notebook.cells.push(...after.map((text, i) => code(text, `after-${exercise}-${i}`)));
}

/** Puts a cell somewhere. */
export function insert(
  /** @type {Notebook} */ notebook,
  /** @type {import('../../src/backend/random.js').Rng} */ rng,
  /** @type {Cell} */ cell,
) {
  // Never before the set-up cell, which every notebook begins with.
  const first = notebook.cells.findIndex(({ cell_type }) => cell_type === 'code') + 1;
  let place = rng.integer(first, notebook.cells.length + 1);
  // Not between an answer and the helper that stands before it.
  while (notebook.cells[place - 1]?.id?.startsWith('before-')) place++;
  notebook.cells.splice(place, 0, cell);
}

/** An exercise's cell with the helpers before it, taken out; with `later`, those at the end too. */
function takeOut(
  /** @type {Notebook} */ notebook,
  /** @type {string} */ exercise,
  /** @type {boolean} */ later,
) {
  const own = new RegExp(
    `^(before-${exercise}-|exercise-${exercise}$${later ? `|after-${exercise}-` : ''})`,
  );
  const taken = notebook.cells.filter(({ id = '' }) => own.test(id));
  notebook.cells = notebook.cells.filter((cell) => !taken.includes(cell));
  return taken;
}

const crashes = [
  "throw new Error('an experiment that went wrong');",
  'const gone = undefined as any;\ngone.field.of.nothing();',
  'console.log(aNameThatNobodyDeclared);',
  'const broken = tf.matMul(tf.ones([2, 3]) as any, tf.ones([2, 3]) as any);',
  "await Promise.reject(new Error('rejected'));",
];

/** @type {Record<string, import('./corpus.js').Layout>} */
export const layouts = {
  'as handed out': () => {},
  'notes between the cells': (notebook, rng) => {
    for (let i = 0; i < 6; i++)
      insert(notebook, rng, prose(`## My notes ${i}\n\nWhat I *learnt*: $e^{${i}}$`, `note-${i}`));
  },
  'plots and experiments': (notebook, rng) => {
    for (let i = 0; i < 4; i++) {
      const text = `const curve${i} = Array.from({ length: 9 }, (_, k) => Math.sin(k + ${i}));\nawait display(lineChart({ title: 'a try', x: curve${i}, series: [{ name: 'a', y: curve${i} }] } as any));`;
      insert(notebook, rng, code(text, `plot-${i}`));
    }
  },
  'cells that crash': (notebook, rng) => {
    for (const [i, text] of crashes.entries()) insert(notebook, rng, code(text, `crash-${i}`));
  },
  'a cell that is no TypeScript': (notebook, rng) => {
    insert(notebook, rng, code('function unfinished( {\n  retrun 1;', 'syntax-error'));
    insert(notebook, rng, code('%pip install numpy\n!ls', 'magic'));
  },
  'a cell that never ends': (notebook, rng) => {
    insert(notebook, rng, code('let forever = 0;\nfor (;;) forever++;', 'endless'));
  },
  'exercises in another order': (notebook, rng) => {
    const places = exercises.map((name) => at(notebook, name));
    if (notebook.cells.some(({ id }) => id?.startsWith('before-'))) {
      const first = takeOut(
        notebook,
        exercises[rng.integer(0, exercises.length)] ?? 'softmax',
        true,
      );
      notebook.cells.push(...first);
      return;
    }
    const cells = rng.shuffle(places.map((place) => notebook.cells[place]));
    for (const [i, place] of places.entries())
      notebook.cells[place] = /** @type {Cell} */ (cells[i]);
  },
  'every exercise at the end': (notebook) => {
    for (const exercise of exercises) {
      const taken = takeOut(notebook, exercise, true);
      notebook.cells.push(...taken);
    }
  },
  'ids and marks lost': (notebook) => {
    notebook.nbformat_minor = 4;
    for (const cell of notebook.cells) {
      delete cell.id;
      cell.metadata = {};
    }
  },
  'sources as one string': (notebook) => {
    for (const cell of notebook.cells) cell.source = textOf(cell);
  },
  'line ends of Windows': (notebook) => {
    for (const cell of notebook.cells) cell.source = textOf(cell).replaceAll('\n', '\r\n');
  },
  'answers only': (notebook) => {
    const [first] = notebook.cells.filter(({ cell_type }) => cell_type === 'code');
    notebook.cells = notebook.cells.filter(
      (cell) => cell === first || /^(exercise-[a-z]+$|before-|after-)/i.test(cell.id ?? ''),
    );
  },
  'two exercises in one cell': (notebook, rng) => {
    const [keep, gone] = rng.shuffle(exercises.slice(0, 4));
    const own = /** @type {Cell} */ (notebook.cells[at(notebook, keep ?? 'softmax')]);
    const moved = takeOut(notebook, gone ?? 'denseForward', false).map(textOf);
    own.source = lines(`${textOf(own)}\n\n${moved.join('\n\n')}`);
  },
  'names of the answers used elsewhere': (notebook, rng) => {
    const text = [
      "const top = 'not a number';",
      'const sums = null;',
      'let h: any = 3;',
      'var rows: any;',
      'const total = {};',
      'function cost() { return 1; }',
    ].join('\n');
    insert(notebook, rng, code(text, 'shadows'));
  },
  'pages of output': (notebook) => {
    for (const cell of notebook.cells)
      if (cell.cell_type === 'code')
        cell.outputs = [
          { output_type: 'stream', name: 'stdout', text: 'all tests failed\n'.repeat(2000) },
        ];
  },
  'cells that the kernel refuses': (notebook, rng) => {
    for (const [i, text] of refused.entries()) insert(notebook, rng, code(text, `refused-${i}`));
  },
  'errors that nobody caught': (notebook) => {
    for (const [i, exercise] of exercises.entries()) {
      const own = /** @type {Cell} */ (notebook.cells[at(notebook, exercise)]);
      own.source = lines(`${textOf(own)}\n${uncaught[i]}`);
    }
  },
  'large cells': (notebook, rng) => {
    for (const [i, text] of large.entries()) insert(notebook, rng, code(text, `large-${i}`));
  },
  'the answers tried out': (notebook) => {
    const text = [
      'const tryX = tf.ones([3, 2]) as any;',
      'const tryW = tf.ones([2, 4]) as any;',
      'const tryY = await denseForward(tryX, tryW, tf.zeros([4]) as any);',
      'console.log(await softmax(tryY as any));',
      'console.log(await denseBackward(tryX, tryW, tryY as any));',
    ].join('\n');
    notebook.cells.push(code(text, 'tries'));
  },
};
