/** A diffusion's parts: noise that is added, what a network learns of it, and ways back. */
import { checkSizes } from '../checks.js';
import { type Scalar, type Tensor1D, type Tensor2D, tf } from '../nn/tf.js';

/** The noise of each step of a diffusion, counted from 0. */
export interface StepNoises {
  /** The variance of the noise that a step adds, T numbers. */
  betas: number[];
  /** The share of an example's variance that is left after a step: the product of `1 - beta` up to it. */
  alphasCumprod: number[];
}

/**
 * The linear schedule: variances that grow evenly from the first step to the last (Ho, Jain & Abbeel 2020,
 * section 4, arXiv:2006.11239; they take 1,000 steps from 1e-4 to 0.02).
 *
 * @param steps T, a whole number >= 1
 * @param betaStart variance of the first step's noise, in (0, 1)
 * @param betaEnd that of the last
 * @throws ArgumentError for another number of steps
 * @example
 * noiseSchedule(3, 0.1, 0.5).alphasCumprod; // 0.9, 0.63, 0.315
 */
export function noiseSchedule(steps: number, betaStart: number, betaEnd: number): StepNoises {
  checkSizes({ steps });
  const betas: number[] = [];
  const alphasCumprod: number[] = [];
  let left = 1;
  for (let t = 0; t < steps; t++) {
    const share = t / Math.max(1, steps - 1);
    const beta = (1 - share) * betaStart + share * betaEnd;
    left -= left * beta;
    betas.push(beta);
    alphasCumprod.push(left);
  }
  return { betas, alphasCumprod };
}

/**
 * Examples after some steps of noise, in one go: `√ᾱ x0 + √(1 − ᾱ) noise` (Ho, Jain & Abbeel 2020, equation
 * 4, arXiv:2006.11239).
 *
 * @param x0 examples `[B, D]`, of mean about 0 and deviation about 1; not disposed
 * @param noise standard normal deviates, `[B, D]`; not disposed
 * @param t the step of each example, counted from 0, `[B]` int32; not disposed
 * @param alphasCumprod ᾱ of each step, `[T]`; not disposed
 * @returns `[B, D]`, float32
 */
export const addNoise = (
  x0: Tensor2D,
  noise: Tensor2D,
  t: Tensor1D,
  alphasCumprod: Tensor1D,
): Tensor2D =>
  tf.tidy(() => {
    const left = tf.expandDims(tf.gather(alphasCumprod, t), -1); // [B, 1]
    const clear = tf.mul(tf.sqrt(left), x0);
    return tf.add<Tensor2D>(tf.mul(tf.sqrt(tf.sub(1, left)), noise), clear);
  });

/** A network that is told a time: examples and their times side by side, `[B, D + 1]`, to `[B, D]`. */
export type TimedNetwork = (input: Tensor2D) => Tensor2D;

/**
 * How well a network guesses noise: the mean squared difference of `network([x_t, t / T])` from it, over all
 * numbers of the batch (Ho, Jain & Abbeel 2020, equation 14, arXiv:2006.11239).
 *
 * @param network sees the noisy examples and, in the last column, `t / T`
 * @param x0 examples `[B, D]`; not disposed
 * @param noise standard normal deviates, `[B, D]`; not disposed
 * @param t the step of each example, counted from 0, `[B]` int32; not disposed
 * @param alphasCumprod ᾱ of each step, `[T]`; not disposed
 * @returns a scalar through which gradients flow
 */
export const ddpmLoss = (
  network: TimedNetwork,
  x0: Tensor2D,
  noise: Tensor2D,
  t: Tensor1D,
  alphasCumprod: Tensor1D,
): Scalar =>
  tf.tidy(() => {
    const time = tf.mul(tf.cast(t, 'float32'), 1 / alphasCumprod.size); // [B]
    const noisy = addNoise(x0, noise, t, alphasCumprod); // [B, D]
    const guess = network(tf.concat([noisy, tf.expandDims(time, 1)], 1) as Tensor2D); // [B, D]
    return tf.mean(tf.squaredDifference(guess, noise)) as Scalar;
  });

