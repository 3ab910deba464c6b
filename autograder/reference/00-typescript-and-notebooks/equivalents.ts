/** Mutants of lesson 00's solution that do what the solution does. */
import type { Equivalent } from '../mutation/equivalents.js';

const anyStart =
  'The first value v gives mean + (v - mean) / 1 = v and squares + (v - mean) * 0 = 0, wherever the mean starts.';

export const equivalents: readonly Equivalent[] = [
  ...(
    [
      ['dropped-term', 'const known = (values.get(group));', 2],
      ['array-declaration', 'const known = values.get(group) ?? ["Stryker was here"];', 2],
    ] as const
  ).map(
    ([operator, after, nth]): Equivalent => ({
      exercise: 'groupMeans',
      operator,
      before: 'const known = values.get(group) ?? [];',
      after,
      nth,
      reason: 'The group is a key of the map, so its list is always there.',
    }),
  ),
  ...['1', '(-1)'].map(
    (start): Equivalent => ({
      exercise: 'runningStats',
      operator: 'off-by-one',
      before: 'let mean = 0;',
      after: `let mean = ${start};`,
      reason: anyStart,
    }),
  ),
];
