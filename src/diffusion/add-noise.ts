/** Examples with noise: any step of a diffusion at once, and what a network predicts there. */
import { messages } from '../messages/index.js';
import { type Tensor, tf } from '../nn/tf.js';
import type { NoiseSchedule } from './noise-schedule.js';

/** The step of each example, `[B]` int32 from 0 to T − 1; or one number for all. */
export type Steps = Tensor | number;

const shapeOf = ({ shape }: Tensor): string => `[${shape}]`;

/** @throws RangeError when the tensors have other shapes */
export function checkSameShape(
  expected: readonly [name: string, tensor: Tensor],
  given: readonly [name: string, tensor: Tensor],
): void {
  if (shapeOf(expected[1]) === shapeOf(given[1])) return;
  throw new RangeError(
    messages().diffusion.sameShape({
      ...{ name: given[0], given: shapeOf(given[1]) },
      ...{ other: expected[0], expected: shapeOf(expected[1]) },
    }),
  );
}

/** @throws RangeError for a list of another length than the batch, or a step that is not in the schedule */
function checkSteps(t: Steps, { steps }: NoiseSchedule, { shape }: Tensor): void {
  const { stepOfEach, stepNumber } = messages().diffusion;
  const [batch = 0] = shape;
  if (typeof t === 'number') {
    if (Number.isInteger(t) && t >= 0 && t < steps) return;
    throw new RangeError(stepNumber({ last: steps - 1, given: t }));
  }
  if (t.dtype === 'int32' && t.shape.length === 1 && t.shape[0] === batch) return;
  throw new RangeError(stepOfEach({ batch, given: `${t.dtype} ${shapeOf(t)}` }));
}

/**
 * A number for each example, by its step, of a shape that spreads over all of it: `[B, 1, …]`; `[]` where
 * all have the same step.
 *
 * @param values a number for each step of a schedule
 */
function atSteps(values: Float64Array, t: Steps, rank: number): Tensor {
  if (typeof t === 'number') return tf.scalar(values[t] as number);
  const all = tf.tensor1d(Float32Array.from(values));
  const rest = Array.from({ length: rank - 1 }, () => 1);
  return tf.reshape(tf.gather(all, t), [-1, ...rest]);
}

/** √ᾱ_t and √(1 − ᾱ_t) for each example, `[B, 1, …]`. */
function rootsAt(
  { alphasCumprod }: NoiseSchedule,
  t: Steps,
  rank: number,
): [signal: Tensor, noise: Tensor] {
  const of = (root: (left: number) => number) => atSteps(alphasCumprod.map(root), t, rank);
  return [of(Math.sqrt), of((left) => Math.sqrt(1 - left))];
}

/**
 * Examples after t steps of noise, drawn at once from q(x_t | x_0):
 * `x_t = √ᾱ_t · x_0 + √(1 − ᾱ_t) · noise` (Ho, Jain & Abbeel 2020, equation 4, arXiv:2006.11239).
 *
 * @param x0 examples `[B, …]`, float32, of mean about 0 and deviation about 1: pixels in [−1, 1]
 * @param noise normal numbers of the same shape
 * @param t steps counted from 0: `[B]` int32, or one number for all
 * @returns `[B, …]`
 * @throws RangeError when shapes differ, or `t` is a number that the schedule has not
 * @example
 * const noisy = addNoise(x0, tf.randomNormal(x0.shape, 0, 1, 'float32', 1), 250, schedule);
 */
export function addNoise(x0: Tensor, noise: Tensor, t: Steps, schedule: NoiseSchedule): Tensor {
  checkSameShape(['x0', x0], ['noise', noise]);
  checkSteps(t, schedule, x0);
  return tf.tidy(() => {
    const [signal, rest] = rootsAt(schedule, t, x0.shape.length);
    return tf.add(tf.mul(signal, x0), tf.mul(rest, noise));
  });
}

/**
 * The velocity v that a network may predict instead of the noise: `v = √ᾱ_t · noise − √(1 − ᾱ_t) · x_0`
 * (Salimans & Ho 2022, arXiv:2202.00512). Its size hardly depends on t.
 *
 * @returns `[B, …]`
 * @throws RangeError as `addNoise`
 */
export function velocity(x0: Tensor, noise: Tensor, t: Steps, schedule: NoiseSchedule): Tensor {
  checkSameShape(['x0', x0], ['noise', noise]);
  checkSteps(t, schedule, x0);
  return tf.tidy(() => {
    const [signal, rest] = rootsAt(schedule, t, x0.shape.length);
    return tf.sub(tf.mul(signal, noise), tf.mul(rest, x0));
  });
}
