import { beforeAll, expect, test } from 'vitest';
import {
  numericalGradient,
  relativeError,
  tensorsLeft,
  useCpu,
} from '../deep-learning/test-tools.js';
import {
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tf,
} from '../nn/tf.js';
import {
  bernoulliLogLikelihood,
  betaVaeLoss,
  collapseReport,
  importanceWeightedBound,
  interpolate,
  klStandardNormal,
  reparameterize,
} from './variational.js';

beforeAll(useCpu);

let seed = 0;
const normal = <T extends Tensor>(...shape: number[]): T =>
  tf.randomNormal(shape, 0, 1, 'float32', ++seed) as T;

test('draws have the mean and the deviation that were asked for', () => {
  const mean = tf.fill([20000, 1], 3) as Tensor2D;
  const z = reparameterize(mean, tf.fill([20000, 1], Math.log(4)), normal(20000, 1));
  const { mean: got, variance } = tf.moments(z);
  expect(got.dataSync()[0]).toBeCloseTo(3, 1);
  expect(variance.dataSync()[0] as number).toBeCloseTo(4, 0);
});

test('the divergence is 0 at the standard normal alone, and what samples say of it elsewhere', () => {
  const zeros = tf.zeros([2, 3]) as Tensor2D;
  expect(Array.from(klStandardNormal(zeros, zeros).dataSync())).toEqual([0, 0]);
  const [m, logVariance] = [0.8, -1];
  const noise = normal<Tensor1D>(50000);
  const z = tf.add(m, tf.mul(Math.exp(logVariance / 2), noise));
  // log q - log p at codes drawn from q
  const logs = tf.sub(tf.square(z), tf.add(tf.square(noise), logVariance));
  const sampled = tf.mean(logs).dataSync()[0] as number;
  const exact = klStandardNormal(tf.tensor2d([[m]]), tf.tensor2d([[logVariance]])).dataSync()[0];
  expect(sampled / 2).toBeCloseTo(exact as number, 1);
});

test('likelihoods are those of probabilities, and finite where probabilities round to 0 or 1', () => {
  const logits = normal<Tensor2D>(4, 5);
  const x = tf.cast(tf.greater(normal<Tensor2D>(4, 5), 0), 'float32') as Tensor2D;
  const p = tf.sigmoid(logits);
  const exact = tf.sum(tf.log(tf.where(tf.cast(x, 'bool'), p, tf.sub(1, p))), 1);
  const got = bernoulliLogLikelihood(logits, x);
  expect(tf.max(tf.abs(tf.sub(got, exact))).dataSync()[0]).toBeLessThan(1e-4);
  const large = tf.tensor2d([[500, -500]]);
  expect(bernoulliLogLikelihood(large, tf.tensor2d([[1, 0]])).dataSync()[0]).toBe(0);
  expect(bernoulliLogLikelihood(large, tf.tensor2d([[0, 1]])).dataSync()[0]).toBe(-1000);
});

test('the loss sends its gradient into the encoder', () => {
  const [x, noise] = [tf.tensor2d([[1, 0, 1]]), normal<Tensor2D>(1, 2)];
  const [w, v] = [normal<Tensor2D>(3, 4), normal<Tensor2D>(2, 3)];
  const loss = (weights: Tensor): Scalar =>
    betaVaeLoss(
      (input) => tf.matMul(input, weights as Tensor2D),
      (z) => tf.matMul(z, v),
      x,
      noise,
      0.7,
    );
  const slopes = numericalGradient(
    (weights: Float32Array) =>
      tf.tidy(() => loss(tf.tensor2d(weights, [3, 4])).dataSync()[0] as number),
    Array.from(w.dataSync()),
  );
  expect(relativeError(Array.from(tf.grad(loss)(w).dataSync()), slopes)).toBeLessThan(1e-3);
});

test('a walk has both ends and even steps', () => {
  const walk = interpolate(tf.tensor1d([0, 2]), tf.tensor1d([1, 0]), 3);
  expect(walk.arraySync()).toEqual([
    [0, 2],
    [0.5, 1],
    [1, 0],
  ]);
  expect(() => interpolate(tf.tensor1d([0]), tf.tensor1d([1]), 1)).toThrow(/count.*Received: 1/);
});

test('a unit that says the same of every picture is not active', () => {
  const mean = tf.tensor2d([
    [1, 0],
    [-1, 0],
  ]);
  const { variance, kl, active } = collapseReport(mean, tf.zeros([2, 2]) as Tensor2D);
  expect(active).toBe(1);
  expect(Array.from(variance.dataSync())).toEqual([1, 0]);
  expect(Array.from(kl.dataSync())).toEqual([0.5, 0]);
});

test('more codes give a tighter bound, and the true posterior an exact one', () => {
  // p(z) = N(0, 1), p(x|z) = N(z, 1): the posterior is N(x / 2, 1 / 2), p(x) is N(0, 2).
  const x = 1.2;
  const bound = (count: number, m: number, variance: number) =>
    tf.tidy(() => {
      const [mean, logVariance] = [tf.fill([1, 1], m), tf.fill([1, 1], Math.log(variance))];
      const noise = normal<Tensor3D>(count, 1, 1);
      const z = tf.add<Tensor3D>(m, tf.mul(Math.sqrt(variance), noise));
      const logs = tf.mul(tf.add(tf.square(tf.sub(x, z)), Math.log(2 * Math.PI)), -0.5);
      const flat = tf.reshape(logs, [count, 1]) as Tensor2D;
      return importanceWeightedBound(
        flat,
        z,
        mean as Tensor2D,
        logVariance as Tensor2D,
      ).dataSync()[0] as number;
    });
  const exact = -0.5 * (Math.log(4 * Math.PI) + x ** 2 / 2);
  expect(bound(1, x / 2, 0.5)).toBeCloseTo(exact, 4);
  expect(bound(7, x / 2, 0.5)).toBeCloseTo(exact, 4);
  const average = (count: number) =>
    Array.from({ length: 200 }, () => bound(count, -0.5, 0.5)).reduce((a, b) => a + b, 0) / 200;
  const [one, ten] = [average(1), average(10)];
  expect(one).toBeLessThan(ten);
  expect(ten).toBeLessThan(exact);
});

test('each leaves its result and nothing else', async () => {
  const [a, b, noise] = [normal<Tensor2D>(2, 3), normal<Tensor2D>(2, 3), normal<Tensor2D>(2, 3)];
  expect(await tensorsLeft(() => reparameterize(a, b, noise))).toBe(1);
  expect(await tensorsLeft(() => klStandardNormal(a, b))).toBe(1);
  expect(await tensorsLeft(() => collapseReport(a, b))).toBe(2);
  const [logs, z] = [normal<Tensor2D>(4, 2), normal<Tensor3D>(4, 2, 3)];
  expect(await tensorsLeft(() => importanceWeightedBound(logs, z, a, b))).toBe(1);
});
