/** Drawing examples from a diffusion: DDPM and DDIM. */
import { stepNormal } from '../backend/fused/random.js';
import { messages } from '../messages/index.js';
import { type Tensor, tf } from '../nn/tf.js';
import type { Denoiser } from './denoiser.js';
import { checkPrediction, type Prediction } from './losses.js';
import type { NoiseSchedule } from './noise-schedule.js';
import { repeated } from './repeated-step.js';
import { goSteps, type Moved, type SamplingOptions, samplingOf } from './sampling.js';

export interface DiffusionSamplingOptions extends SamplingOptions {
  /** That of the training. */
  schedule: NoiseSchedule;
  /** What the network was taught to predict. Default epsilon, the noise. */
  prediction?: Prediction;
}

export interface DdpmSampleOptions extends DiffusionSamplingOptions {
  /**
   * The variance of the noise of a step back: `posterior`, that of q(x_{t−1} | x_t, x_0), or `beta`, β_t
   * (Ho et al. 2020, section 3.2). Default posterior.
   */
  variance?: 'posterior' | 'beta';
}

export interface DdimSampleOptions extends DiffusionSamplingOptions {
  /** How many of the schedule's steps are made, spread evenly over it. Default 50. */
  steps?: number;
  /** Share of the noise of DDPM that a step adds, in [0, 1]; with 0 nothing is drawn but the start. Default 0. */
  eta?: number;
}

/**
 * A step back as sums with given weights: `x̂ = p · x + q · prediction` is the expected example, and
 * `a · x̂ + b · x + sigma · noise` the next state.
 */
interface StepBack {
  readonly t: number;
  readonly p: number;
  readonly q: number;
  readonly a: number;
  readonly b: number;
  readonly sigma: number;
}

type FiveWeights = [p: Tensor, q: Tensor, a: Tensor, b: Tensor, sigma: Tensor];

/** The weights by which a prediction becomes the expected example. */
function expectedExample(left: number, prediction: Prediction): Pick<StepBack, 'p' | 'q'> {
  const [signal, noise] = [Math.sqrt(left), Math.sqrt(1 - left)];
  // From x = signal · x̂ + noise · ε, and v = signal · ε − noise · x̂.
  return prediction === 'v' ? { p: signal, q: -noise } : { p: 1 / signal, q: -noise / signal };
}

/** ᾱ after so many steps: 1 where none was made. */
const leftAt = ({ alphasCumprod }: NoiseSchedule, t: number): number =>
  t < 0 ? 1 : (alphasCumprod[t] as number);

/** Step t of Ho et al. 2020, equations 6 and 7. */
export function ddpmStepBack(
  schedule: NoiseSchedule,
  t: number,
  { variance, prediction }: Required<Pick<DdpmSampleOptions, 'variance' | 'prediction'>>,
): StepBack {
  const [left, before] = [leftAt(schedule, t), leftAt(schedule, t - 1)];
  const [beta, alpha] = [schedule.betas[t] as number, schedule.alphas[t] as number];
  const posterior = (beta * (1 - before)) / (1 - left);
  // The last step gives the example itself.
  const spread = t === 0 ? 0 : variance === 'beta' ? beta : posterior;
  return {
    ...{ t, ...expectedExample(left, prediction) },
    a: (Math.sqrt(before) * beta) / (1 - left),
    b: (Math.sqrt(alpha) * (1 - before)) / (1 - left),
    sigma: Math.sqrt(spread),
  };
}

/** From step t to an earlier one, or to the example for −1: Song et al. 2021, equation 12. */
export function ddimStepBack(
  schedule: NoiseSchedule,
  [t, earlier]: readonly [number, number],
  { eta, prediction }: Required<Pick<DdimSampleOptions, 'eta' | 'prediction'>>,
): StepBack {
  const [left, before] = [leftAt(schedule, t), leftAt(schedule, earlier)];
  const sigma = eta * Math.sqrt(((1 - before) / (1 - left)) * (1 - left / before));
  // √(1 − ᾱ' − σ²) · ε, with ε as it follows from x and the expected example; rounding alone makes it < 0.
  const share = Math.sqrt(Math.max(0, 1 - before - sigma ** 2) / (1 - left));
  return {
    ...{ t, ...expectedExample(left, prediction) },
    a: Math.sqrt(before) - share * Math.sqrt(left),
    b: share,
    sigma,
  };
}

/** The steps of a schedule that a sampler with fewer of them makes, from the last to the first. */
export function spreadSteps(all: number, steps: number): number[] {
  return Array.from({ length: steps }, (_, i) => Math.round(((steps - i) * all) / steps) - 1);
}

