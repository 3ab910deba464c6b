/** The reference solution of lesson 03. Each function is written as a student would hand it in. */
import * as library from '../../../src/scratch/index.js';

export function momentumStep(
  weights: number[],
  gradient: number[],
  velocity: number[],
  options: { learningRate: number; momentum: number; nesterov?: boolean },
): { weights: number[]; velocity: number[] } {
  const { learningRate, momentum, nesterov } = options;
  const next = velocity.map((v, i) => momentum * v + (gradient[i] as number));
  const moved = weights.map((w, i) => {
    const direction = nesterov
      ? (gradient[i] as number) + momentum * (next[i] as number)
      : (next[i] as number);
    return w - learningRate * direction;
  });
  return { weights: moved, velocity: next };
}

export function clipByGlobalNorm(gradients: number[][], maxNorm: number): number[][] {
  const norm = Math.sqrt(gradients.flat().reduce((sum, g) => sum + g * g, 0));
  const factor = norm > maxNorm ? maxNorm / norm : 1;
  return gradients.map((list) => list.map((g) => g * factor));
}

export function adamStep(
  weights: number[],
  gradient: number[],
  state: { m: number[]; v: number[]; step: number },
  options: { learningRate: number; beta1: number; beta2: number; epsilon: number },
): { weights: number[]; state: { m: number[]; v: number[]; step: number } } {
  const { learningRate, beta1, beta2, epsilon } = options;
  const t = state.step + 1;
  const m = state.m.map((old, i) => beta1 * old + (1 - beta1) * (gradient[i] as number));
  const v = state.v.map((old, i) => beta2 * old + (1 - beta2) * (gradient[i] as number) ** 2);
  const moved = weights.map((w, i) => {
    const mean = (m[i] as number) / (1 - beta1 ** t);
    const square = (v[i] as number) / (1 - beta2 ** t);
    return w - (learningRate * mean) / (Math.sqrt(square) + epsilon);
  });
  return { weights: moved, state: { m, v, step: t } };
}

export function cosineWithWarmup(
  step: number,
  options: { peak: number; warmupSteps: number; totalSteps: number; floor: number },
): number {
  const { peak, warmupSteps, totalSteps, floor } = options;
  if (step < warmupSteps) return (peak * (step + 1)) / warmupSteps;
  const q = Math.min(1, (step - warmupSteps) / (totalSteps - warmupSteps));
  return floor + ((peak - floor) * (1 + Math.cos(Math.PI * q))) / 2;
}

export function adamW(
  start: number[],
  gradientOf: (weights: number[], step: number) => number[],
  options: {
    steps: number;
    learningRate: (step: number) => number;
    beta1: number;
    beta2: number;
    epsilon: number;
    weightDecay: number;
    maxNorm: number;
  },
): number[][] {
  let weights = start;
  let m = start.map(() => 0);
  let v = m;
  const path = [start];
  for (let step = 0; step < options.steps; step++) {
    const gradient = gradientOf(weights, step);
    const clipped = library.clipByGlobalNorm([gradient], options.maxNorm)[0] as number[];
    const learningRate = options.learningRate(step);
    const shrunk = weights.map((w) => w - learningRate * options.weightDecay * w);
    const settings = { ...options, learningRate };
    const next = library.adamStep(shrunk, clipped, { m, v, step }, settings);
    weights = next.weights;
    m = next.state.m;
    v = next.state.v;
    path.push(weights);
  }
  return path;
}

export function batchNorm(
  x: number[][],
  options: {
    gamma: number[];
    beta: number[];
    mean: number[];
    variance: number[];
    momentum: number;
    epsilon: number;
    training: boolean;
  },
): { y: number[][]; mean: number[]; variance: number[] } {
  const { gamma, beta, momentum, epsilon, training } = options;
  const means = gamma.map((_, j) => x.reduce((sum, row) => sum + (row[j] as number), 0) / x.length);
  const variances = means.map(
    (mean, j) => x.reduce((sum, row) => sum + ((row[j] as number) - mean) ** 2, 0) / x.length,
  );
  const mean = training ? means : options.mean;
  const variance = training ? variances : options.variance;
  const y = x.map((row) =>
    row.map((value, j) => {
      const spread = Math.sqrt((variance[j] as number) + epsilon);
      return ((gamma[j] as number) * (value - (mean[j] as number))) / spread + (beta[j] as number);
    }),
  );
  if (!training) return { y, mean, variance };
  const moved = (running: number[], batch: number[]): number[] =>
    running.map((old, j) => momentum * old + (1 - momentum) * (batch[j] as number));
  return { y, mean: moved(options.mean, means), variance: moved(options.variance, variances) };
}

export function meanAndCI(values: number[]): { mean: number; low: number; high: number } {
  const n = values.length;
  if (n < 2 || n > 10) throw new RangeError(`Expected 2 to 10 values. Received: ${n}`);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const s = Math.sqrt(squares / (n - 1));
  const half = ((library.tQuantiles[n - 1] as number) * s) / Math.sqrt(n);
  return { mean, low: mean - half, high: mean + half };
}
