/** Mutants of lesson 09's solution that do what the solution does. */
import type { Equivalent } from '../mutation/equivalents.js';

export const equivalents: readonly Equivalent[] = [
  {
    exercise: 'mostFrequentPair',
    operator: 'off-by-one',
    before: 'counts.set(key, (counts.get(key) ?? 0) + 1);',
    after: 'counts.set(key, (counts.get(key) ?? 1) + 1);',
    reason: 'Every count is one higher, and their order is the same.',
  },
  {
    exercise: 'mostFrequentPair',
    operator: 'off-by-one',
    before: 'counts.set(key, (counts.get(key) ?? 0) + 1);',
    after: 'counts.set(key, (counts.get(key) ?? (-1)) + 1);',
    reason: 'Every count is one lower, and their order is the same.',
  },
  {
    exercise: 'mostFrequentPair',
    operator: 'off-by-one',
    before: 'counts.set(key, (counts.get(key) ?? 0) + 1);',
    after: 'counts.set(key, (counts.get(key) ?? 0) + 2);',
    reason: 'Every count is twice as high, and their order is the same.',
  },
  {
    exercise: 'mostFrequentPair',
    operator: 'off-by-one',
    before: 'let most = 0;',
    after: 'let most = 1;',
    reason: 'The first pair comes at least once, and is better than none.',
  },
  {
    exercise: 'mostFrequentPair',
    operator: 'off-by-one',
    before: 'let most = 0;',
    after: 'let most = (-1);',
    reason: 'The first pair comes at least once, and is better than none.',
  },
  {
    exercise: 'mostFrequentPair',
    operator: 'off-by-one',
    before:
      'const isSmaller = best === undefined || a < best[0] || (a === best[0] && b < best[1]);',
    after:
      'const isSmaller = best === undefined || a < best[0] || (a === best[0] && b <= best[1]);',
    reason: 'Each pair is a key of its own, so no other is equal in both tokens.',
  },
  {
    exercise: 'bigramLoss',
    operator: 'off-by-one',
    before: 'for (let i = 1; i < list.length; i++) {',
    after: 'for (let i = 0; i < list.length; i++) {',
    reason:
      'Nothing stands before the first token, and what is counted under no token is never read.',
  },
  {
    exercise: 'negativeSamplingLoss',
    operator: 'array-declaration',
    before: 'const near = tf.slice(scores, [0, 0], [batch, 1]); // [B, 1]',
    after: 'const near = tf.slice(scores, [], [batch, 1]); // [B, 1]',
    reason: 'A slice without a beginning begins at the first entry.',
  },
  {
    exercise: 'negativeSamplingLoss',
    operator: 'array-declaration',
    before: 'const drawn = tf.slice(scores, [0, 1], [batch, width - 1]); // [B, K]',
    after: 'const drawn = tf.slice(scores, [0, 1], []); // [B, K]',
    reason: 'A slice without a size reaches to the end.',
  },
  {
    exercise: 'analogy',
    operator: 'mean-for-sum',
    before: 'const lengths = tf.sqrt(tf.sum(tf.square(vectors), 1, true)); // [V, 1]',
    after: 'const lengths = tf.sqrt(tf.mean(tf.square(vectors), 1, true)); // [V, 1]',
    reason: 'All vectors are longer by one factor, which changes no direction.',
  },
  {
    exercise: 'analogy',
    operator: 'mean-for-sum',
    before: 'const scores = Array.from(tf.sum(tf.mul(units, direction), 1).dataSync()); // V',
    after: 'const scores = Array.from(tf.mean(tf.mul(units, direction), 1).dataSync()); // V',
    reason: 'All similarities are smaller by one factor, and their order is the same.',
  },
];