async function sample(
  denoiser: Denoiser,
  back: readonly StepBack[],
  options: DiffusionSamplingOptions,
): Promise<Tensor> {
  const sampling = samplingOf(denoiser, options);
  const { predictor, count, clip } = sampling;
  const isNoisy = back.some(({ sigma }) => sigma > 0);
  const step = repeated(sampling, {
    key: `diffusion, noise ${isNoisy}, guidance ${options.guidance ?? 0}, clip ${clip}`,
    steps: back.length,
    step([given, time, weights, label], rng) {
      const x = given as Tensor;
      const [p, q, a, b, sigma] = tf.unstack(weights as Tensor) as FiveWeights;
      const found = predictor.predict(x, time as Tensor, label as Tensor | undefined, false);
      const free = tf.add(tf.mul(p, x), tf.mul(q, found));
      const denoised = clip === undefined ? free : tf.clipByValue(free, clip[0], clip[1]);
      const mean = tf.add(tf.mul(a, denoised), tf.mul(b, x));
      const next = isNoisy ? tf.add(mean, tf.mul(sigma, stepNormal(x.shape, rng) as Tensor)) : mean;
      return [next, denoised];
    },
  });
  const labels = sampling.labels();
  const move = (x: Tensor, i: number): Moved => {
    const { t, p, q, a, b, sigma } = back[i] as StepBack;
    return tf.tidy(() => {
      const inputs = [x, tf.fill([count, 1], t), tf.tensor1d([p, q, a, b, sigma])];
      return step([...inputs, ...(labels === undefined ? [] : [labels])]);
    });
  };
  try {
    return await goSteps(sampling.start(), back.length, move, options.onStep);
  } finally {
    labels?.dispose();
  }
}

/**
 * Draws examples from a diffusion by going back through all of its steps (Ho, Jain & Abbeel 2020, algorithm
 * 2, arXiv:2006.11239).
 *
 * @param denoiser a network trained by `diffusionTrainer`, or a function that predicts as it would
 * @returns examples `[count, …]`
 * @throws RangeError for options out of range; TypeError for what is no denoiser; InterruptedError when
 *   the cell is stopped
 * @example
 * const pictures = await ddpmSample(model, { schedule, count: 10, labels: 7, clip: [-1, 1], seed: 1 });
 */
export async function ddpmSample(denoiser: Denoiser, options: DdpmSampleOptions): Promise<Tensor> {
  const { schedule, prediction = 'epsilon', variance = 'posterior' } = options;
  checkPrediction(prediction);
  if (variance !== 'posterior' && variance !== 'beta') {
    throw new RangeError(messages().diffusion.variances({ given: String(variance) }));
  }
  const back = spreadSteps(schedule.steps, schedule.steps).map((t) =>
    ddpmStepBack(schedule, t, { variance, prediction }),
  );
  return sample(denoiser, back, options);
}

/**
 * Draws examples from a diffusion in few steps (Song, Meng & Ermon 2021, arXiv:2010.02502): with `eta` 0 an
 * example follows from the noise at the start alone; with `eta` 1 and all steps it is DDPM.
 *
 * The steps end at the last of the schedule, and lie evenly before it.
 *
 * @param denoiser a network trained by `diffusionTrainer`, or a function that predicts as it would
 * @returns examples `[count, …]`
 * @throws RangeError for options out of range; TypeError for what is no denoiser; InterruptedError when
 *   the cell is stopped
 * @example
 * const pictures = await ddimSample(model, {
 *   schedule, steps: 25, count: 10, labels: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], guidance: 1, clip: [-1, 1],
 * });
 */
export async function ddimSample(denoiser: Denoiser, options: DdimSampleOptions): Promise<Tensor> {
  const { schedule, prediction = 'epsilon', eta = 0, steps = 50 } = options;
  const say = messages().diffusion;
  checkPrediction(prediction);
  if (!Number.isInteger(steps) || steps < 1 || steps > schedule.steps) {
    throw new RangeError(say.ddimSteps({ most: schedule.steps, given: String(steps) }));
  }
  if (!(eta >= 0 && eta <= 1)) throw new RangeError(say.eta({ given: String(eta) }));
  const times = spreadSteps(schedule.steps, steps);
  const back = times.map((t, i) =>
    ddimStepBack(schedule, [t, times[i + 1] ?? -1], { eta, prediction }),
  );
  return sample(denoiser, back, options);
}
