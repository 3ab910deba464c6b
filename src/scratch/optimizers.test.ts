import { afterAll, beforeAll, expect, test } from 'vitest';
import { useBackend } from '../backend/index.js';
import { tf } from '../nn/tf.js';
import {
  type AdamState,
  adamStep,
  adamW,
  momentumStep,
  rmspropStep,
  sgdStep,
} from './optimizers.js';

beforeAll(async () => {
  await useBackend('cpu');
});
afterAll(() => tf.disposeVariables());

const start = [1.5, -2, 0.7];
/** A ravine that is not along the axes, and whose gradient changes from step to step. */
const gradientOf = (w: readonly number[], step: number): number[] => {
  const [a = 0, b = 0, c = 0] = w;
  const turn = Math.sin(step);
  return [a + 0.5 * b + 0.1 * turn, 0.5 * a + 4 * b - c, c - b + 0.3 * Math.cos(step)];
};

/** 1,000 steps of an optimiser of `tf.train`, fed the same gradients by name. */
function byLibrary(optimizer: ReturnType<typeof tf.train.sgd>): number[] {
  const weights = tf.variable(tf.tensor1d(start), true, `scratch-${names++}`);
  for (let step = 0; step < 1000; step++) {
    const gradient = tf.tensor1d(gradientOf([...weights.dataSync()], step));
    optimizer.applyGradients([{ name: weights.name, tensor: gradient }]);
    gradient.dispose();
  }
  const end = [...weights.dataSync()];
  optimizer.dispose();
  weights.dispose();
  return end;
}
let names = 0;

function bySteps<S>(state: S, step: (w: number[], g: number[], s: S) => [number[], S]): number[] {
  let weights = [...start];
  for (let i = 0; i < 1000; i++) {
    [weights, state] = step(weights, gradientOf(weights, i), state);
  }
  return weights;
}

function expectClose(got: number[], expected: number[]): void {
  expect(got).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) {
    expect(Math.abs((got[i] as number) - value)).toBeLessThan(2e-5);
  }
}

const zeros = [0, 0, 0];

test("gradient descent is the library's over 1,000 steps", () => {
  const mine = bySteps(null, (w, g) => [sgdStep(w, g, 0.05), null]);
  expectClose(mine, byLibrary(tf.train.sgd(0.05)));
});

test.each([false, true])("momentum is the library's, Nesterov %s", (nesterov) => {
  const options = { learningRate: 0.02, momentum: 0.9, nesterov };
  const mine = bySteps(zeros, (w, g, velocity) => {
    const next = momentumStep(w, g, velocity, options);
    return [next.weights, next.velocity];
  });
  expectClose(mine, byLibrary(tf.train.momentum(0.02, 0.9, nesterov)));
});

test("RMSProp is the library's", () => {
  const mine = bySteps(zeros, (w, g, squares) => {
    const next = rmspropStep(w, g, squares, { learningRate: 0.01 });
    return [next.weights, next.squares];
  });
  expectClose(mine, byLibrary(tf.train.rmsprop(0.01, 0.9, 0, 1e-7)));
});

test("Adam is the library's", () => {
  const state: AdamState = { m: zeros, v: zeros, step: 0 };
  const mine = bySteps(state, (w, g, before) => {
    const next = adamStep(w, g, before, { learningRate: 0.02 });
    return [next.weights, next.state];
  });
  expectClose(mine, byLibrary(tf.train.adam(0.02, 0.9, 0.999, 1e-8)));
});

test("AdamW is the library's", () => {
  const options = { steps: 1000, learningRate: () => 0.02, weightDecay: 0.3 };
  const path = adamW(start, gradientOf, options);
  expect(path).toHaveLength(1001);
  expect(path[0]).toEqual(start);
  expectClose(path.at(-1) as number[], byLibrary(tf.train.adamw(0.02, { weightDecay: 0.3 })));
});

test("Adam's first step is the learning rate, whatever the size of the gradient", () => {
  for (const size of [1e-3, 1, 1e4]) {
    const { weights } = adamStep([0], [size], { m: [0], v: [0], step: 0 }, { learningRate: 0.1 });
    expect(weights[0]).toBeCloseTo(-0.1, 5);
  }
});

test('AdamW clips, follows its schedule and hands out weights of their own', () => {
  const seen: number[] = [];
  const path = adamW(
    [0, 0],
    (w, step) => {
      seen.push(step);
      w.fill(99);
      return [300, 400];
    },
    { steps: 3, learningRate: (step) => step / 10, maxNorm: 1e-8, epsilon: 1e-8, weightDecay: 0 },
  );
  expect(seen).toEqual([0, 1, 2]);
  expect(path[1]).toEqual([0, 0]);
  // The clipped gradient is [6e-9, 8e-9]: epsilon counts beside it.
  expect(path[2]?.[0]).toBeCloseTo((-0.1 * 6) / 16, 6);
});
