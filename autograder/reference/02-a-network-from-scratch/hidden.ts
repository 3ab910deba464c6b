/** The hidden tests of lesson 02: the demands of the visible ones, on other inputs. */
import { type TestsByExercise, test } from '../../judge/test.js';
import type { Exemptions } from '../../test-kit/contract.js';
import { batchOfOne, sameShapeTwice, squareAndNot } from '../../test-kit/sizes.js';
import {
  denseBackwardAsked,
  denseBackwardSlopes,
  denseForwardAsked,
  denseForwardZeroInput,
} from './dense-tests.js';
import { learns, oneStep } from './training.js';
import { remainder, startDistribution } from './training-parts.js';
import { crossEntropyAsked, crossEntropyLarge, softmaxAsked, softmaxLarge } from './visible.js';

const hidden = (name: string, points: number) => ({ name, points, visible: false });

const softmaxShift = test(
  { ...hidden('a shift of a row changes nothing', 0.25), kind: 'property' },
  async (t) => {
    const logits = t.randomTensor([3, 5]);
    const shift = t.rng.uniform(-20, 20);
    const moved = t.tensor(
      Array.from(logits.data, (v) => v + shift),
      [3, 5],
    );
    const expected = await t.reference.softmax?.(logits);
    t.expectClose(await t.student.softmax?.(moved), expected, { atol: 1e-4 });
  },
);

/** Kinds of inputs that an exercise's hidden tests leave out, and why. */
export const exempt: Exemptions = {};

export const tests: TestsByExercise = {
  denseForward: [
    squareAndNot(denseForwardAsked, hidden('square matrices and others', 0.25)),
    batchOfOne(denseForwardAsked, hidden('a batch of one', 0.25)),
    sameShapeTwice(denseForwardAsked, hidden('other numbers of the same shape', 0.25)),
    denseForwardZeroInput(hidden('input of zeros gives the bias', 0.25), 3, 2, 4),
  ],
  softmax: [
    squareAndNot(softmaxAsked, hidden('square matrices and others', 0.25)),
    batchOfOne(softmaxAsked, hidden('a batch of one', 0.25)),
    sameShapeTwice(softmaxAsked, hidden('other numbers of the same shape', 0.25)),
    softmaxShift,
    softmaxLarge(hidden('scores of other sizes', 0.5), (t) => {
      const [low, high] = [t.rng.integer(-4000, -2000), t.rng.integer(3000, 6000)];
      return [
        [low, low + t.rng.uniform(0, 3)],
        [high, high - t.rng.uniform(0, 3)],
        [0, t.rng.integer(15_000, 25_000)],
      ];
    }),
  ],
  crossEntropy: [
    squareAndNot(crossEntropyAsked, hidden('square matrices and others', 0.5)),
    batchOfOne(crossEntropyAsked, hidden('a batch of one', 0.5)),
    sameShapeTwice(crossEntropyAsked, hidden('other numbers of the same shape', 0.5)),
    crossEntropyLarge(
      hidden('scores of other sizes', 0.5),
      (t) => [
        [0, t.rng.integer(15_000, 25_000), 1],
        [-500, t.rng.integer(-503, -500), -1500],
        [t.rng.integer(2000, 4000), 0, 1],
      ],
      [2, 0, 0],
    ),
  ],
  denseBackward: [
    squareAndNot(denseBackwardAsked, hidden('square matrices and others', 0.5)),
    batchOfOne(denseBackwardAsked, hidden('a batch of one', 0.5)),
    sameShapeTwice(denseBackwardAsked, hidden('other numbers of the same shape', 0.5)),
    denseBackwardSlopes(hidden('the slopes of another loss', 1), 4, 3, 2),
  ],
  trainMlp: [
    startDistribution(hidden('the start weights of another network', 0.5), 64),
    // As many examples as inputs, units and classes: every matrix inside is square.
    oneStep(hidden('one step on other data', 0.5), 3, 3, 3),
    remainder(hidden('another smaller last minibatch', 0.5), 5, 4),
    learns(hidden('it learns two clouds', 0.5), 12, 2),
  ],
};
