import { beforeAll, expect, test } from 'vitest';
import { use } from '../nn/layers/test-tools.js';
import { numericalGradient, relativeError } from '../nn/test-tools.js';
import { type Scalar, type Tensor, tf } from '../nn/tf.js';
import {
  ganDiscriminatorLoss,
  ganGeneratorLoss,
  hingeDiscriminatorLoss,
  lsganDiscriminatorLoss,
  lsganGeneratorLoss,
  wassersteinCriticLoss,
  wassersteinGeneratorLoss,
} from './losses.js';

beforeAll(() => use('cpu'));

const scores = (...values: number[]): Tensor => tf.tensor2d(values, [values.length, 1]);
const numberOf = (loss: () => Scalar): number => tf.tidy(() => loss().dataSync()[0] as number);
const [real, fake] = [
  [0.3, -1.2, 2.5],
  [0.8, -0.4, -3],
];
const mean = (values: number[]): number => values.reduce((a, b) => a + b) / values.length;
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

test.each<[string, (r: Tensor, f: Tensor) => Scalar, (r: number[], f: number[]) => number]>([
  [
    'discriminator',
    ganDiscriminatorLoss,
    (r, f) =>
      mean(r.map((x) => -Math.log(sigmoid(x)))) + mean(f.map((x) => -Math.log(1 - sigmoid(x)))),
  ],
  [
    'discriminator with smoothed labels',
    (r, f) => ganDiscriminatorLoss(r, f, { labelSmoothing: 0.1 }),
    (r, f) =>
      mean(r.map((x) => -0.9 * Math.log(sigmoid(x)) - 0.1 * Math.log(1 - sigmoid(x)))) +
      mean(f.map((x) => -Math.log(1 - sigmoid(x)))),
  ],
  ['generator', (_, f) => ganGeneratorLoss(f), (_, f) => mean(f.map((x) => -Math.log(sigmoid(x))))],
  [
    'least squares',
    lsganDiscriminatorLoss,
    (r, f) => (mean(r.map((x) => (x - 1) ** 2)) + mean(f.map((x) => x * x))) / 2,
  ],
  [
    'least squares, generator',
    (_, f) => lsganGeneratorLoss(f),
    (_, f) => mean(f.map((x) => (x - 1) ** 2)) / 2,
  ],
  ['critic', wassersteinCriticLoss, (r, f) => mean(f) - mean(r)],
  ["critic's generator", (_, f) => wassersteinGeneratorLoss(f), (_, f) => -mean(f)],
  [
    'hinge',
    hingeDiscriminatorLoss,
    (r, f) => mean(r.map((x) => Math.max(0, 1 - x))) + mean(f.map((x) => Math.max(0, 1 + x))),
  ],
])('%s is its formula, with the gradient of differences', (_, loss, formula) => {
  expect(numberOf(() => loss(scores(...real), scores(...fake)))).toBeCloseTo(
    formula(real, fake),
    5,
  );
  const at = [...real, ...fake];
  const f = (both: Tensor): Scalar => {
    const rows = tf.reshape(both, [6, 1]);
    return loss(tf.slice(rows, [0, 0], [3, 1]), tf.slice(rows, [3, 0], [3, 1]));
  };
  const numerical = numericalGradient((moved) => numberOf(() => f(tf.tensor1d([...moved]))), at);
  const gradient = tf.tidy(() => tf.grad(f)(tf.tensor1d(at)).dataSync());
  expect(relativeError(gradient, numerical)).toBeLessThan(1e-3);
});

test('scores of ±100 have finite losses and slopes', () => {
  const far = [-100, 100];
  for (const [loss, value, slope] of [
    [(x: Tensor) => ganDiscriminatorLoss(x, tf.zerosLike(x)), 50 + Math.LN2, [-0.5, 0]],
    [(x: Tensor) => ganDiscriminatorLoss(tf.zerosLike(x), x), 50 + Math.LN2, [0, 0.5]],
    [ganGeneratorLoss, 50, [-0.5, 0]],
  ] as const) {
    expect(numberOf(() => loss(scores(...far)))).toBeCloseTo(value, 4);
    const given = tf.tidy(() =>
      Array.from(
        tf
          .grad(loss)(scores(...far))
          .dataSync(),
      ),
    );
    given.forEach((one, i) => {
      expect(one).toBeCloseTo(slope[i] as number, 6);
    });
  }
});

test('refuses a share out of range, and leaves no tensor', () => {
  const [r, f] = [scores(...real), scores(...fake)];
  expect(() => ganDiscriminatorLoss(r, f, { labelSmoothing: 1 })).toThrow(
    'Expected `labelSmoothing` to be a number in [0, 1). Received: 1',
  );
  const before = tf.memory().numTensors;
  ganDiscriminatorLoss(r, f).dispose();
  hingeDiscriminatorLoss(r, f).dispose();
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose([r, f]);
});
