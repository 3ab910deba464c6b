/** Mutants of lesson 02b's solution that do what the solution does. */
import type { Equivalent } from '../mutation/equivalents.js';

export const equivalents: readonly Equivalent[] = [
  {
    exercise: 'trainStep',
    operator: 'wrong-operation',
    before: '.mul(-(y[i] as number))',
    after: '.div(-(y[i] as number))',
    reason: 'A label is -1 or 1, so dividing by it is multiplying by it.',
  },
];
