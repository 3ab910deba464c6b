import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import {
  numericalGradient,
  relativeError,
  tensorsLeft,
  useCpu,
} from '../deep-learning/test-tools.js';
import * as diffusion from '../diffusion/index.js';
import { type Scalar, type Tensor, type Tensor1D, type Tensor2D, tf } from '../nn/tf.js';
import {
  addNoise,
  ddimStep,
  ddpmLoss,
  eulerSample,
  flowMatchingTarget,
  guidance,
  noiseSchedule,
} from './denoising.js';

beforeAll(useCpu);

let seed = 0;
const normal = <T extends Tensor>(...shape: number[]): T =>
  tf.randomNormal(shape, 0, 1, 'float32', ++seed) as T;
const apart = (a: Tensor, b: Tensor): number =>
  tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0] as number);

const three = noiseSchedule(3, 0.2, 0.7);
const bars = (): Tensor1D => tf.tensor1d(three.alphasCumprod);
const steps = (...t: number[]): Tensor1D => tf.tensor1d(t, 'int32');
/** Moves against the place, by the time: `time − x` for points of one number. */
const pulled = (input: Tensor2D): Tensor2D =>
  tf.tidy(() => {
    const [x, time] = tf.split(input, 2, 1) as [Tensor2D, Tensor2D];
    return tf.sub(time, x);
  });

test('the schedule is that of the family, for any number of steps', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), (count) => {
      const { betas, alphasCumprod } = noiseSchedule(count, 1e-3, 0.03);
      const other = diffusion.linearNoiseSchedule({ steps: count, betaStart: 1e-3, betaEnd: 0.03 });
      for (const [t, beta] of other.betas.entries()) {
        expect(betas[t]).toBeCloseTo(beta, 10);
        expect(alphasCumprod[t]).toBeCloseTo(other.alphasCumprod[t] as number, 10);
      }
    }),
    { numRuns: 20 },
  );
  expect(() => noiseSchedule(0, 0.1, 0.5)).toThrow(/steps/);
});

test('noise, loss and straight ways are those of the family', () => {
  const [x0, noise] = [normal<Tensor2D>(3, 2), normal<Tensor2D>(3, 2)];
  const schedule = diffusion.noiseSchedule(three.betas);
  const t = steps(2, 0, 1);
  const noisy = addNoise(x0, noise, t, bars());
  expect(apart(noisy, diffusion.addNoise(x0, noise, t, schedule))).toBeLessThan(1e-6);
  const weights = normal<Tensor2D>(3, 2);
  const mine = ddpmLoss((input) => tf.matMul(input, weights), x0, noise, t, bars());
  const theirs = diffusion.ddpmLoss(
    (x, time) => tf.matMul(tf.concat([x, tf.div(time, 3)], 1) as Tensor2D, weights),
    { x0, noise, t },
    { schedule },
  );
  expect(apart(mine, theirs)).toBeLessThan(1e-5);
  const times = tf.tensor1d([0, 0.3, 1]);
  const [way, other] = [
    flowMatchingTarget(x0, noise, times),
    diffusion.flowMatchingTarget(x0, noise, times),
  ];
  expect(apart(way.x, other.x)).toBeLessThan(1e-6);
  expect(apart(way.velocity, other.velocity)).toBeLessThan(1e-6);
});

test('gradients of the loss reach the network', () => {
  const [x0, noise, w] = [normal<Tensor2D>(3, 2), normal<Tensor2D>(3, 2), normal<Tensor2D>(3, 2)];
  const loss = (weights: Tensor): Scalar =>
    ddpmLoss(
      (input) => tf.tanh(tf.matMul(input, weights as Tensor2D)),
      x0,
      noise,
      steps(0, 1, 2),
      bars(),
    );
  const slopes = numericalGradient(
    (weights: Float32Array) =>
      tf.tidy(() => loss(tf.tensor2d(weights, [3, 2])).dataSync()[0] as number),
    Array.from(w.dataSync()),
  );
  expect(relativeError(Array.from(tf.grad(loss)(w).dataSync()), slopes)).toBeLessThan(1e-3);
});

test('steps back by the true noise lead to the example, in one step or in three', async () => {
  const [x0, noise, fresh] = [
    normal<Tensor2D>(4, 2),
    normal<Tensor2D>(4, 2),
    normal<Tensor2D>(4, 2),
  ];
  const [near, middle, far] = three.alphasCumprod as [number, number, number];
  const noisy = addNoise(x0, noise, steps(2, 2, 2, 2), bars());
  expect(apart(ddimStep(noisy, noise, far, 1, 0, fresh), x0)).toBeLessThan(1e-3);
  let x = noisy;
  for (const [from, to] of [
    [far, middle],
    [middle, near],
    [near, 1],
  ] as const) {
    x = ddimStep(x, noise, from, to, 0, fresh);
  }
  expect(apart(x, x0)).toBeLessThan(1e-3);
});

