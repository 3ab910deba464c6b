/** The hidden tests of lesson 02b: the demands of the visible ones, on other inputs. */
import type { TestsByExercise } from '../../judge/test.js';
import type { Exemptions } from '../../test-kit/contract.js';
import { hidden, unseen } from '../../test-kit/given.js';
import { oneExample, sameShape, squareAndOthers } from '../../test-kit/words.js';
import {
  backwardSlopes,
  ordersGraphs,
  refusesCycles,
  reluAtZero,
  slopesOfOperations,
  stepsDown,
  unbroadcasts,
} from './demands.js';

/** Kinds of inputs that an exercise's hidden tests leave out, and why. */
export const exempt: Exemptions = {};

export const tests: TestsByExercise = {
  localGradient: [
    slopesOfOperations(hidden('slopes at other inputs', '另一些输入处的斜率', 0.5), [
      'relu',
      'exp',
      'pow',
      'mul',
      'add',
      'relu',
    ]),
    reluAtZero(hidden('ReLU near 0', 'ReLU 在 0 附近', 0.25)),
  ],
  topologicalOrder: [
    ordersGraphs(hidden('other graphs', '另一些图', 1), [5, 7, 12, 25], 16),
    refusesCycles(hidden('a node that is its own input', '以自己为输入的节点', 0.5), 1),
  ],
  backward: [
    backwardSlopes(hidden('other graphs', '另一些图', 1), [2, 5], [5, 5], [3, 3]),
    backwardSlopes(hidden('two small graphs', '两个小图', 0.5), [2, 2], [3, 2]),
  ],
  unbroadcast: [
    unbroadcasts(
      unseen(squareAndOthers, 1),
      [
        [4, 4],
        [4, 4],
      ],
      [
        [4, 4],
        [1, 1],
      ],
      [
        [2, 5],
        [2, 1],
      ],
      [
        [3, 2, 4],
        [3, 1, 4],
      ],
      [
        [3, 2, 4],
        [2, 1],
      ],
    ),
    unbroadcasts(
      unseen(oneExample, 0.5),
      [[1, 4], [4]],
      [
        [1, 4],
        [1, 1],
      ],
      [
        [1, 4],
        [1, 4],
      ],
    ),
    unbroadcasts(unseen(sameShape, 0.5), [[3, 2], [2]], [[3, 2], [2]]),
  ],
  trainStep: [
    stepsDown(
      hidden('networks of other sizes', '其他大小的网络', 2),
      [6, 1, 4],
      [2, 4, 2],
      [4, 2, 1],
    ),
    stepsDown(hidden('one example of another size', '一个其他大小的样本', 1), [1, 3, 4]),
  ],
};
