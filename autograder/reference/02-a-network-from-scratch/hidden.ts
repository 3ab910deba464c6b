/** The hidden tests of lesson 02: the demands of the visible ones, on other inputs. */
import { type TestsByExercise, test } from '../../judge/test.js';
import type { Exemptions } from '../../test-kit/contract.js';
import { stable } from '../../test-kit/functions.js';
import { hidden } from '../../test-kit/given.js';
import { hiddenAtSizes } from '../../test-kit/sizes.js';
import { smallerLastBatch } from '../../test-kit/training-batches.js';
import { learnsClouds, oneStep } from '../../test-kit/training-tests.js';
import {
  crossEntropyAsked,
  denseBackwardAsked,
  denseBackwardSlopes,
  denseForwardAsked,
  denseForwardZeroInput,
  mlp,
  scored,
  softmaxAsked,
  trainMlpStart,
} from './demands.js';

const otherSizes = hidden('scores of other sizes', '其他大小的得分', 0.5);

const softmaxShift = test(
  {
    ...hidden('a shift of a row changes nothing', '整行加上同一个数，结果不变', 0.25),
    kind: 'property',
  },
  async (t) => {
    const logits = t.randomTensor([3, 5]);
    const shift = t.rng.uniform(-20, 20);
    const moved = Array.from(logits.data, (v) => v + shift);
    const expected = await t.reference.softmax?.(logits);
    t.expectClose(await t.student.softmax?.(t.tensor(moved, [3, 5])), expected, { atol: 1e-4 });
  },
);

/** Kinds of inputs that an exercise's hidden tests leave out, and why. */
export const exempt: Exemptions = {};

export const tests: TestsByExercise = {
  denseForward: [
    ...hiddenAtSizes(denseForwardAsked, 0.25),
    denseForwardZeroInput(
      hidden('input of zeros gives the bias', '输入全为 0 时得到偏置', 0.25),
      3,
      2,
      4,
    ),
  ],
  softmax: [
    ...hiddenAtSizes(softmaxAsked, 0.25),
    softmaxShift,
    stable('softmax', otherSizes, ({ rng, tensor }) => {
      const [low, high] = [rng.integer(-4000, -2000), rng.integer(3000, 6000)];
      return [
        tensor([
          [low, low + rng.uniform(0, 3)],
          [high, high - rng.uniform(0, 3)],
          [0, rng.integer(15_000, 25_000)],
        ]),
      ];
    }),
  ],
  crossEntropy: [
    ...hiddenAtSizes(crossEntropyAsked, 0.5),
    stable(
      'crossEntropy',
      otherSizes,
      scored(
        ({ rng }) => [
          [0, rng.integer(15_000, 25_000), 1],
          [-500, rng.integer(-503, -500), -1500],
          [rng.integer(2000, 4000), 0, 1],
        ],
        [2, 0, 0],
      ),
      {},
    ),
  ],
  denseBackward: [
    ...hiddenAtSizes(denseBackwardAsked, 0.5),
    denseBackwardSlopes(hidden('the slopes of another loss', '另一个损失的斜率', 1), 4, 3, 2),
  ],
  trainMlp: [
    trainMlpStart(hidden('the start weights of another network', '另一个网络的初始权重', 0.5), 64),
    // As many examples as inputs, units and classes: every matrix inside is square.
    oneStep(mlp, hidden('one step on other data', '在另一些数据上走一步', 0.5), {
      examples: 3,
      features: 3,
      classes: 3,
    }),
    smallerLastBatch(mlp, hidden('another smaller last minibatch', '另一个较小的最后小批量', 0.5), {
      examples: 5,
      batchSize: 4,
    }),
    learnsClouds(mlp, hidden('it learns two clouds', '能学会区分两团点', 0.5), {
      examples: 12,
      classes: 2,
    }),
  ],
};