/**
 * A step back, to less noise (Song, Meng & Ermon 2021, equation 12, arXiv:2010.02502): with `eta` 0 that of
 * DDIM, which draws nothing; with `eta` 1 that of DDPM.
 *
 * @param x examples as they are, `[B, D]`; not disposed
 * @param predicted the noise that is thought to be in them, `[B, D]`; not disposed
 * @param from ᾱ where they are, in (0, 1)
 * @param to ᾱ where they go, in (from, 1]; 1 for the end
 * @param eta share of the noise of DDPM that is added, in [0, 1]
 * @param fresh standard normal deviates, `[B, D]`; not disposed
 * @returns `[B, D]`, float32
 */
export const ddimStep = (
  x: Tensor2D,
  predicted: Tensor2D,
  from: number,
  to: number,
  eta: number,
  fresh: Tensor2D,
): Tensor2D =>
  tf.tidy(() => {
    const variance = (eta ** 2 * (1 - to) * (to - from)) / ((1 - from) * to);
    // By how much x grows, and what of the predicted noise is left once the old noise is out.
    const growth = Math.sqrt(to / from);
    const kept = Math.sqrt(Math.max(0, 1 - to - variance)) - growth * Math.sqrt(1 - from);
    const still = tf.add(tf.mul(x, growth), tf.mul(predicted, kept));
    return tf.add<Tensor2D>(still, tf.mul(fresh, Math.sqrt(variance)));
  });

/**
 * Guidance without a classifier: away from what is predicted for no class, `(1 + w) asked − w free` (Ho &
 * Salimans 2022, equation 6, arXiv:2207.12598).
 *
 * @param asked a prediction for the class that is asked for, `[B, D]`; not disposed
 * @param free one for no class, `[B, D]`; not disposed
 * @param weight w >= 0; with 0 it is `asked`
 * @returns `[B, D]`, float32
 */
export const guidance = (asked: Tensor2D, free: Tensor2D, weight: number): Tensor2D =>
  tf.tidy(() => tf.sub<Tensor2D>(tf.mul(asked, 1 + weight), tf.mul(free, weight)));

/** Where examples are on their way, and how they move. */
export interface StraightWay {
  /** `[B, D]` */
  x: Tensor2D;
  /** `[B, D]` */
  velocity: Tensor2D;
}

/**
 * The straight way from noise at time 0 to an example at time 1: `x = (1 − t) noise + t x1`, whose velocity is
 * `x1 − noise` all along (Lipman et al. 2023, arXiv:2210.02747, with σ = 0; Liu et al. 2023,
 * arXiv:2209.03003).
 *
 * @param x1 examples `[B, D]`; not disposed
 * @param noise standard normal deviates, `[B, D]`; not disposed
 * @param t the time of each example in [0, 1], `[B]`; not disposed
 */
export const flowMatchingTarget = (x1: Tensor2D, noise: Tensor2D, t: Tensor1D): StraightWay => {
  const velocity = tf.sub<Tensor2D>(x1, noise);
  return { velocity, x: tf.tidy(() => tf.add(noise, tf.mul(tf.expandDims(t, 1), velocity))) };
};

/**
 * Follows a velocity from noise at time 0 to examples at time 1 by Euler's method: in each of `steps` equal
 * steps straight on, along the velocity at its beginning.
 *
 * @param network the velocity: sees where examples are and, in the last column, the time
 * @param noise standard normal deviates, `[B, D]`; not disposed
 * @param steps a whole number >= 1
 * @returns `[B, D]`, float32
 * @throws ArgumentError for another number of steps
 */
export function eulerSample(network: TimedNetwork, noise: Tensor2D, steps: number): Tensor2D {
  checkSizes({ steps });
  const [count, width] = noise.shape;
  return tf.tidy(() => {
    // Examples and their times move together: a second takes a second.
    let place = tf.pad(noise, [
      [0, 0],
      [0, 1],
    ]) as Tensor2D; // [B, D + 1]
    for (let i = 0; i < steps; i++) {
      const before = place;
      place = tf.tidy(() => {
        const speed = tf.concat([network(before), tf.ones([count, 1])], 1); // [B, D + 1]
        return tf.add<Tensor2D>(before, tf.div(speed, steps));
      });
      before.dispose();
    }
    return tf.slice(place, [0, 0], [count, width]) as Tensor2D;
  });
}
