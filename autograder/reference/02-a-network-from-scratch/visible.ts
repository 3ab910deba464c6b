/**
 * The tests that students see, lesson 02, and the makers that the hidden tests share with them:
 * hidden tests make the same demands on other inputs. Nothing here knows the solution.
 */
import { type Test, type TestContext, type TestsByExercise, test } from '../../judge/test.js';
import type { TensorValue, Value } from '../../judge/value.js';
import { type Asked, atSizes, type Given } from '../../test-kit/sizes.js';
import { rowsOf } from './arithmetic.js';
import {
  denseBackwardAsked,
  denseBackwardSlopes,
  denseBackwardWorked,
  denseForwardAsked,
  denseForwardWorked,
} from './dense-tests.js';
import { visible as trainMlp } from './training.js';

/** Rows drawn for the student: what stands in this file is known to everybody. */
type Rows = (t: TestContext) => number[][];

// softmax

export const softmaxAsked: Asked = {
  exercise: 'softmax',
  sizes: 2,
  draw: (t, batch, classes) => [t.randomTensor([batch as number, classes as number], 2)],
  async judge(t, answer, [logits]) {
    const { shape } = logits as TensorValue;
    const got = t.expectTensor(answer, { shape });
    for (const [i, row] of rowsOf(got).entries()) {
      const sum = row.reduce((a, b) => a + b, 0);
      t.expect(Math.abs(sum - 1) < 1e-4, `Row ${i} sums to ${sum.toFixed(4)}, not to 1.`, { got });
    }
    t.expectClose(got, await t.reference.softmax?.(logits));
  },
};

export function softmaxLarge(given: Given, rows: Rows): Test {
  return test({ kind: 'stability', ...given }, async (t) => {
    const logits = t.tensor(rows(t));
    // Wide, for float32 rounds differently on each right way; what is sought is NaN and Infinity.
    const wide = { atol: 2e-3, rtol: 2e-3 };
    t.expectClose(await t.student.softmax?.(logits), await t.reference.softmax?.(logits), wide);
  });
}

const softmaxWorked = test(
  {
    name: 'the worked example',
    points: 0.25,
    kind: 'value',
    visible: true,
    hint: 'Powers first, then divide each row by its own sum: sum along axis 1 and keep the axis.',
  },
  async (t) => {
    const logits = t.tensor([
      [0, Math.log(3)],
      [2, 2],
    ]);
    const expected = [
      [0.25, 0.75],
      [0.5, 0.5],
    ];
    t.expectClose(await t.student.softmax?.(logits), t.tensor(expected));
  },
);

// crossEntropy

/** Class numbers, of at least two classes where there is more than one example. */
function randomLabels(t: TestContext, batch: number, classes: number): TensorValue {
  const labels = Array.from({ length: batch }, () => t.rng.integer(0, classes));
  if (batch > 1 && new Set(labels).size === 1) labels[0] = ((labels[0] as number) + 1) % classes;
  return t.tensor(labels, [batch], 'int32');
}

export const crossEntropyAsked: Asked = {
  exercise: 'crossEntropy',
  sizes: 2,
  draw: (t, batch, classes) => [
    t.randomTensor([batch as number, classes as number], 2),
    randomLabels(t, batch as number, classes as number),
  ],
};

/** Equal scores, whatever they are, and then scores that say a little. */
export function crossEntropyKnowingNothing(given: Given, batch: number, classes: number): Test {
  return test({ kind: 'property', ...given }, async (t) => {
    const level = t.rng.uniform(-3, 3);
    const labels = randomLabels(t, batch, classes);
    const cost = async (more: number): Promise<Value> => {
      const rows = Array.from(labels.data, (label) =>
        Array.from({ length: classes }, (_, c) => (c === label ? level + more : level)),
      );
      return t.student.crossEntropy?.(t.tensor(rows), labels);
    };
    t.expectClose(await cost(0), t.tensor([Math.log(classes)], []));
    const more = t.rng.uniform(0.5, 2);
    const better = Math.log(Math.exp(more) + classes - 1) - more;
    t.expectClose(await cost(more), t.tensor([better], []));
  });
}

