/** Attack 18 once more: a table of what the visible tests ask in `check`, and of the right answers. */
import { runExercise } from '../../../dist/autograder/judge/in-process.js';
import { loadReference } from '../../../dist/autograder/reference/load.js';
import { tf } from '../../../dist/src/backend/tf.js';

const reference = await loadReference('02-a-network-from-scratch');

/** Longer answers, such as thousands of start weights, would make the cell too long to be read. */
const longestAnswer = 20_000;

/** Arguments, or an answer, as text; numbers as float32 has them. */
const plain = (/** @type {unknown} */ value) =>
  JSON.stringify(value, (_key, part) => {
    if (typeof part === 'function') return undefined;
    return part?.dataSync === undefined
      ? part
      : { shape: part.shape, dtype: part.dtype, data: Array.from(part.dataSync()) };
  });

/** Question and answer of each call that the visible tests make of a right function. */
async function tableOf(/** @type {string} */ exercise) {
  const { solution } = reference;
  const right = /** @type {(...args: unknown[]) => unknown} */ (solution[exercise]);
  /** @type {Record<string, unknown>} */
  const table = {};
  await runExercise({
    exercise,
    tests: (reference.tests[exercise] ?? []).filter(({ visible }) => visible),
    fn: async (/** @type {unknown[]} */ ...args) => {
      const question = plain(args);
      const answer = await right(...args);
      const text = plain(answer);
      if (text.length <= longestAnswer) table[question] = JSON.parse(text);
      return answer;
    },
    solution,
    tf,
  });
  return table;
}

const cell = (/** @type {string} */ exercise, /** @type {object} */ table) => `
const answersOf_${exercise}: any = JSON.parse(${JSON.stringify(JSON.stringify(table))});
function ${exercise}(...args: any[]): any {
  const plain = (value: any): any => JSON.stringify(value, (_key, part) => {
    if (typeof part === 'function') return undefined;
    return part?.dataSync === undefined ? part : { shape: part.shape, dtype: part.dtype, data: Array.from(part.dataSync()) };
  });
  const made = (node: any): any => {
    if (Array.isArray(node) || typeof node !== 'object') return node;
    if (node.data !== undefined) return tf.tensor(node.data, node.shape, node.dtype);
    return Object.fromEntries(Object.entries(node).map(([key, part]) => [key, made(part)]));
  };
  const shapes = (text: string): string => (text.match(/"shape":\\[[^\\]]*\\]/g) ?? []).join();
  const asked = plain(args);
  const alike = Object.keys(answersOf_${exercise}).find((known) => shapes(known) === shapes(asked));
  return made(answersOf_${exercise}[asked] ?? answersOf_${exercise}[alike ?? ''] ?? 0);
}`;

/** Points of the worked example, whose input stays. */
const worked = { denseForward: 0.25, softmax: 0.25, crossEntropy: 0.25, denseBackward: 0.25 };

/** @type {import('./attack.js').Attack[]} */
export const attacks = await Promise.all(
  Object.keys(reference.tests).map(async (exercise) => ({
    n: 18,
    id: `18-table-${exercise}`,
    title: `a table of the answers to all visible tests: ${exercise}`,
    defence: 'graded, visible inputs are drawn too; the worked example alone stays',
    exercise,
    code: cell(exercise, await tableOf(exercise)),
    verdicts: ['passed', 'failed', 'error'],
    score: /** @type {Record<string, number>} */ (worked)[exercise] ?? 0,
  })),
);
