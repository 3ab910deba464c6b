/**
 * What a kernel takes in its own way, and what therefore changes no answer: cells that tslab refuses
 * before they run, errors that nobody catches, cells of a hundred thousand characters.
 */

/** Each gives a name of an answer or of the library, and is refused: nothing of it happens. */
export const refused = [
  "import * as tf from '@tensorflow/tfjs-node';",
  "import { tf } from 'gradsu';",
  'const softmax: number = "later";',
  'function crossEntropy(logits: Tensor2D): Scalar {\n  const largest = logits.max(',
  "function denseForward(x: Tensor2D): Tensor2D { return 'not yet'; }",
  'function denseBackward(x) { return missing(x); }',
  'function softmax(logits) { return /(/.test(logits); }',
  'tf = undefined;',
  'const crossEntropy = 1; const crossEntropy = 2;',
  "const lost: number = 'x';",
  'const denseForward = () => lost;',
];

/** At the end of an answer's cell: the answer stays what it is. */
export const uncaught = [
  "Promise.reject(new Error('nobody waits for this'));",
  "setTimeout(() => { throw new Error('a turn later'); }, 0);",
  "(async () => { throw new TypeError('not awaited'); })();",
  "setImmediate(() => { throw new RangeError('soon'); });",
  "queueMicrotask(() => { throw new Error('at once'); });",
];

/** A picture pasted into a comment, and a table of numbers. */
export const large = [
  `// ${'iVBORw0KGgo'.repeat(13_000)}`,
  `const pastedTable = [${Array.from({ length: 18_000 }, (_, i) => 100_000 + i).join(', ')}];`,
];