export function crossEntropyLarge(given: Given, rows: Rows, labels: number[]): Test {
  return test({ kind: 'stability', ...given }, async (t) => {
    const logits = t.tensor(rows(t));
    const classes = t.tensor(labels, [labels.length], 'int32');
    const got = await t.student.crossEntropy?.(logits, classes);
    t.expectClose(got, await t.reference.crossEntropy?.(logits, classes));
  });
}

const crossEntropyWorked = test(
  {
    name: 'the worked example',
    points: 0.25,
    kind: 'value',
    visible: true,
    hint: 'Take the log of the probability of the right class, change its sign, then the mean.',
  },
  async (t) => {
    const logits = t.tensor([
      [0, Math.log(3)],
      [0, Math.log(3)],
    ]);
    const labels = t.tensor([1, 0], [2], 'int32');
    const expected = (-Math.log(0.75) - Math.log(0.25)) / 2;
    t.expectClose(await t.student.crossEntropy?.(logits, labels), t.tensor([expected], []));
  },
);

export const tests: TestsByExercise = {
  denseForward: [
    denseForwardWorked,
    atSizes(
      denseForwardAsked,
      {
        name: 'random input',
        points: 0.75,
        visible: true,
        hint: 'Which axis of x meets which axis of w? The result has one row for each row of x.',
      },
      [4, 3, 2],
      [4, 3, 2],
      [1, 2, 3],
      [3, 3, 3],
    ),
  ],
  softmax: [
    softmaxWorked,
    atSizes(
      softmaxAsked,
      {
        name: 'every row is a set of probabilities',
        points: 0.75,
        kind: 'property',
        visible: true,
        hint: 'Each example is a row, so the sum runs over the classes: axis 1. A batch of one keeps its axis.',
      },
      [4, 3],
      [4, 3],
      [1, 4],
      [3, 3],
      [2, 5],
    ),
    softmaxLarge(
      {
        name: 'very large scores',
        points: 0.5,
        visible: true,
        hint: 'exp(1000) is Infinity. Which number can you take from a row without changing the quotient?',
      },
      (t) => {
        const [high, low] = [t.rng.uniform(900, 1100), t.rng.uniform(-1100, -900)];
        return [
          [high, high - t.rng.uniform(0, 3), low],
          [low, low - t.rng.uniform(0, 2), low - t.rng.uniform(0, 4)],
        ];
      },
    ),
  ],
  crossEntropy: [
    crossEntropyWorked,
    crossEntropyKnowingNothing(
      {
        name: 'knowing nothing costs ln C',
        points: 0.5,
        visible: true,
        hint: 'Equal scores mean probability 1/C for each class; the loss is in nats, by the natural log.',
      },
      5,
      4,
    ),
    atSizes(
      crossEntropyAsked,
      {
        name: 'random scores',
        points: 0.75,
        visible: true,
        hint: 'One number comes out: the mean over the examples, of the right class only.',
      },
      [6, 3],
      [6, 3],
      [1, 3],
      [3, 3],
      [2, 5],
    ),
    crossEntropyLarge(
      {
        name: 'very large scores',
        points: 0.5,
        visible: true,
        hint: 'log(softmax(z)) can be written without ever forming the softmax: see tf.logSumExp.',
      },
      (t) => [
        [t.rng.integer(700, 900), 0],
        [t.rng.integer(-1000, -800), 900],
      ],
      [1, 0],
    ),
  ],
  denseBackward: [
    denseBackwardWorked,
    atSizes(
      denseBackwardAsked,
      {
        name: 'random input',
        points: 1.25,
        visible: true,
        hint: 'dw collects what every example says: a product over the batch axis.',
      },
      [4, 3, 2],
      [4, 3, 2],
      [1, 2, 3],
      [3, 3, 3],
    ),
    denseBackwardSlopes(
      {
        name: 'the gradients are the slopes of the loss',
        points: 1,
        visible: true,
        hint: 'Move one number of x, w or b a little: the loss must change by the gradient times that.',
      },
      3,
      2,
      3,
    ),
  ],
  trainMlp,
};
