/** How much noise there is at each step of a diffusion. */
import { messages } from '../messages/index.js';

/** The noise of each step t, counted from 0, as lists of T numbers in float64. */
export interface NoiseSchedule {
  /** How many steps there are, T. */
  readonly steps: number;
  /** β_t: the variance of the noise that step t adds. */
  readonly betas: Float64Array;
  /** α_t = 1 − β_t. */
  readonly alphas: Float64Array;
  /** ᾱ_t = α_0 · … · α_t: the share of an example's variance that is left after step t. */
  readonly alphasCumprod: Float64Array;
}

/**
 * A schedule from the variances of its steps.
 *
 * @param betas T numbers, each above 0 and below 1
 * @throws RangeError for another number, or none
 * @example
 * const schedule = noiseSchedule([0.1, 0.2, 0.4]);
 * schedule.alphasCumprod; // 0.9, 0.72, 0.432
 */
export function noiseSchedule(betas: ArrayLike<number>): NoiseSchedule {
  const { diffusion } = messages();
  const all = Float64Array.from(betas);
  if (all.length === 0) throw new RangeError(diffusion.betas({ given: '[]' }));
  const wrong = all.findIndex((beta) => !(beta > 0 && beta < 1));
  if (wrong !== -1) {
    throw new RangeError(diffusion.betas({ given: `betas[${wrong}] = ${all[wrong]}` }));
  }
  const alphas = all.map((beta) => 1 - beta);
  let product = 1;
  const alphasCumprod = alphas.map((alpha) => {
    product *= alpha;
    return product;
  });
  return { steps: all.length, betas: all, alphas, alphasCumprod };
}

/** @throws RangeError for anything but a whole number from 1 */
function checkSteps(steps: number): void {
  if (Number.isInteger(steps) && steps >= 1) return;
  throw new RangeError(messages().diffusion.count({ option: 'steps', given: String(steps) }));
}

export interface LinearNoiseScheduleOptions {
  /** How many steps there are, T. Default 1000. */
  steps?: number;
  /** β of the first step. Default 1e-4. */
  betaStart?: number;
  /** β of the last step. Default 0.02. */
  betaEnd?: number;
}

/**
 * Variances that grow evenly (Ho, Jain & Abbeel 2020, section 4, arXiv:2006.11239).
 *
 * The defaults belong to 1,000 steps: with them ᾱ ends at 4e-5. With T steps, `betaStart` and `betaEnd`
 * times 1000 / T end as near to pure noise.
 *
 * @throws RangeError for options out of range
 * @example
 * const schedule = linearNoiseSchedule();
 * schedule.alphasCumprod[999]; // 4.04e-5
 */
export function linearNoiseSchedule(options: LinearNoiseScheduleOptions = {}): NoiseSchedule {
  const { steps = 1000, betaStart = 1e-4, betaEnd = 0.02 } = options;
  checkSteps(steps);
  const rise = steps === 1 ? 0 : (betaEnd - betaStart) / (steps - 1);
  return noiseSchedule(Float64Array.from({ length: steps }, (_, t) => betaStart + rise * t));
}

export interface CosineNoiseScheduleOptions {
  /** How many steps there are, T. Default 1000. */
  steps?: number;
  /** Keeps the first steps from being too small, s >= 0. Default 0.008. */
  offset?: number;
  /** No β is above it: the formula ends at 1. Default 0.999. */
  maxBeta?: number;
}

/**
 * `ᾱ(t) = f(t) / f(0)` with `f(t) = cos²((t / T + s) / (1 + s) · π / 2)`, so that noise comes evenly over
 * the steps, whatever their number (Nichol & Dhariwal 2021, equation 17, arXiv:2102.09672).
 *
 * @throws RangeError for options out of range
 * @example
 * const schedule = cosineNoiseSchedule({ steps: 200 });
 */
export function cosineNoiseSchedule(options: CosineNoiseScheduleOptions = {}): NoiseSchedule {
  const { steps = 1000, offset = 0.008, maxBeta = 0.999 } = options;
  checkSteps(steps);
  if (!(offset >= 0 && offset < Number.POSITIVE_INFINITY)) {
    throw new RangeError(messages().diffusion.offset({ given: String(offset) }));
  }
  if (!(maxBeta > 0 && maxBeta < 1)) {
    throw new RangeError(messages().diffusion.maxBeta({ given: String(maxBeta) }));
  }
  const f = (t: number): number =>
    Math.cos((((t / steps + offset) / (1 + offset)) * Math.PI) / 2) ** 2;
  return noiseSchedule(
    Float64Array.from({ length: steps }, (_, t) => Math.min(1 - f(t + 1) / f(t), maxBeta)),
  );
}

/**
 * The ratio of signal to noise of each step, ᾱ / (1 − ᾱ) (Kingma et al. 2021, arXiv:2107.00630).
 *
 * @returns T numbers, each below the one before
 */
export function signalToNoise({ alphasCumprod }: NoiseSchedule): Float64Array {
  return alphasCumprod.map((left) => left / (1 - left));
}
