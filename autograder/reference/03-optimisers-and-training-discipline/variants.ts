/** Right solutions of lesson 03 in other styles, each of which its exercise's tests must accept. */
import * as library from '../../../src/scratch/index.js';
import type { VariantsByExercise } from '../parts.js';
import type { adamW, batchNorm, momentumStep } from './solution.js';

type Momentum = Parameters<typeof momentumStep>[3];
type AdamOptions = { learningRate: number; beta1: number; beta2: number; epsilon: number };
type State = { m: number[]; v: number[]; step: number };
type AdamWArguments = Parameters<typeof adamW>;
type Norm = Parameters<typeof batchNorm>[1];

const at = (values: ArrayLike<number>, i: number): number => values[i] as number;

/** One loop over typed arrays, the two corrections in one number of the step. */
function adamByLoop(weights: number[], gradient: number[], state: State, options: AdamOptions) {
  const { learningRate, beta1, beta2, epsilon } = options;
  const step = state.step + 1;
  const root = Math.sqrt(1 - beta2 ** step);
  const rate = (learningRate * root) / (1 - beta1 ** step);
  const [w, m, v] = [weights, state.m, state.v].map((list) => Float64Array.from(list)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let i = 0; i < w.length; i++) {
    const g = at(gradient, i);
    m[i] = at(m, i) + (1 - beta1) * (g - at(m, i));
    v[i] = at(v, i) + (1 - beta2) * (g * g - at(v, i));
    w[i] = at(w, i) - (rate * at(m, i)) / (Math.sqrt(at(v, i)) + epsilon * root);
  }
  return { weights: [...w], state: { m: [...m], v: [...v], step } };
}

/** Everything by itself, the decay after Adam's step. */
function adamWDecayLast(
  start: number[],
  gradientOf: AdamWArguments[1],
  options: AdamWArguments[2],
): number[][] {
  const { steps, beta1, beta2, epsilon, weightDecay, maxNorm } = options;
  const [m, v] = [start.map(() => 0), start.map(() => 0)];
  const path = [start.slice()];
  while (path.length <= steps) {
    const t = path.length;
    const weights = (path.at(-1) ?? []).slice();
    const gradient = gradientOf(weights.slice(), t - 1);
    const norm = Math.hypot(...gradient);
    const factor = norm > maxNorm ? maxNorm / norm : 1;
    const rate = options.learningRate(t - 1);
    for (const [i, raw] of gradient.entries()) {
      const g = raw * factor;
      m[i] = beta1 * at(m, i) + (1 - beta1) * g;
      v[i] = beta2 * at(v, i) + (1 - beta2) * g * g;
      const direction =
        at(m, i) / (1 - beta1 ** t) / (Math.sqrt(at(v, i) / (1 - beta2 ** t)) + epsilon);
      const stepped = at(weights, i) - rate * direction;
      weights[i] = stepped - rate * weightDecay * stepped;
    }
    path.push(weights);
  }
  return path;
}

/** As the paper writes it: decay and Adam's direction in one difference. */
function adamWInOne(
  start: number[],
  gradientOf: AdamWArguments[1],
  options: AdamWArguments[2],
): number[][] {
  let state: State = { m: start.map(() => 0), v: start.map(() => 0), step: 0 };
  const path = [start];
  for (let step = 0; step < options.steps; step++) {
    const weights = path[step] ?? [];
    const [gradient = []] = library.clipByGlobalNorm([gradientOf(weights, step)], options.maxNorm);
    const learningRate = options.learningRate(step);
    const next = library.adamStep(weights, gradient, state, { ...options, learningRate });
    state = next.state;
    const decay = learningRate * options.weightDecay;
    path.push(next.weights.map((moved, i) => moved - decay * at(weights, i)));
  }
  return path;
}

/** Column by column, its variance as the mean of squares minus the square of the mean. */
function normByColumns(x: number[][], options: Norm) {
  const y = x.map((row) => [...row]);
  const [mean, variance] = [[...options.mean], [...options.variance]];
  for (let j = 0; j < options.gamma.length; j++) {
    let [center, spread] = [at(mean, j), at(variance, j)];
    if (options.training) {
      center = 0;
      let squares = 0;
      for (const row of x) center += at(row, j) / x.length;
      for (const row of x) squares += (at(row, j) - center) * (at(row, j) - center);
      spread = squares / x.length;
      const share = 1 - options.momentum;
      mean[j] = at(mean, j) + share * (center - at(mean, j));
      variance[j] = at(variance, j) + share * (spread - at(variance, j));
    }
    const scale = at(options.gamma, j) / Math.sqrt(spread + options.epsilon);
    for (const row of y) row[j] = at(row, j) * scale + (at(options.beta, j) - center * scale);
  }
  return { y, mean, variance };
}

export const variants: VariantsByExercise = {
  momentumStep: [
    { name: "the library's", fn: library.momentumStep },
    {
      name: 'one loop',
      fn: (weights: number[], gradient: number[], velocity: number[], options: Momentum) => {
        const next = { weights: [...weights], velocity: [...velocity] };
        for (let i = 0; i < weights.length; i++) {
          const v = options.momentum * at(velocity, i) + at(gradient, i);
          next.velocity[i] = v;
          const ahead = options.nesterov ? at(gradient, i) + options.momentum * v : v;
          next.weights[i] = at(weights, i) - options.learningRate * ahead;
        }
        return next;
      },
    },
  ],
  clipByGlobalNorm: [
    { name: "the library's", fn: library.clipByGlobalNorm },
    {
      name: 'by hypot, copied when short',
      fn: (gradients: number[][], maxNorm: number) => {
        const norm = Math.hypot(...gradients.map((list) => Math.hypot(...list)));
        if (norm <= maxNorm) return gradients.map((list) => [...list]);
        return gradients.map((list) => list.map((g) => (g / norm) * maxNorm));
      },
    },
  ],
  adamStep: [
    { name: "the library's", fn: library.adamStep },
    { name: 'one loop, corrected in the rate', fn: adamByLoop },
  ],
  cosineWithWarmup: [
    { name: "the library's", fn: library.cosineWithWarmup },
    {
      name: 'cases from the end',
      fn: (
        step: number,
        o: { peak: number; warmupSteps: number; totalSteps: number; floor: number },
      ) => {
        if (step >= o.totalSteps) return o.floor;
        if (step >= o.warmupSteps) {
          const angle = (Math.PI * (step - o.warmupSteps)) / (o.totalSteps - o.warmupSteps);
          return 0.5 * (o.peak + o.floor + (o.peak - o.floor) * Math.cos(angle));
        }
        return ((step + 1) / o.warmupSteps) * o.peak;
      },
    },
  ],
  adamW: [
    { name: "the library's", fn: library.adamW },
    { name: 'by itself, decay last', fn: adamWDecayLast },
    { name: 'decay and step in one', fn: adamWInOne },
  ],
  batchNorm: [
    { name: "the library's", fn: library.batchNorm },
    { name: 'column by column', fn: normByColumns },
  ],
  meanAndCI: [
    { name: "the library's", fn: library.meanAndCI },
    {
      name: 'its own table',
      fn: (values: number[]) => {
        const t = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];
        const quantile = t[values.length - 2];
        if (quantile === undefined) throw new RangeError('from two to ten values');
        let [sum, squares] = [0, 0];
        for (const value of values) sum += value;
        const mean = sum / values.length;
        for (const value of values) squares += (value - mean) * (value - mean);
        const error = Math.sqrt(squares / (values.length * (values.length - 1)));
        return { mean, low: mean - quantile * error, high: mean + quantile * error };
      },
    },
  ],
};
