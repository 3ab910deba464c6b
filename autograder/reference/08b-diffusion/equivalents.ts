/** Mutants of lesson 08b's solution that do what the solution does. */
import type { Equivalent } from '../mutation/equivalents.js';

export const equivalents: readonly Equivalent[] = [
  {
    exercise: 'ddpmLoss',
    operator: 'swapped-arguments',
    before: 'return tf.mean<Scalar>(tf.square(tf.sub(network(input), noise)));',
    after: 'return tf.mean<Scalar>(tf.square(tf.sub(noise, network(input))));',
    reason: 'A difference and its negative have the same square.',
  },
  {
    exercise: 'eulerSample',
    operator: 'dropped-call',
    before: 'let place = tf.clone(noise) as Tensor2D; // [B, D]',
    after: 'let place = (noise) as Tensor2D; // [B, D]',
    reason: 'There is at least one step, and what it gives is a tensor of its own.',
  },
];
