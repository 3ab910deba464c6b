/** Mutants of lesson 07's solution that do what the solution does. */
import type { Equivalent } from '../mutation/equivalents.js';

export const equivalents: readonly Equivalent[] = [
  {
    exercise: 'importanceWeightedBound',
    operator: 'swapped-arguments',
    before: 'const squares = tf.div(tf.square(tf.sub(z, mean)), tf.exp(logVariance)); // [K, B, Z]',
    after: 'const squares = tf.div(tf.square(tf.sub(mean, z)), tf.exp(logVariance)); // [K, B, Z]',
    reason: 'A difference and its negative have the same square.',
  },
];
