/**
 * The tests that students see, lesson 02, and the makers that the hidden tests share with them:
 * hidden tests make the same demands on other inputs. Nothing here knows the solution.
 */
import { type Test, type TestContext, type TestsByExercise, test } from '../../judge/test.js';
import type { TensorValue } from '../../judge/value.js';
import { at, dense, numbers, rowsOf, slopes } from './arithmetic.js';
import { type Given, visible as trainMlp } from './training.js';

/** Fixed rows, or rows drawn for the student: what stands in this file is known to everybody. */
type Rows = number[][] | ((t: TestContext) => number[][]);
const rowsFor = (t: TestContext, rows: Rows): number[][] => (Array.isArray(rows) ? rows : rows(t));

// softmax

export function softmaxValues(given: Given, batch: number, classes: number): Test {
  return test({ kind: 'property', ...given }, async (t) => {
    const logits = t.randomTensor([batch, classes], 2);
    const got = t.expectTensor(await t.student.softmax?.(logits), { shape: [batch, classes] });
    for (const [i, row] of rowsOf(got).entries()) {
      const sum = row.reduce((a, b) => a + b, 0);
      t.expect(Math.abs(sum - 1) < 1e-4, `Row ${i} sums to ${sum.toFixed(4)}, not to 1.`, { got });
    }
    t.expectClose(got, await t.reference.softmax?.(logits));
    t.expectArgumentsUnchanged();
  });
}

export function softmaxLarge(given: Given, rows: Rows): Test {
  return test({ kind: 'stability', ...given }, async (t) => {
    const logits = t.tensor(rowsFor(t, rows));
    // Wide, for float32 rounds differently on each right way; what is sought is NaN and Infinity.
    const wide = { atol: 2e-3, rtol: 2e-3 };
    t.expectClose(await t.student.softmax?.(logits), await t.reference.softmax?.(logits), wide);
  });
}

