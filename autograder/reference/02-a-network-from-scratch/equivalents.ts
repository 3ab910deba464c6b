/** Mutants of lesson 02's solution that do what the solution does. */
import type { Equivalent } from '../mutation/equivalents.js';

const biases = [
  ['let b1: Tensor1D = tf.zeros([hidden]); // [H]', 'let b1: Tensor1D = tf.zeros([]); // [H]'],
  ['let b2: Tensor1D = tf.zeros([classes]); // [C]', 'let b2: Tensor1D = tf.zeros([]); // [C]'],
] as const;

export const equivalents: readonly Equivalent[] = biases.map(([before, after]) => ({
  exercise: 'trainMlp',
  operator: 'array-declaration',
  before,
  after,
  reason:
    'A bias that starts as the number 0 is added to every column as a vector of zeros is, and is a vector after the first step.',
}));
