/** Mutants of lesson 10's solution that do what the solution does. */
import type { Equivalent } from '../mutation/equivalents.js';

export const equivalents: readonly Equivalent[] = [
  {
    exercise: 'maskForBert',
    operator: 'off-by-one',
    before: 'if (rng.uniform() >= 0.15) continue;',
    after: 'if (rng.uniform() > 0.15) continue;',
    reason: 'A draw of 53 bits is exactly 0.15 once in 9e15 times.',
  },
];
