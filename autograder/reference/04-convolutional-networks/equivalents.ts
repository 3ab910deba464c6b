/** Mutants of lesson 04's solution that do what the solution does. */
import type { Equivalent } from '../mutation/equivalents.js';

const isText = 'A text cannot be changed in place.';

export const equivalents: readonly Equivalent[] = [
  {
    exercise: 'conv2d',
    operator: 'in-place-change',
    before: 'padding',
    after: '$changedInPlace(padding)',
    reason: isText,
  },
  {
    exercise: 'conv2d',
    operator: 'dropped-call',
    before: 'const count = Math.floor((size + zeros - window) / stride) + 1;',
    after: 'const count = ((size + zeros - window) / stride) + 1;',
    reason: '`Array.from` rounds a length down, and nothing else uses this number.',
  },
  {
    exercise: 'conv2dFast',
    operator: 'in-place-change',
    before: 'padding',
    after: '$changedInPlace(padding)',
    reason: isText,
  },
  {
    exercise: 'maxPool2d',
    operator: 'swapped-arguments',
    before: "const isTop = tf.cast(tf.equal(windows, tops), 'float32');",
    after: "const isTop = tf.cast(tf.equal(tops, windows), 'float32');",
    reason: 'Equality is symmetric, and both ways broadcast alike.',
  },
  {
    exercise: 'maxPool2d',
    operator: 'array-declaration',
    before:
      'const inside = tf.slice(x, [0, 0, 0, 0], [batch, rows * size, columns * size, channels]);',
    after: 'const inside = tf.slice(x, [], [batch, rows * size, columns * size, channels]);',
    reason: 'A start that is not given is 0 along each axis.',
  },
];
