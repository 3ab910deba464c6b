/** The hidden tests of lesson 03: the demands of the visible ones, on other inputs. */
import type { TestsByExercise } from '../../judge/test.js';
import type { Exemptions } from '../../test-kit/contract.js';
import { hidden, unseen } from '../../test-kit/given.js';
import { oneExample } from '../../test-kit/words.js';
import {
  adamFirstStep,
  adamGoesOn,
  adamSteps,
  adamWDescends,
  adamWWithoutSteps,
  clips,
  clipsNothing,
  intervals,
  momentumSteps,
  normalises,
  refusesCounts,
  scheduleSteps,
} from './demands.js';

/** Kinds of inputs that an exercise's hidden tests leave out, and why. */
export const exempt: Exemptions = {};

export const tests: TestsByExercise = {
  momentumStep: [
    momentumSteps(hidden('other sizes', '其他大小', 0.5), [2, 7], false),
    momentumSteps(hidden('Nesterov at other sizes', '其他大小的 Nesterov', 0.25), [1, 5], true),
  ],
  clipByGlobalNorm: [
    clips(hidden('other lists', '另一些列表', 0.25), [1, 1, 1], [6], [0, 3]),
    clipsNothing(hidden('nothing to clip', '无需裁剪', 0.25)),
  ],
  adamStep: [
    adamSteps(hidden('more steps', '更多步', 0.75), [2, 5], 6),
    adamFirstStep(hidden('another first step', '另一个第一步', 0.25)),
    adamGoesOn(hidden('from the middle of another run', '从另一次训练中途继续', 0.5)),
  ],
  cosineWithWarmup: [
    scheduleSteps(
      hidden('other schedules', '另一些学习率表', 0.5),
      [5, true],
      [1, false],
      [0, false],
    ),
  ],
  adamW: [
    adamWDescends(hidden('one weight', '单个权重', 0.5), 1, { steps: 5, decay: 0.5, clip: 0.5 }),
    adamWDescends(hidden('many weights', '多个权重', 1), 6, { steps: 8, decay: 0.2, clip: 0.6 }),
    adamWWithoutSteps(hidden('no step', '零步', 0.5)),
  ],
  batchNorm: [
    normalises(hidden('other sizes', '其他大小', 0.5), true, [3, 3], [2, 5]),
    normalises(hidden('in use, other sizes', '推断时的其他大小', 0.5), false, [2, 4], [3, 3]),
    normalises(unseen(oneExample, 0.25), true, [1, 3], [1, 1]),
    normalises(hidden('one example in use', '推断时只有一个样本', 0.25), false, [1, 2]),
  ],
  meanAndCI: [
    intervals(hidden('from two to ten values', '二到十个值', 0.75), 2, 3, 4, 6, 7, 9, 10),
    refusesCounts(hidden('none, and too many', '没有值与值太多', 0.25), 0, 11),
  ],
};
