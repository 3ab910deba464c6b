/** One step of each optimiser on plain lists of numbers, and a descent made of such steps. */
import { at } from './at.js';
import { clipByGlobalNorm } from './clip-by-global-norm.js';

/** Weights after a step of gradient descent: `w - learningRate * g`. */
export function sgdStep(
  weights: readonly number[],
  gradient: readonly number[],
  learningRate: number,
): number[] {
  return weights.map((w, i) => w - learningRate * at(gradient, i));
}

export interface MomentumOptions {
  learningRate: number;
  /** Share of the velocity that is kept, in [0, 1). */
  momentum: number;
  /** Looks one step ahead. Default: false. */
  nesterov?: boolean;
}

/**
 * Gradient descent with momentum: `v <- momentum * v + g; w <- w - learningRate * v`, and with
 * Nesterov's change `w <- w - learningRate * (g + momentum * v)` (Sutskever et al. 2013).
 *
 * @param velocity zeros before the first step
 * @returns new lists; the arguments stay as they are
 * @example
 * momentumStep([1], [2], [1], { learningRate: 0.1, momentum: 0.5 }); // weights [0.75], velocity [2.5]
 */
export function momentumStep(
  weights: readonly number[],
  gradient: readonly number[],
  velocity: readonly number[],
  { learningRate, momentum, nesterov = false }: MomentumOptions,
): { weights: number[]; velocity: number[] } {
  const next = velocity.map((v, i) => momentum * v + at(gradient, i));
  const direction = nesterov ? next.map((v, i) => at(gradient, i) + momentum * v) : next;
  return { weights: sgdStep(weights, direction, learningRate), velocity: next };
}

export interface RmspropOptions {
  learningRate: number;
  /** Share of the mean of squares that is kept. Default: 0.9. */
  decay?: number;
  /** Stands under the root. Default: 1e-7. */
  epsilon?: number;
}

/**
 * RMSProp (Tieleman & Hinton 2012): `r <- decay * r + (1 - decay) * g²;
 * w <- w - learningRate * g / √(r + epsilon)`.
 *
 * @param squares zeros before the first step
 * @returns new lists; the arguments stay as they are
 */
export function rmspropStep(
  weights: readonly number[],
  gradient: readonly number[],
  squares: readonly number[],
  { learningRate, decay = 0.9, epsilon = 1e-7 }: RmspropOptions,
): { weights: number[]; squares: number[] } {
  const next = squares.map((r, i) => decay * r + (1 - decay) * at(gradient, i) ** 2);
  const direction = next.map((r, i) => at(gradient, i) / Math.sqrt(r + epsilon));
  return { weights: sgdStep(weights, direction, learningRate), squares: next };
}

/** What Adam carries from step to step. */
export interface AdamState {
  /** Running mean of the gradients; zeros at the start. */
  m: number[];
  /** Running mean of their squares; zeros at the start. */
  v: number[];
  /** Steps done; 0 at the start. */
  step: number;
}

export interface AdamOptions {
  learningRate: number;
  /** Default: 0.9. */
  beta1?: number;
  /** Default: 0.999. */
  beta2?: number;
  /** Added to the root, not under it. Default: 1e-8. */
  epsilon?: number;
}

/**
 * Adam (Kingma & Ba 2015, arXiv:1412.6980, algorithm 1): with t the number of this step, from 1,
 * `m <- beta1 * m + (1 - beta1) * g; v <- beta2 * v + (1 - beta2) * g²;
 * w <- w - learningRate * (m / (1 - beta1ᵗ)) / (√(v / (1 - beta2ᵗ)) + epsilon)`.
 *
 * @returns new lists; the arguments stay as they are
 * @example
 * const start = { m: [0], v: [0], step: 0 };
 * adamStep([1], [5], start, { learningRate: 0.1 }).weights; // [0.9]: the first step is the rate
 */
export function adamStep(
  weights: readonly number[],
  gradient: readonly number[],
  state: Readonly<AdamState>,
  { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions,
): { weights: number[]; state: AdamState } {
  const step = state.step + 1;
  const m = state.m.map((mean, i) => beta1 * mean + (1 - beta1) * at(gradient, i));
  const v = state.v.map((mean, i) => beta2 * mean + (1 - beta2) * at(gradient, i) ** 2);
  const direction = m.map((mean, i) => {
    const spread = Math.sqrt(at(v, i) / (1 - beta2 ** step));
    return mean / (1 - beta1 ** step) / (spread + epsilon);
  });
  return { weights: sgdStep(weights, direction, learningRate), state: { m, v, step } };
}

export interface AdamWOptions extends Omit<AdamOptions, 'learningRate'> {
  steps: number;
  /** The learning rate of a step; steps are counted from 0. */
  learningRate: (step: number) => number;
  /** Each step takes `learningRate * weightDecay * w` from the weights. Default: 0.01. */
  weightDecay?: number;
  /** The norm that a gradient may have at most. Default: any. */
  maxNorm?: number;
}

/**
 * A descent by AdamW (Loshchilov & Hutter 2019, arXiv:1711.05101): the gradient is clipped, the
 * weights shrink by `learningRate * weightDecay` of themselves, then Adam makes its step.
 *
 * @param gradientOf the gradient at these weights; called once a step
 * @returns the weights before the first step and after each: `[steps + 1][D]`
 * @example
 * adamW([3, -2], (w) => w, { steps: 100, learningRate: () => 0.1 }).at(-1);
 */
export function adamW(
  start: readonly number[],
  gradientOf: (weights: number[], step: number) => number[],
  { steps, learningRate, weightDecay = 0.01, maxNorm = Infinity, ...adam }: AdamWOptions,
): number[][] {
  let state: AdamState = { m: start.map(() => 0), v: start.map(() => 0), step: 0 };
  const path = [[...start]];
  for (let step = 0; step < steps; step++) {
    const weights = path[step] as number[];
    const [gradient = []] = clipByGlobalNorm([gradientOf([...weights], step)], maxNorm);
    const rate = learningRate(step);
    const shrunk = weights.map((w) => w - rate * weightDecay * w);
    const next = adamStep(shrunk, gradient, state, { ...adam, learningRate: rate });
    state = next.state;
    path.push(next.weights);
  }
  return path;
}
