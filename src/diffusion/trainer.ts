/** Training of diffusions and flows. */
import { markLibrary } from '../backend/capture/index.js';
import type { Seed } from '../backend/random.js';
import { messages } from '../messages/index.js';
import type { TrainerCallback } from '../nn/callbacks/callback.js';
import type { Schedule } from '../nn/schedules/schedule.js';
import {
  type LayersModel,
  type Optimizer,
  type Scalar,
  type Tensor,
  tf,
  type Variable,
} from '../nn/tf.js';
import type { ExponentialMovingAverage } from '../nn/training/exponential-moving-average.js';
import { TrainingLoop } from '../nn/training/training-loop.js';
import type { StepNoise } from '../nn/training/training-types.js';
import { type Predictor, predictorOf } from './denoiser.js';
import type { FlowOptions } from './flow-matching.js';
import { checkPrediction, ddpmLoss, flowMatchingLoss, type Prediction } from './losses.js';
import type { NoiseSchedule } from './noise-schedule.js';

/** Examples to learn from, and their classes where the network takes them. */
export type DiffusionBatch = {
  /** `[B, …]`, float32, of mean about 0 and deviation about 1: pixels in [−1, 1]. */
  readonly x: Tensor;
  /** Classes `[B]`, int32. */
  readonly label?: Tensor;
};

export interface DiffusionTrainingOptions {
  /** A network such as `denoisingUnet` makes. */
  model: LayersModel;
  /** Made by `tf.train`; the caller disposes it. */
  optimizer: Optimizer;
  /** Default: the optimizer's own. */
  learningRate?: number | Schedule;
  /**
   * How often an example's class is left out, in [0, 1), so that the network knows examples of no class
   * too: guidance needs it (Ho & Salimans 2022). Default 0.1; without classes there is nothing to leave out.
   */
  labelDropout?: number;
  /** An average of the weights, moved along in each step; draw with it by `average.use`. Default none. */
  average?: ExponentialMovingAverage;
  callbacks?: readonly TrainerCallback[];
  /** Fixes times, noise, and which classes are left out. Default 0. */
  seed?: Seed;
  /** Whether a step is recorded once and replayed as one graph. Default true. */
  capture?: boolean;
}

export interface DiffusionTrainerOptions extends DiffusionTrainingOptions {
  schedule: NoiseSchedule;
  /** What the network learns to predict. Default epsilon, the noise. */
  prediction?: Prediction;
}

export interface FlowMatchingTrainerOptions extends DiffusionTrainingOptions, FlowOptions {}

/** The classes of a batch, some of them left out: `[B]` int32. */
function droppedLabels(
  label: Tensor,
  { classes = 0 }: Predictor,
  rate: number,
  noise: StepNoise,
): Tensor {
  if (rate === 0) return label;
  const isOut = tf.less(noise.uniform(label.shape), rate);
  return tf.where(isOut, tf.fill(label.shape, classes, 'int32'), label);
}

function loopOf(
  options: DiffusionTrainingOptions,
  lossOf: (batch: DiffusionBatch, noise: StepNoise) => Scalar,
): TrainingLoop<DiffusionBatch> {
  const { model, optimizer, learningRate, labelDropout = 0.1, average } = options;
  const { callbacks, seed, capture = true } = options;
  const say = messages().diffusion;
  const predictor = predictorOf(model);
  if (!(labelDropout >= 0 && labelDropout < 1)) {
    throw new RangeError(say.labelDropout({ given: String(labelDropout) }));
  }
  const step = (given: DiffusionBatch, noise: StepNoise): Scalar => {
    const { x, label } = given;
    if ((label === undefined) !== (predictor.classes === 0)) {
      throw new RangeError(label === undefined ? say.labelNeeded() : say.noClasses());
    }
    const batch =
      label === undefined
        ? { x }
        : { x, label: droppedLabels(label, predictor, labelDropout, noise) };
    const weights = model.trainableWeights.map((weight) => weight.read() as Variable);
    const loss = optimizer.minimize(() => lossOf(batch, noise), true, weights) as Scalar;
    average?.update();
    return loss;
  };
  return new TrainingLoop<DiffusionBatch>({
    step: markLibrary(step),
    models: [model],
    variables: average?.variables ?? [],
    optimizers: [optimizer],
    ...(learningRate === undefined ? {} : { learningRate }),
    ...(callbacks === undefined ? {} : { callbacks }),
    ...(seed === undefined ? {} : { seed }),
    capture,
  });
}

/**
 * A training loop that teaches a network to predict the noise in examples (Ho, Jain & Abbeel 2020,
 * algorithm 1, arXiv:2006.11239): each step draws a time and noise for each example, leaves out some
 * classes, and follows the gradient of `ddpmLoss`.
 *
 * It is a `TrainingLoop`: it takes the same batches and callbacks, is captured, can be stopped, and goes on
 * from a checkpoint with the same losses to the last bit.
 *
 * @returns a loop whose `fit` takes batches `{ x, label }`; without classes `{ x }`
 * @throws RangeError for options out of range; TypeError for a model that is no denoiser
 * @example
 * const average = new ExponentialMovingAverage(model);
 * const loop = diffusionTrainer({
 *   model, schedule: cosineNoiseSchedule(), optimizer: tf.train.adam(1e-3), average, seed: 1,
 *   callbacks: [trainingProgress()],
 * });
 * await loop.fit(memoryBatches({ x, label }, { batchSize: 64 }), { steps: 2000 });
 */
export function diffusionTrainer(options: DiffusionTrainerOptions): TrainingLoop<DiffusionBatch> {
  const { schedule, prediction = 'epsilon', ...training } = options;
  checkPrediction(prediction);
  return loopOf(training, ({ x, label }, noise) => {
    const [batch = 0] = x.shape;
    const t = tf.cast(tf.floor(tf.mul(noise.uniform([batch]), schedule.steps)), 'int32');
    const drawn = { x0: x, noise: noise.normal(x.shape), t };
    const all = label === undefined ? drawn : { ...drawn, label };
    return ddpmLoss(training.model, all, { schedule, prediction });
  });
}

/**
 * As `diffusionTrainer`, for the velocity of a flow from noise to examples (Lipman et al. 2023,
 * arXiv:2210.02747): times are uniform in [0, 1), the loss is `flowMatchingLoss`.
 *
 * @throws RangeError for options out of range; TypeError for a model that is no denoiser
 * @example
 * const loop = flowMatchingTrainer({ model, optimizer: tf.train.adam(1e-3), seed: 1 });
 * await loop.fit(memoryBatches({ x }, { batchSize: 128 }), { steps: 2000 });
 * const points = await flowSample(model, { count: 500, steps: 10 });
 */
export function flowMatchingTrainer(
  options: FlowMatchingTrainerOptions,
): TrainingLoop<DiffusionBatch> {
  const { sigmaMin = 0, ...training } = options;
  return loopOf(training, ({ x, label }, noise) => {
    const [batch = 0] = x.shape;
    const drawn = { x1: x, noise: noise.normal(x.shape), t: noise.uniform([batch]) };
    const all = label === undefined ? drawn : { ...drawn, label };
    return flowMatchingLoss(training.model, all, { sigmaMin });
  });
}
