/** The demands of lesson 02's visible and hidden tests. Nothing here knows the solution. */
import { type Test, type TestContext, test } from '../../judge/test.js';
import type { TensorValue, Value } from '../../judge/value.js';
import { at, dense, relu, rowsOf } from '../../test-kit/float64.js';
import { gradientsAreSlopes } from '../../test-kit/functions.js';
import type { Given } from '../../test-kit/given.js';
import { type Classifier, classifier } from '../../test-kit/model.js';
import { type Asked, drawn } from '../../test-kit/sizes.js';
import { heStart } from '../../test-kit/start-distribution.js';
import { randomLabels } from '../../test-kit/toy.js';
import type { Training } from '../../test-kit/training.js';
import { startDistribution } from '../../test-kit/training-tests.js';

export const denseForwardAsked: Asked = {
  exercise: 'denseForward',
  sizes: 3,
  draw: drawn('BD DH H'),
};

/** Zeros give the bias; a bias of zeros gives the product. */
export function denseForwardZeroInput(given: Given, b: number, d: number, h: number): Test {
  return test({ kind: 'property', ...given }, async (t) => {
    const zeros = (...shape: number[]): TensorValue =>
      t.tensor(new Array<number>(shape.reduce((n, size) => n * size, 1)).fill(0), shape);
    const [x, w, bias] = [t.randomTensor([b, d]), t.randomTensor([d, h]), t.randomTensor([h])];
    const rows = Array.from({ length: b }, () => Array.from(bias.data));
    t.expectClose(await t.student.denseForward?.(zeros(b, d), w, bias), t.tensor(rows));
    const product = rowsOf(x).map((row) => dense(row, w.data, zeros(h).data));
    t.expectClose(await t.student.denseForward?.(x, w, zeros(h)), t.tensor(product));
  });
}

export const softmaxAsked: Asked = {
  exercise: 'softmax',
  sizes: 2,
  draw: drawn('BC', 2),
  async judge(t, answer, [logits]) {
    const { shape } = logits as TensorValue;
    const got = t.expectTensor(answer, { shape });
    for (const [i, row] of rowsOf(got).entries()) {
      const sum = row.reduce((a, b) => a + b, 0);
      const sentence = {
        en: `Row ${i} sums to ${sum.toFixed(4)}, not to 1.`,
        zh: `第 ${i} 行的和是 ${sum.toFixed(4)}，不是 1。`,
      };
      t.expect(Math.abs(sum - 1) < 1e-4, sentence, { got });
    }
    t.expectClose(got, await t.reference.softmax?.(logits));
  },
};

export const crossEntropyAsked: Asked = {
  exercise: 'crossEntropy',
  sizes: 2,
  draw: (t, ...sizes) => [
    ...drawn('BC', 2)(t, ...sizes),
    randomLabels(t, ...(sizes as [number, number])),
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
    t.expectClose(await cost(0), t.tensor(Math.log(classes)));
    const more = t.rng.uniform(0.5, 2);
    t.expectClose(await cost(more), t.tensor(Math.log(Math.exp(more) + classes - 1) - more));
  });
}

/** Scores drawn for the student (what stands in this file is known to everybody), with labels. */
export const scored =
  (rows: (t: TestContext) => number[][], labels: number[]) =>
  (t: TestContext): TensorValue[] => [t.tensor(rows(t)), t.tensor(labels, undefined, 'int32')];

export const denseBackwardAsked: Asked = {
  exercise: 'denseBackward',
  sizes: 3,
  draw: drawn('BD DH BH'),
  async judge(t, answer, args) {
    const got = t.expectObject(answer, ['dx', 'dw', 'db']);
    t.expectClose(got, await t.reference.denseBackward?.(...args));
  },
};

/** The loss is `sum(dy * y)`: its gradient in y is dy, so its slopes in x, w and b are the answers. */
export const denseBackwardSlopes = (given: Given, b: number, d: number, h: number): Test =>
  gradientsAreSlopes<'dx' | 'dw' | 'db'>('denseBackward', given, (t) => {
    const [x, w, dy] = [t.randomTensor([b, d]), t.randomTensor([d, h]), t.randomTensor([b, h])];
    return {
      args: [x, w, dy],
      at: { dx: x, dw: w, db: t.tensor(new Array<number>(h).fill(0)) },
      loss({ dx, dw, db }) {
        let sum = 0;
        for (let i = 0; i < b; i++) {
          const y = dense(dx.subarray(i * d, (i + 1) * d), dw, db);
          for (let j = 0; j < h; j++) sum += at(dy.data, i * h + j) * at(y, j);
        }
        return sum;
      },
    };
  });

type Weight = 'w1' | 'b1' | 'w2' | 'b2';

/** A network of one hidden ReLU layer. */
export const mlp: Training<Weight> & Classifier<Weight> = {
  exercise: 'trainMlp',
  sized: (hidden) => ({ hidden }),
  shapes: ({ features, units, classes }) => ({
    w1: [features, units],
    b1: [units],
    w2: [units, classes],
    b2: [classes],
  }),
  ...classifier<Weight>({
    kinks: ({ w1, b1 }, example) => dense(example, w1, b1),
    scores: ({ w1, b1, w2, b2 }, example) => dense(relu(dense(example, w1, b1)), w2, b2),
  }),
};

/**
 * Inputs and outputs of a layer differ by a factor of three or four, so that no other rule gives the
 * same. A right start is refused less than once in a million seeds.
 *
 * @param units with 128 the form of the distribution is told, with 64 its spread
 */
export function trainMlpStart(given: Given, units: 64 | 128): Test {
  const sizes = ({ rng }: TestContext) => {
    const size = (): number => rng.integer(units / 4, units / 4 + 8);
    return { units, features: size(), classes: size() };
  };
  const inputs = ({ features }: { features: number }) => ({ w1: features, w2: units });
  return startDistribution(mlp, given, sizes, inputs, heStart);
}
