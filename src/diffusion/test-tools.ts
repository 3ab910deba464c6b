/** A mixture of Gaussians of the plane, of which noise and velocity are known exactly. */
import { type Tensor, tf } from '../nn/tf.js';
import type { DenoiserFunction } from './denoiser.js';
import type { NoiseSchedule } from './noise-schedule.js';

export interface Mixture {
  /** `[K][2]` */
  readonly means: readonly (readonly [number, number])[];
  /** Of each component, the same in all directions. */
  readonly deviation: number;
  /** `[K]`, of sum 1. */
  readonly weights: readonly number[];
}

/** How likely each component is at each place, `[B, K]`; of what they become at a time. */
function shares(x: Tensor, means: Tensor, variance: Tensor, weights: readonly number[]): Tensor {
  const away = tf.sub(tf.expandDims(x, 1), tf.expandDims(means, 0)); // [B, K, 2]
  const far = tf.sum(tf.square(away), 2);
  return tf.softmax(tf.sub(tf.tensor1d(weights.map(Math.log)), tf.div(far, tf.mul(variance, 2))));
}

/** The noise that a perfect network would predict at the steps of a schedule. */
export function noiseOf(mixture: Mixture, schedule: NoiseSchedule): DenoiserFunction {
  const { means, deviation, weights } = mixture;
  return (x, time) =>
    tf.tidy(() => {
      const step = time.dataSync()[0] as number; // one for all
      const left = schedule.alphasCumprod[step] as number;
      const variance = left * deviation ** 2 + 1 - left;
      const places = tf.tensor2d(means.map(([a, b]) => [a, b].map((v) => v * Math.sqrt(left))));
      const share = shares(x, places, tf.scalar(variance), weights);
      const towards = tf.sub(tf.matMul(share as never, places), x);
      return tf.mul(towards, -Math.sqrt(1 - left) / variance);
    });
}

/** The velocity of the flow from noise to the mixture. */
export function velocityOf(mixture: Mixture): DenoiserFunction {
  const { means, deviation, weights } = mixture;
  return (x, time) =>
    tf.tidy(() => {
      const t = (time.dataSync()[0] as number) / 1000;
      const variance = (1 - t) ** 2 + (t * deviation) ** 2;
      const ends = tf.tensor2d(means.map(([a, b]) => [a, b]));
      const places = tf.mul(ends, t);
      const share = shares(x, places, tf.scalar(variance), weights);
      const pull = (t * deviation ** 2 - (1 - t)) / variance;
      const away = tf.sub(x, tf.matMul(share as never, places as never));
      return tf.add(tf.matMul(share as never, ends), tf.mul(away, pull));
    });
}

/** Mean and covariance `[xx, yy, xy]` of points. */
export function momentsOf(points: ArrayLike<number>): { mean: number[]; covariance: number[] } {
  const count = points.length / 2;
  const at = (i: number, axis: number): number => points[2 * i + axis] as number;
  const rows = Array.from({ length: count }, (_, i) => i);
  const mean = [0, 1].map((axis) => rows.reduce((sum, i) => sum + at(i, axis), 0) / count);
  const [a, b] = mean as [number, number];
  const of = (p: number, q: number, mp: number, mq: number): number =>
    rows.reduce((sum, i) => sum + (at(i, p) - mp) * (at(i, q) - mq), 0) / count;
  return { mean, covariance: [of(0, 0, a, a), of(1, 1, b, b), of(0, 1, a, b)] };
}

/** The same of the mixture itself. */
export function exactMoments({ means, deviation, weights }: Mixture): ReturnType<typeof momentsOf> {
  const mean = [0, 1].map((axis) =>
    means.reduce((sum, one, k) => sum + (weights[k] as number) * (one[axis] as number), 0),
  );
  const of = (p: number, q: number): number =>
    means.reduce(
      (sum, one, k) =>
        sum +
        (weights[k] as number) *
          ((one[p] as number) - (mean[p] as number)) *
          ((one[q] as number) - (mean[q] as number)),
      0,
    );
  const own = deviation ** 2;
  return { mean, covariance: [of(0, 0) + own, of(1, 1) + own, of(0, 1)] };
}

/** The share of points that lie nearest to each mean. */
export function nearestShares(points: ArrayLike<number>, { means }: Mixture): number[] {
  const counts = means.map(() => 0);
  for (let i = 0; i < points.length; i += 2) {
    const far = means.map(([a, b]) =>
      Math.hypot((points[i] as number) - a, (points[i + 1] as number) - b),
    );
    const nearest = far.indexOf(Math.min(...far));
    counts[nearest] = (counts[nearest] as number) + 1;
  }
  return counts.map((count) => count / (points.length / 2));
}
