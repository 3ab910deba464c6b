/** Mutants of lesson 03's solution that do what the solution does. */
import type { Equivalent } from '../mutation/equivalents.js';

export const equivalents: readonly Equivalent[] = [
  {
    exercise: 'clipByGlobalNorm',
    operator: 'off-by-one',
    before: 'const factor = norm > maxNorm ? maxNorm / norm : 1;',
    after: 'const factor = norm >= maxNorm ? maxNorm / norm : 1;',
    reason: 'At the limit itself the quotient is 1.',
  },
  {
    exercise: 'batchNorm',
    operator: 'swapped-arguments',
    before:
      '(mean, j) => x.reduce((sum, row) => sum + ((row[j] as number) - mean) ** 2, 0) / x.length,',
    after:
      '(mean, j) => x.reduce((sum, row) => sum + ((mean) - ((row[j] as number))) ** 2, 0) / x.length,',
    reason: 'The square of a difference has no sign.',
  },
  {
    exercise: 'meanAndCI',
    operator: 'swapped-arguments',
    before: 'const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);',
    after: 'const squares = values.reduce((sum, value) => sum + ((mean) - (value)) ** 2, 0);',
    reason: 'The square of a difference has no sign.',
  },
];