test.each([0, 0.4, 1])(
  'the samplers of the family make the same steps, with eta %s',
  async (eta) => {
    const schedule = diffusion.noiseSchedule(three.betas);
    const start = normal<Tensor2D>(5, 1);
    const predict = (x: Tensor, time: Tensor): Tensor => tf.sub(tf.tanh(x), tf.div(time, 7));
    const states: Tensor2D[] = [];
    await diffusion.ddimSample(predict, {
      ...{ schedule, steps: 3, eta, count: 5, shape: [1], start },
      onStep: ({ x }) => void states.push(tf.keep(x.clone()) as Tensor2D),
    });
    const ends = [...three.alphasCumprod.slice(0, 2).reverse(), 1];
    let x = start;
    for (const [i, to] of ends.entries()) {
      const t = 2 - i;
      const found = predict(x, tf.fill([5, 1], t)) as Tensor2D;
      const from = three.alphasCumprod[t] as number;
      const still = ddimStep(x, found, from, to, eta, tf.zerosLike(x) as Tensor2D);
      const moved = ddimStep(x, found, from, to, eta, tf.onesLike(x) as Tensor2D);
      const sigma = apart(moved, still);
      // What the family's sampler drew, where it drew: its state is ours with that noise.
      const drawn = tf.sub(states[i] as Tensor2D, still) as Tensor2D;
      if (sigma === 0) expect(apart(drawn, tf.zerosLike(drawn))).toBeLessThan(1e-4);
      else expect(apart(drawn, tf.zerosLike(drawn)) / sigma).toBeLessThan(5);
      x = states[i] as Tensor2D;
    }
  },
);

test('whatever eta, a step leaves as much noise as belongs there', () => {
  const share = fc.double({ min: 0.01, max: 0.98, noNaN: true });
  fc.assert(
    fc.property(share, share, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, eta) => {
      fc.pre(Math.abs(a - b) > 0.01);
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const at = (x: number, predicted: number, fresh: number): number =>
        tf.tidy(() => {
          const one = (value: number) => tf.tensor2d([[value]]);
          return ddimStep(
            one(x),
            one(predicted),
            from,
            to,
            eta,
            one(fresh),
          ).dataSync()[0] as number;
        });
      const kept = at(Math.sqrt(1 - from), 1, 0);
      expect(kept ** 2 + at(0, 0, 1) ** 2).toBeCloseTo(1 - to, 4);
    }),
    { numRuns: 50 },
  );
});

test('guidance of 0 is what was asked for, and more leads away from what was not', () => {
  const [asked, free] = [tf.tensor2d([[1, 2]]), tf.tensor2d([[0, 3]])];
  expect(guidance(asked, free, 0).arraySync()).toEqual([[1, 2]]);
  expect(guidance(asked, free, 2).arraySync()).toEqual([[3, 0]]);
});

test('a velocity is followed by the times at which its steps begin', () => {
  // x' = t − x from 2, in two steps: 2 → 1 → 0.75.
  expect(eulerSample(pulled, tf.tensor2d([[2]]), 2).dataSync()[0]).toBeCloseTo(0.75, 6);
  const many = eulerSample(pulled, tf.tensor2d([[2]]), 2000).dataSync()[0];
  expect(many).toBeCloseTo(3 / Math.E, 3);
  expect(() => eulerSample(pulled, tf.tensor2d([[2]]), 1.5)).toThrow(/steps/);
});

test('each leaves its result and nothing else', async () => {
  const [x, e, times] = [normal<Tensor2D>(2, 1), normal<Tensor2D>(2, 1), tf.tensor1d([0.2, 0.7])];
  const [t, all] = [steps(0, 2), bars()];
  expect(await tensorsLeft(() => addNoise(x, e, t, all))).toBe(1);
  expect(await tensorsLeft(() => ddpmLoss(pulled, x, e, t, all))).toBe(1);
  expect(await tensorsLeft(() => ddimStep(x, e, 0.2, 0.6, 0.5, e))).toBe(1);
  expect(await tensorsLeft(() => guidance(x, e, 2))).toBe(1);
  expect(await tensorsLeft(() => flowMatchingTarget(x, e, times))).toBe(2);
  expect(await tensorsLeft(() => eulerSample(pulled, x, 3))).toBe(1);
});
