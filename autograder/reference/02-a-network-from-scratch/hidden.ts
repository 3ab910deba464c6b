/** The hidden tests of lesson 02: the demands of the visible ones, on other inputs. */
import { type TestsByExercise, test } from '../../judge/test.js';
import { learns, oneStep } from './training.js';
import {
  crossEntropyLarge,
  crossEntropyValues,
  denseBackwardSlopes,
  denseBackwardValues,
  denseForwardValues,
  denseForwardZeroInput,
  softmaxLarge,
  softmaxValues,
} from './visible.js';

const hidden = (name: string, points: number) => ({ name, points, visible: false });

const softmaxShift = test(
  { ...hidden('a shift of a row changes nothing', 0.5), kind: 'property' },
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

export const tests: TestsByExercise = {
  denseForward: [
    denseForwardValues(hidden('another shape', 0.5), 1, 5, 4),
    denseForwardZeroInput(hidden('input of zeros gives the bias', 0.5), 3, 2, 4),
  ],
  softmax: [
    softmaxValues(hidden('another shape', 0.5), 2, 7),
    softmaxShift,
    softmaxLarge(hidden('scores of other sizes', 0.5), (t) => {
      const [low, high] = [t.rng.integer(-4000, -2000), t.rng.integer(3000, 6000)];
      return [
        [low, low + t.rng.integer(0, 3)],
        [high, high - t.rng.integer(1, 3)],
        [0, t.rng.integer(15_000, 25_000)],
      ];
    }),
  ],
  crossEntropy: [
    crossEntropyValues(hidden('another shape', 1), 7, 5),
    crossEntropyValues(hidden('a batch of one', 0.5), 1, 3),
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
    denseBackwardValues(hidden('another shape', 1), 5, 2, 4),
    denseBackwardValues(hidden('a batch of one', 0.5), 1, 4, 3),
    denseBackwardSlopes(hidden('the slopes of another loss', 1), 4, 3, 2),
  ],
  trainMlp: [
    oneStep(hidden('one step on other data', 0.5), 4, 3, 2),
    learns(hidden('it learns two clouds', 1), 12, 2),
  ],
};
