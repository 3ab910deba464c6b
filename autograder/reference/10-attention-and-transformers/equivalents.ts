/** Mutants of lesson 10's solution that do what the solution does. */
import type { Equivalent } from '../mutation/equivalents.js';

const zeroed = (before: string, after: string, reason: string): Equivalent => ({
  exercise: 'beamSearch',
  operator: 'constant-return',
  before,
  after,
  reason,
});
const first = 'let beam = [{ tokens: [] as number[], score: 0, done: false }];';

export const equivalents: readonly Equivalent[] = [
  zeroed(
    first,
    'let beam = [{ tokens: $zeroed([] as number[]), score: 0, done: false }];',
    'A list of nothing has no numbers to become 0.',
  ),
  zeroed(
    first,
    'let beam = [{ tokens: [] as number[], score: $zeroed(0), done: false }];',
    'What becomes 0 is 0.',
  ),
  zeroed(
    first,
    'let beam = [{ tokens: [] as number[], score: 0, done: $zeroed(false) }];',
    'False is what is made of false.',
  ),
  zeroed(
    'else found.push({ tokens: [...one.tokens, token], score, done: false });',
    'else found.push({ tokens: [...one.tokens, token], score, done: $zeroed(false) });',
    'False is what is made of false.',
  ),
  {
    exercise: 'maskForBert',
    operator: 'off-by-one',
    before: 'if (rng.uniform() >= 0.15) continue;',
    after: 'if (rng.uniform() > 0.15) continue;',
    reason: 'A draw of 53 bits is exactly 0.15 once in 9e15 times.',
  },
  {
    exercise: 'maskForBert',
    operator: 'off-by-one',
    before: 'if (fate < 0.8) given[i] = mask;',
    after: 'if (fate <= 0.8) given[i] = mask;',
    reason: 'A draw of 53 bits is exactly 0.8 once in 9e15 times.',
  },
  {
    exercise: 'maskForBert',
    operator: 'off-by-one',
    before: 'else if (fate < 0.9) given[i] = rng.choice(ordinary);',
    after: 'else if (fate <= 0.9) given[i] = rng.choice(ordinary);',
    reason: 'A draw of 53 bits is exactly 0.9 once in 9e15 times.',
  },
  {
    exercise: 'maskForBert',
    operator: 'equality-operator',
    before: 'else if (fate < 0.9) given[i] = rng.choice(ordinary);',
    after: 'else if (fate >= 0.9) given[i] = rng.choice(ordinary);',
    reason:
      'A tenth of the draws is from 0.8 to 0.9, and a tenth above: which is replaced is no matter.',
  },
];
