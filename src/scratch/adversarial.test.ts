import { beforeAll, expect, test } from 'vitest';
import {
  numericalGradient,
  relativeError,
  tensorsLeft,
  useCpu,
} from '../deep-learning/test-tools.js';
import { ganDiscriminatorLoss, ganGeneratorLoss } from '../gan/losses.js';
import { type Tensor, type Tensor2D, tf, type Variable } from '../nn/tf.js';
import {
  discriminatorLoss,
  ganStep,
  generatorLoss,
  gradientPenalty,
  type Player,
} from './adversarial.js';

beforeAll(useCpu);

let seed = 0;
const normal = (...shape: number[]): Tensor2D =>
  tf.randomNormal(shape, 0, 1, 'float32', ++seed) as Tensor2D;
const numberOf = (x: Tensor): number => x.dataSync()[0] as number;

test('a discriminator that cannot tell pays 2 ln 2, a generator that is half believed ln 2', () => {
  const [real, fake] = [tf.zeros([4, 1]), tf.zeros([3, 1])] as [Tensor2D, Tensor2D];
  expect(numberOf(discriminatorLoss(real, fake))).toBeCloseTo(2 * Math.LN2, 6);
  expect(numberOf(generatorLoss(fake))).toBeCloseTo(Math.LN2, 6);
});

test('losses are those of gradus/gan, and finite for sure scores', () => {
  const [real, fake] = [normal(5, 1), normal(5, 1)];
  expect(numberOf(discriminatorLoss(real, fake))).toBeCloseTo(
    numberOf(ganDiscriminatorLoss(real, fake)),
    6,
  );
  expect(numberOf(generatorLoss(fake))).toBeCloseTo(numberOf(ganGeneratorLoss(fake)), 6);
  const [sure, wrong] = [tf.tensor2d([[300]]), tf.tensor2d([[-300]])];
  expect(numberOf(discriminatorLoss(sure, wrong))).toBe(0);
  expect(numberOf(discriminatorLoss(wrong, sure))).toBe(600);
  expect(numberOf(generatorLoss(wrong))).toBe(300);
});

test('the slope of the generator does not die where the discriminator is sure', () => {
  const slope = tf.grad((x: Tensor) => generatorLoss(x as Tensor2D))(tf.tensor2d([[-100], [0]]));
  const [found, believed] = Array.from(slope.dataSync());
  expect(found).toBeCloseTo(-0.5, 6);
  expect(believed).toBeCloseTo(-0.25, 6);
});

function player(inputs: number, outputs: number, learningRate: number): Player {
  const weight = tf.variable(normal(inputs, outputs)) as Variable;
  return {
    network: {
      apply: (x) => tf.matMul(x, weight as Tensor as Tensor2D),
      trainableVariables: [weight],
    },
    optimizer: tf.train.sgd(learningRate),
  };
}
const weightOf = ({ network }: Player): number[] =>
  Array.from((network.trainableVariables[0] as Variable).dataSync());

test('each half of a step moves one network, the second against what the first has made', () => {
  const [generator, discriminator] = [player(3, 2, 0), player(2, 1, 0.5)];
  const [real, noise] = [normal(4, 2), normal(4, 3)];
  const before = weightOf(discriminator);
  const generated = generator.network.apply(noise);
  const alone = tf.grad((w: Tensor) =>
    discriminatorLoss(tf.matMul(real, w as Tensor2D), tf.matMul(generated, w as Tensor2D)),
  )(tf.tensor2d(before, [2, 1]));
  const still = weightOf(generator);
  const losses = ganStep(real, noise, generator, discriminator);
  expect(weightOf(generator)).toEqual(still);
  for (const [i, slope] of alone.dataSync().entries()) {
    expect(weightOf(discriminator)[i]).toBeCloseTo((before[i] as number) - 0.5 * slope, 5);
  }
  // By the discriminator after its step.
  expect(numberOf(losses.generatorLoss)).toBeCloseTo(
    numberOf(generatorLoss(discriminator.network.apply(generated))),
    5,
  );
});

test('the penalty of a linear critic is that of its length, wherever the places are', () => {
  const critic = (x: Tensor2D): Tensor2D => tf.matMul(x, tf.tensor2d([[3], [4]]));
  const share = tf.randomUniform([6, 1], 0, 1, 'float32', 1) as Tensor2D;
  expect(numberOf(gradientPenalty(critic, normal(6, 2), normal(6, 2), share))).toBeCloseTo(16, 4);
});

test('the penalty trains the critic, and a flat critic has a slope too', () => {
  const [real, fake, share] = [normal(3, 2), normal(3, 2), tf.fill([3, 1], 0.3) as Tensor2D];
  const penalty = (w: Tensor) =>
    gradientPenalty(
      (x) => tf.sum(tf.tanh(tf.matMul(x, w as Tensor2D)), 1, true),
      real,
      fake,
      share,
    );
  const start = Array.from(normal(2, 3).dataSync());
  const slopes = numericalGradient(
    (w: Float32Array) => tf.tidy(() => numberOf(penalty(tf.tensor2d(w, [2, 3])))),
    start,
  );
  const got = Array.from(
    tf
      .grad(penalty)(tf.tensor2d(start, [2, 3]))
      .dataSync(),
  );
  expect(relativeError(got, slopes)).toBeLessThan(1e-2);
  const flat = tf
    .grad(penalty)(tf.zeros([2, 3]))
    .dataSync();
  expect(Array.from(flat).every(Number.isFinite)).toBe(true);
});

test('each leaves its result and nothing else', async () => {
  const [real, fake, share] = [normal(3, 2), normal(3, 2), tf.fill([3, 1], 0.3) as Tensor2D];
  const w = normal(2, 1);
  expect(await tensorsLeft(() => discriminatorLoss(real, fake))).toBe(1);
  expect(await tensorsLeft(() => generatorLoss(fake))).toBe(1);
  const critic = (x: Tensor2D): Tensor2D => tf.matMul(x, w);
  expect(await tensorsLeft(() => gradientPenalty(critic, real, fake, share))).toBe(1);
});
