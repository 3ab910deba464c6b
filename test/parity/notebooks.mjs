/**
 * Notebooks for the parity run: right answers with things between them that a kernel takes in its
 * own way (cells that it refuses, errors that nobody caught, names given again, large cells).
 *
 * Same seed, same notebooks. Nothing here says what must come out: the kernel does.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRng } from '../../dist/src/backend/random.js';
import { rightAnswers, rightText } from '../truth-corpus/submissions.mjs';

const solved = fileURLToPath(
  new URL('../example-class/submissions/ada/lesson.ipynb', import.meta.url),
);

/** @typedef {import('../../src/backend/random.js').Rng} Rng */
/** @typedef {{ name: string, exercises: string[], cells: { id: string, source: string }[] }} ParityNotebook */

const quick = ['denseForward', 'softmax', 'crossEntropy', 'denseBackward'];
/** Longest cell that is still read. */
const large = 150_000;

/**
 * What the kernel refuses: one cell, or two of which the second needs the first.
 *
 * @type {((name: string, n: number) => string[])[]}
 */
const refused = [
  () => ["import * as tf from '@tensorflow/tfjs-node';"],
  () => ["import { tf } from 'gradsu';"],
  (name) => [`const ${name}: number = 'x';`],
  (name) => [`function ${name}(x: Tensor2D) {\n  const y = tf.exp(`],
  (name) => [`function ${name}(x: Tensor2D): Tensor2D { return 'not yet'; }`],
  (name) => [`function ${name}(x) { return missing(x); }`],
  (name) => [`function ${name}(x) { return /(/.test(x); }`],
  (name) => [`${name} = 3;`],
  () => ['tf = undefined;'],
  (name) => [`export const ${name} = 1;`],
  () => ['const tf: string = 3;'],
  (name) => [`import { tf, nothing as ${name} } from 'gradus';`],
  (name) => [`const ${name} = 1; const ${name} = 2;`],
  (name, n) => [`const lost${n}: number = "x";`, `const ${name} = () => lost${n};`],
  (name, n) => [`const lost${n}: number = "x";`, `${name}.toString(); const tf = lost${n};`],
  (name) => [`class ${name} extends Missing {}`],
  () => ["Math.exp = 'no'; const tf = 1;"],
];

/** Errors that nobody catches, in cells of their own. @type {((n: number) => string)[]} */
const uncaught = [
  (n) => `async function log${n}() { throw new Error('log'); }\nlog${n}();`,
  () => "setTimeout(() => { throw new Error('late'); }, 0);",
  () => "Promise.reject(new Error('nobody'));",
  () => "setImmediate(() => { throw new RangeError('soon'); });",
  (n) => `const unused${n} = Promise.reject('a text');`,
  () => "throw new Error('here');",
];

/** The same, at the start of an answer. */
const uncaughtInside = [
  "Promise.reject(new Error('inside'));",
  "setTimeout(() => { throw new TypeError('later'); }, 0);",
  "queueMicrotask(() => { throw new Error('micro'); });",
  "(async () => { throw new Error('arrow'); })();",
];

/** What runs and gives a name again. @type {((name: string, n: number) => string)[]} */
const redefined = [
  (name) => `function ${name}(...values: any[]): any { return values[0]; }`,
  () => "const tf = require('gradus').tf;",
  (name, n) => `let again${n} = ${name}; again${n} = ${name};`,
  (_, n) => `const shared = ${n};`,
  () => "import { tf } from 'gradus';",
];

/** Makes `count` notebooks. @returns {ParityNotebook[]} */
export function parityNotebooks(/** @type {number} */ count, seed = 1) {
  const rng = createRng(seed);
  const { cells } = JSON.parse(readFileSync(solved, 'utf8'));
  const sourceOf = (/** @type {string} */ id) =>
    cells.find((/** @type {{ id: string }} */ cell) => cell.id === id).source.join('');
  const setUp = sourceOf('set-up-code-1');
  return Array.from({ length: count }, (_, i) => {
    const exercises = i % 10 === 9 ? [...quick, 'trainMlp'] : pickTwo(rng);
    const answers = exercises.map((name) => ({
      id: `exercise-${name}`,
      source: answer(rng, name, sourceOf(`exercise-${name}`)),
    }));
    const made = [{ id: 'set-up-code-1', source: setUp }, ...answers];
    const kinds = [];
    for (let n = 0; n < rng.integer(1, 5); n++) {
      const { kind, sources } = addition(rng, exercises, n);
      kinds.push(kind);
      // Behind the set-up cell: nothing works without it, in either.
      let at = rng.integer(1, made.length + 1);
      for (const [k, source] of sources.entries()) {
        made.splice(at++, 0, { id: `added-${n}-${k}`, source });
      }
    }
    return { name: `${i}: ${kinds.join(', ')}`, exercises, cells: made };
  });
}

/** As nbformat 4. */
export const asNotebook = (/** @type {ParityNotebook} */ { cells }) =>
  JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { gradus: { lesson: '02-a-network-from-scratch' } },
    cells: cells.map(({ id, source }) => ({
      cell_type: 'code',
      id,
      metadata: {},
      execution_count: null,
      outputs: [],
      source,
    })),
  });

function pickTwo(/** @type {Rng} */ rng) {
  const first = rng.integer(0, quick.length);
  const second = (first + rng.integer(1, quick.length)) % quick.length;
  return [first, second].sort().map((at) => /** @type {string} */ (quick[at]));
}

const pick = (/** @type {Rng} */ rng, /** @type {readonly any[]} */ list) =>
  list[rng.integer(0, list.length)];

/** The answer, another right one, or one that leaves an error behind. */
function answer(/** @type {Rng} */ rng, /** @type {string} */ name, /** @type {string} */ own) {
  const way = rng.integer(0, 4);
  if (way === 0 && name !== 'trainMlp') return rightText(name, pick(rng, rightAnswers(name)));
  const start = own.indexOf('{', own.indexOf(`function ${name}`)) + 1;
  if (way === 1 && name !== 'denseBackward' && name !== 'trainMlp') {
    return `${own.slice(0, start)} ${pick(rng, uncaughtInside)}${own.slice(start)}`;
  }
  return own;
}

function addition(
  /** @type {Rng} */ rng,
  /** @type {string[]} */ exercises,
  /** @type {number} */ n,
) {
  const name = pick(rng, exercises);
  const kind = pick(rng, ['refused', 'refused', 'uncaught', 'redefined', 'right again', 'large']);
  if (kind === 'refused') return { kind, sources: pick(rng, refused)(name, n) };
  if (kind === 'uncaught') return { kind, sources: [pick(rng, uncaught)(n)] };
  if (kind === 'redefined') return { kind, sources: [pick(rng, redefined)(name, n)] };
  if (kind === 'right again' && name !== 'trainMlp') {
    return { kind, sources: [rightText(name, pick(rng, rightAnswers(name)))] };
  }
  const numbers = Array.from({ length: large / 8 }, (_, k) => 100_000 + k);
  const text = rng.integer(0, 2) === 0 ? `// ${'x'.repeat(large)}` : `[${numbers.join(', ')}]`;
  return { kind: 'large', sources: [text.startsWith('/') ? text : `const table${n} = ${text};`] };
}
