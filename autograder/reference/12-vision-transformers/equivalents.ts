/** Mutants of lesson 12's solution that do what the solution does. */
import type { Equivalent } from '../mutation/equivalents.js';

export const equivalents: readonly Equivalent[] = [
  {
    exercise: 'crossing',
    operator: 'off-by-one',
    before: 'for (let i = 1; i < sizes.length; i++) {',
    after: 'for (let i = 0; i < sizes.length; i++) {',
    reason: 'Before the first place the lead is not a number, and that is not below 0.',
  },
  {
    exercise: 'crossing',
    operator: 'off-by-one',
    before: 'for (let i = 1; i < sizes.length; i++) {',
    after: 'for (let i = 1; i <= sizes.length; i++) {',
    reason: 'Behind the last place the lead is not a number, and that is not 0 or above.',
  },
  {
    exercise: 'crossing',
    operator: 'constant-return',
    before: 'return null;',
    after: 'return $zeroed(null);',
    reason: 'Null is what is made of null.',
  },
];
