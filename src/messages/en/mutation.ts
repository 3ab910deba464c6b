import type { Params } from '../params.js';

/** A mutant's place and what it changes. */
const change = (p: Params): string => `${p.before} → ${p.after} (${p.operator})`;

/** What `gradus mutate` says. */
export const mutation = {
  score: (p: {
    lesson: string;
    exercise: string;
    mutants: number;
    rejected: number;
    equivalent: number;
    share: string;
    seconds: string;
  }) =>
    `${p.lesson} ${p.exercise}: ${p.rejected} of ${p.mutants} mutants rejected, ${p.equivalent} equivalent (${p.share} %, ${p.seconds} s)`,
  allRejected: 'The tests reject every mutant that is not recorded as equivalent.',
  said: {
    survived: (p: Params) =>
      `${p.file}:${p.line}: ${change(p)}: no test rejects it${p.rejectedIn === 0 ? '' : ` on every input: in ${p.rejectedIn} of ${p.draws} draws of inputs one does`}. Add a test that the contract allows, or record it in equivalents.ts with a reason.`,
    broken: (p: Params) =>
      `${p.file}:${p.line}: ${change(p)}: the test ${p.test} broke on its answer. Mend the test, so that it says what is wrong with the answer.`,
    rejected: (p: Params) =>
      `${p.file}:${p.line}: ${change(p)}: recorded as equivalent, but a test rejects it. Take it out of equivalents.ts.`,
    stale: (p: Params) =>
      `${p.file}: ${change(p)}: recorded as equivalent, but no mutant of ${p.exercise} is like this. Take it out of equivalents.ts, or renew it.`,
    tooMany: (p: Params) =>
      `${p.exercise}: more mutants are recorded as equivalent than one in ten, which is ${p.most}. Change the tests so that they reject some.`,
  },
  operators: {
    'off-by-one': 'off by one',
    'wrong-axis': 'wrong axis',
    'missing-transpose': 'missing transpose',
    'missing-keep-dims': 'missing keepDims',
    'dropped-term': 'dropped term',
    'wrong-sign': 'wrong sign',
    'wrong-operation': 'wrong operation',
    'mean-for-sum': 'mean for sum',
    'missing-epsilon': 'missing epsilon',
    'swapped-arguments': 'swapped arguments',
    'constant-return': 'constant return',
    'ignored-argument': 'ignored argument',
    'in-place-change': 'in-place change of an argument',
    'missing-copy': 'missing copy',
    'dropped-statement': 'dropped statement',
    'dropped-call': 'dropped call',
    'wrong-condition': 'wrong condition',
    'arithmetic-operator': 'arithmetic operator',
    'array-declaration': 'list',
    'arrow-function': 'arrow function',
    'assignment-operator': 'assignment operator',
    'block-statement': 'empty block',
    'boolean-literal': 'boolean literal',
    'conditional-expression': 'conditional expression',
    'equality-operator': 'comparison',
    'logical-operator': 'logical operator',
    'method-expression': 'method',
    'object-literal': 'empty object',
    'optional-chaining': 'optional chaining',
    regex: 'regular expression',
    'string-literal': 'text',
    'unary-operator': 'unary operator',
    'update-operator': 'update operator',
  },
};
