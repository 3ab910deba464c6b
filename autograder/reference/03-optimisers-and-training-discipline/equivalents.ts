/** Mutants of lesson 03's solution that do what the solution does. */
import type { Equivalent } from '../mutation/equivalents.js';

const state = 'let state = { m: start.map(() => 0), v: start.map(() => 0), step: 0 };';

export const equivalents: readonly Equivalent[] = [
  {
    exercise: 'clipByGlobalNorm',
    operator: 'off-by-one',
    before: 'const factor = norm > maxNorm ? maxNorm / norm : 1;',
    after: 'const factor = norm >= maxNorm ? maxNorm / norm : 1;',
    reason: 'At the limit itself the quotient is 1.',
  },
  {
    exercise: 'adamW',
    operator: 'constant-return',
    before: state,
    after: 'let state = { m: $zeroed(start.map(() => 0)), v: start.map(() => 0), step: 0 };',
    reason: 'They are zeros already.',
  },
  {
    exercise: 'adamW',
    operator: 'constant-return',
    before: state,
    after: 'let state = { m: start.map(() => 0), v: $zeroed(start.map(() => 0)), step: 0 };',
    reason: 'They are zeros already.',
  },
  {
    exercise: 'adamW',
    operator: 'constant-return',
    before: state,
    after: 'let state = { m: start.map(() => 0), v: start.map(() => 0), step: $zeroed(0) };',
    reason: 'It is 0 already.',
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
