/** Mutants of lesson 08's solution that do what the solution does. */
import type { Equivalent } from '../mutation/equivalents.js';

const sameSquare = 'A difference and its negative have the same square.';

export const equivalents: readonly Equivalent[] = [
  {
    exercise: 'modeCoverage',
    operator: 'swapped-arguments',
    before: 'const apart = tf.sub(tf.expandDims(samples, 1), centres); // [N, M, D]',
    after: 'const apart = tf.sub(centres, tf.expandDims(samples, 1)); // [N, M, D]',
    reason: sameSquare,
  },
  {
    exercise: 'gradientPenalty',
    operator: 'dropped-call',
    before: 'const scores = (x: Tensor): Scalar => tf.sum<Scalar>(critic(x as Tensor2D));',
    after: 'const scores = (x: Tensor): Scalar => (critic(x as Tensor2D));',
    reason: 'Of several numbers `tf.grad` gives the slope of their sum.',
  },
  {
    exercise: 'gradientPenalty',
    operator: 'swapped-arguments',
    before: 'return tf.mean<Scalar>(tf.square(tf.sub(lengths, 1)));',
    after: 'return tf.mean<Scalar>(tf.square(tf.sub(1, lengths)));',
    reason: sameSquare,
  },
];
