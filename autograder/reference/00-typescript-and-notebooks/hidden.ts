/** The hidden tests of lesson 00: the demands of the visible ones, on other inputs. */
import type { TestsByExercise } from '../../judge/test.js';
import type { Exemptions } from '../../test-kit/contract.js';
import { hidden } from '../../test-kit/given.js';
import {
  around,
  failsWithTheError,
  keepsTheLimit,
  meansOf,
  meansOfGroups,
  shiftMovesMeansAlone,
  statsOf,
  worksOnEach,
} from './demands.js';

/** Kinds of inputs that an exercise's hidden tests leave out, and why. */
export const exempt: Exemptions = {};

export const tests: TestsByExercise = {
  groupMeans: [
    meansOfGroups(hidden('other groups', '另一些组', 0.25), [0, 7, 70, -7, -0.25, 1000], 24),
    meansOf(hidden('a table without rows', '没有行的表', 0.25), () => []),
    meansOf(hidden('no value at all', '一个值也没有', 0.25), ({ rng }) => [
      { group: rng.integer(10, 20) },
      { group: rng.integer(1, 9), value: null },
      { group: 100, value: Number.NaN },
      { group: 100, value: undefined as unknown as null },
    ]),
  ],
  mapLimit: [
    worksOnEach(
      hidden('other items and limits', '另一些项与上限', 0.5),
      { items: ({ rng }) => Array.from({ length: 8 }, () => rng.integer(0, 3)), limit: 4 },
      { items: ({ rng }) => ['b', 'a', `c${rng.integer(0, 9)}`], limit: 1 },
      { items: ({ rng }) => [undefined, false, rng.integer(0, 9), null], limit: 2 },
    ),
    worksOnEach(
      hidden('no item, one item', '没有项与只有一项', 0.5),
      { items: () => [], limit: 3 },
      { items: ({ rng }) => [rng.integer(0, 9)], limit: 3 },
    ),
    keepsTheLimit(hidden('other limits', '另一些上限', 0.5), [7, 4], [4, 1], [3, 8]),
    failsWithTheError(
      hidden('one fails where one runs at a time', '逐个进行时有一项失败', 0.25),
      4,
      1,
    ),
  ],
  runningStats: [
    statsOf(
      hidden('other lengths', '另一些长度', 0.75),
      around(3, 0.5, 1),
      around(-40, 2.5, 2),
      around(0.5, 0.125, 33),
      () => Float32Array.of(),
    ),
    statsOf(hidden('equal values', '相等的值', 0.25), ({ rng }) =>
      new Float32Array(6).fill(rng.uniform(1, 2)),
    ),
    statsOf(hidden('values still farther from zero', '离零更远的值', 0.5), around(-1e8, 8, 30)),
    shiftMovesMeansAlone(hidden('a shift moves the means alone', '平移只改变均值', 0.5), 12),
  ],
};