const softmaxWorked = test(
  {
    name: 'the worked example',
    points: 0.5,
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

const randomLabels = (t: TestContext, batch: number, classes: number): TensorValue =>
  t.tensor(
    Array.from({ length: batch }, () => t.rng.integer(0, classes)),
    [batch],
    'int32',
  );

export function crossEntropyValues(given: Given, batch: number, classes: number): Test {
  return test({ kind: 'value', ...given }, async (t) => {
    const logits = t.randomTensor([batch, classes], 2);
    const labels = randomLabels(t, batch, classes);
    const got = await t.student.crossEntropy?.(logits, labels);
    t.expectClose(got, await t.reference.crossEntropy?.(logits, labels));
    t.expectArgumentsUnchanged();
  });
}

export function crossEntropyKnowingNothing(given: Given, batch: number, classes: number): Test {
  return test({ kind: 'property', ...given }, async (t) => {
    const logits = t.tensor(new Array<number>(batch * classes).fill(0.5), [batch, classes]);
    const got = await t.student.crossEntropy?.(logits, randomLabels(t, batch, classes));
    t.expectClose(got, t.tensor([Math.log(classes)], []));
  });
}

export function crossEntropyLarge(given: Given, rows: Rows, labels: number[]): Test {
  return test({ kind: 'stability', ...given }, async (t) => {
    const logits = t.tensor(rowsFor(t, rows));
    const classes = t.tensor(labels, [labels.length], 'int32');
    const got = await t.student.crossEntropy?.(logits, classes);
    t.expectClose(got, await t.reference.crossEntropy?.(logits, classes));
  });
}

const crossEntropyWorked = test(
  {
    name: 'the worked example',
    points: 0.5,
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

// denseForward

export function denseForwardValues(given: Given, b: number, d: number, h: number): Test {
  return test({ kind: 'value', ...given }, async (t) => {
    const [x, w, bias] = [t.randomTensor([b, d]), t.randomTensor([d, h]), t.randomTensor([h])];
    const got = await t.student.denseForward?.(x, w, bias);
    t.expectClose(got, await t.reference.denseForward?.(x, w, bias));
    t.expectArgumentsUnchanged();
  });
}

export function denseForwardZeroInput(given: Given, b: number, d: number, h: number): Test {
  return test({ kind: 'property', ...given }, async (t) => {
    const zeros = t.tensor(new Array<number>(b * d).fill(0), [b, d]);
    const bias = t.randomTensor([h]);
    const rows = Array.from({ length: b }, () => Array.from(bias.data));
    t.expectClose(
      await t.student.denseForward?.(zeros, t.randomTensor([d, h]), bias),
      t.tensor(rows),
    );
  });
}

const denseForwardWorked = test(
  {
    name: 'the worked example',
    points: 0.5,
    kind: 'value',
    visible: true,
    hint: 'Rows of x meet columns of w; the bias is added to every row.',
  },
  async (t) => {
    const x = t.tensor([
      [1, 2],
      [0, 1],
    ]);
    const w = t.tensor([
      [1, 0, 2],
      [3, 1, 0],
    ]);
    const b = t.tensor([10, 20, 30]);
    const expected = [
      [17, 22, 32],
      [13, 21, 30],
    ];
    t.expectClose(await t.student.denseForward?.(x, w, b), t.tensor(expected));
  },
);

// denseBackward

const gradientNames = ['dx', 'dw', 'db'] as const;

export function denseBackwardValues(given: Given, b: number, d: number, h: number): Test {
  return test({ kind: 'value', ...given }, async (t) => {
    const [x, w, dy] = [t.randomTensor([b, d]), t.randomTensor([d, h]), t.randomTensor([b, h])];
    const got = t.expectObject(await t.student.denseBackward?.(x, w, dy), gradientNames);
    t.expectClose(got, await t.reference.denseBackward?.(x, w, dy));
    t.expectArgumentsUnchanged();
  });
}

/** The loss is `sum(dy * y)`: its gradient in y is dy, so its slopes in x, w and b are the answers. */
export function denseBackwardSlopes(given: Given, b: number, d: number, h: number): Test {
  return test({ kind: 'gradient', ...given }, async (t) => {
    const [x, w, dy] = [t.randomTensor([b, d]), t.randomTensor([d, h]), t.randomTensor([b, h])];
    const got = t.expectObject(await t.student.denseBackward?.(x, w, dy), gradientNames);
    const [allX, allW, bias] = [numbers(x), numbers(w), new Float64Array(h)];
    const loss = (): number => {
      let sum = 0;
      for (let i = 0; i < b; i++) {
        const y = dense(allX.subarray(i * d, (i + 1) * d), allW, bias);
        for (let j = 0; j < h; j++) sum += at(dy.data, i * h + j) * at(y, j);
      }
      return sum;
    };
    const close = { atol: 1e-3, rtol: 1e-3 };
    t.expectClose(got.dx, t.tensor(slopes(loss, allX, 1e-3), [b, d]), { what: 'dx', ...close });
    t.expectClose(got.dw, t.tensor(slopes(loss, allW, 1e-3), [d, h]), { what: 'dw', ...close });
    t.expectClose(got.db, t.tensor(slopes(loss, bias, 1e-3), [h]), { what: 'db', ...close });
  });
}

const denseBackwardWorked = test(
  {
    name: 'the worked example',
    points: 1,
    kind: 'value',
    visible: true,
    hint: 'Let the shapes guide you: dx is [B, D], dw is [D, H], db is [H].',
  },
  async (t) => {
    const x = t.tensor([
      [1, 2],
      [0, 1],
    ]);
    const w = t.tensor([
      [1, 0, 2],
      [3, 1, 0],
    ]);
    const dy = t.tensor([
      [1, 0, 0],
      [0, 2, 1],
    ]);
    t.expectClose(await t.student.denseBackward?.(x, w, dy), {
      dx: t.tensor([
        [1, 3],
        [2, 2],
      ]),
      dw: t.tensor([
        [1, 0, 0],
        [2, 2, 1],
      ]),
      db: t.tensor([1, 2, 1]),
    });
  },
);

export const tests: TestsByExercise = {
  denseForward: [
    denseForwardWorked,
    denseForwardValues(
      {
        name: 'random input',
        points: 0.5,
        visible: true,
        hint: 'Which axis of x meets which axis of w? The result has one row for each row of x.',
      },
      4,
      3,
      2,
    ),
  ],
  softmax: [
    softmaxWorked,
    softmaxValues(
      {
        name: 'every row is a set of probabilities',
        points: 0.5,
        visible: true,
        hint: 'Each example is a row, so the sum runs over the classes: axis 1.',
      },
      4,
      3,
    ),
    softmaxLarge(
      {
        name: 'very large scores',
        points: 0.5,
        visible: true,
        hint: 'exp(1000) is Infinity. Which number can you take from a row without changing the quotient?',
      },
      [
        [1000, 0, -1000],
        [-1000, -1001, -1002],
      ],
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
    crossEntropyValues(
      {
        name: 'random scores',
        points: 0.5,
        visible: true,
        hint: 'One number comes out: the mean over the examples, of the right class only.',
      },
      6,
      3,
    ),
    crossEntropyLarge(
      {
        name: 'very large scores',
        points: 0.5,
        visible: true,
        hint: 'log(softmax(z)) can be written without ever forming the softmax: see tf.logSumExp.',
      },
      [
        [800, 0],
        [-900, 900],
      ],
      [1, 0],
    ),
  ],
  denseBackward: [
    denseBackwardWorked,
    denseBackwardValues(
      {
        name: 'random input',
        points: 0.5,
        visible: true,
        hint: 'dw collects what every example says: a product over the batch axis.',
      },
      4,
      3,
      2,
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
