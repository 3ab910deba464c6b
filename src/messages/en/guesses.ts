import type { Params } from '../params.js';

/** What has probably been done: by the values, whatever the exercise. */
export const guesses = {
  'times-batch': (p: Params) =>
    `Every number is ${p.size} times too large, and ${p.size} is the number of examples (B): take the mean over them, or divide by B.`,
  'divided-batch': (p: Params) =>
    `Every number is ${p.size} times too small, and ${p.size} is the number of examples (B): something is divided by B that should not be, or once too often.`,
  'times-batch-sign': (p: Params) =>
    `Every number has the wrong sign and is ${p.size} times too large, which is the number of examples (B): divide by B and change the sign.`,
  'divided-batch-sign': (p: Params) =>
    `Every number has the wrong sign and is ${p.size} times too small, which is the number of examples (B): divide by B once less and change the sign.`,
  times: (p: Params) =>
    `Every number is ${p.size} times too large, and ${p.size} is the size of an axis: a mean may be meant where you take a sum.`,
  divided: (p: Params) =>
    `Every number is ${p.size} times too small, and ${p.size} is the size of an axis: a sum may be meant where you take a mean.`,
  'times-sign': (p: Params) =>
    `Every number has the wrong sign and is ${p.size} times too large, which is the size of an axis.`,
  'divided-sign': (p: Params) =>
    `Every number has the wrong sign and is ${p.size} times too small, which is the size of an axis.`,
  sign: () => 'Every number has the wrong sign: look for a minus that is missing or too much.',
  double: () => 'Every number is twice too large: look for a factor 2.',
  half: () => 'Every number is half of what it should be: look for a factor 2.',
  log2: () => 'Every number is off by the factor ln 2: use the natural logarithm, `log`.',
  log10: () => 'Every number is off by the factor ln 10: use the natural logarithm, `log`.',
  factor: (p: Params) => `Every number is ${p.factor} times the expected one.`,
  'all-zero': () => 'Every number is 0: something was not computed, or is multiplied by 0.',
  offset: (p: Params) => `Every number is off by the same amount, ${p.by}.`,
  'argument-returned': (p: Params) =>
    `The answer holds the numbers of argument number ${p.argument}: it was handed back unchanged.`,
  transposed: (p: Params) =>
    `The answer has the shape of the transpose, ${p.got}: swap the factors of a product or transpose one of them.`,
  'transposed-values': () =>
    'The answer is the transpose of what is expected: rows and columns are swapped.',
  reshaped: () =>
    'The right numbers stand in the wrong places: `reshape` keeps their order and swaps no axes; use `transpose`.',
  reversed: () => 'The numbers are right, but in reverse order.',
  permuted: () => 'The numbers are right, but in another order.',
  'keep-dims': (p: Params) =>
    `An axis of size 1 is missing: ${p.got} instead of ${p.expected}. Reduce with \`keepDims\` (\`tf.sum(x, axis, true)\`), or add the axis with \`expandDims\`.`,
  'extra-dims': (p: Params) =>
    `There is an axis of size 1 too many: ${p.got} instead of ${p.expected}. Reduce without \`keepDims\`, or drop the axis with \`squeeze\`.`,
  'all-axes': (p: Params) =>
    `You reduce over all axes, down to one number; ${p.expected} is expected: name the axis.`,
  'not-reduced': (p: Params) =>
    `An axis is left that should have been summed or averaged away: ${p.got} instead of ${p.expected}.`,
  'axes-order': (p: Params) =>
    `The sizes are right, but the axes stand in another order: ${p.got} instead of ${p.expected}.`,
  'shares-axis': (p: Params) =>
    `The numbers sum to 1 along axis ${p.wrong}; they should along axis ${p.axis}.`,
  'shares-all': (p: Params) =>
    `All numbers together sum to 1; they should along axis ${p.axis}: name the axis of the sum.`,
  'shares-none': (p: Params) =>
    `The proportions are right, but nothing is divided by its sum along axis ${p.axis}.`,
  log: () => 'The numbers are the logarithms of the expected ones.',
  exp: () => 'The numbers are `exp` of the expected ones.',
  square: () => 'The numbers are the squares of the expected ones: a root is missing.',
  root: () => 'The numbers are the square roots of the expected ones: a root is too much.',
  reciprocal: () =>
    'The numbers are 1 over the expected ones: a division stands the wrong way round.',
  absolute: () => 'The signs are gone: the numbers are the absolute values of the expected ones.',
  positive: () => 'Negative numbers have become 0: something is cut off at 0 that should not be.',
  rounded: () => 'The numbers are rounded: something is cast to an integer.',
  truncated: () => 'The digits behind the point are gone: something is cast to an integer.',
  'one-minus': () => 'The numbers are 1 minus the expected ones.',
  'key-name': (p: Params) =>
    `You return it as \`${p.got}\`; the name must be exactly \`${p.key}\`.`,
  'no-return': () => 'The function ends without a value: is its `return` missing?',
  'function-not-called': () => 'A function came back: call it, with `(…)`.',
  'error-returned': () => 'An error came back as a value: throw it, or return the answer.',
  'numbers-not-tensor': () =>
    'Plain numbers came back: return the tensor itself, without `dataSync` or `arraySync`.',
  'object-not-tensor': () => 'An object came back: return the tensor that it holds.',
  'tensor-not-numbers': () =>
    'A tensor came back where plain numbers are expected: read them with `dataSync()` or `await t.data()`.',
  'list-not-number': () => 'A list came back where one number is expected: take its element.',
  'list-not-object': () =>
    'A list came back where an object is expected: name the parts, `{ a, b }` instead of `[a, b]`.',
  'tensor-not-object': () =>
    'A tensor came back where an object is expected: return all parts, each under its name.',
} satisfies Record<string, (p: Params) => string>;
