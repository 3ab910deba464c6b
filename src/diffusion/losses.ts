/** What a network learns: the noise in an example, or the velocity of a flow. */
import { messages } from '../messages/index.js';
import { type Scalar, type Tensor, tf } from '../nn/tf.js';
import { addNoise, type Steps, velocity } from './add-noise.js';
import { type Denoiser, type Predictor, predictorOf } from './denoiser.js';
import {
  type FlowOptions,
  type FlowTimes,
  flowMatchingTarget,
  TIME_SCALE,
} from './flow-matching.js';
import type { NoiseSchedule } from './noise-schedule.js';

/** What a network predicts: the noise (`epsilon`), or the velocity of Salimans & Ho 2022 (`v`). */
export type Prediction = 'epsilon' | 'v';

export interface DdpmLossOptions {
  schedule: NoiseSchedule;
  /** Default epsilon. */
  prediction?: Prediction;
  /** Whether dropout is at work. Default true. */
  training?: boolean;
}

/** Examples, the noise to add to them, and how far. */
export interface DdpmBatch {
  /** `[B, …]`, float32, of mean about 0 and deviation about 1. */
  x0: Tensor;
  /** Normal numbers of the same shape. */
  noise: Tensor;
  /** Steps from 0 to T − 1: `[B]` int32, or one number for all. */
  t: Steps;
  /** Classes `[B]` int32, for a network that takes them; C is the null class. Default: the null class. */
  label?: Tensor;
}

/** A time for each example as networks take it: `[B, 1]` float32. */
function timeColumn(t: Tensor | number, batch: number, scale = 1): Tensor {
  if (typeof t === 'number') return tf.fill([batch, 1], t * scale);
  return tf.mul(tf.cast(tf.reshape(t, [batch, 1]), 'float32'), scale);
}

/**
 * Classes as networks take them: `[B]` → `[B, 1]`.
 *
 * @throws RangeError for another shape, or for a network that takes none
 */
function labelColumn(
  label: Tensor | undefined,
  batch: number,
  { classes }: Predictor,
): Tensor | undefined {
  if (label === undefined) return undefined;
  const { noClasses, labelOfEach } = messages().diffusion;
  if (classes === 0) throw new RangeError(noClasses());
  if (label.dtype === 'int32' && label.shape.length === 1 && label.shape[0] === batch) {
    return tf.reshape(label, [batch, 1]);
  }
  throw new RangeError(labelOfEach({ batch, given: `${label.dtype} [${label.shape}]` }));
}

/**
 * The mean squared error of the predicted noise (Ho, Jain & Abbeel 2020, equation 14, arXiv:2006.11239):
 * `‖noise − model(addNoise(x0, noise, t), t)‖²`, over all numbers of the batch.
 *
 * @param denoiser a network, or a function of the same arguments
 * @returns the loss, `[]`
 * @throws RangeError when shapes differ; TypeError for what is no denoiser
 * @example
 * const loss = ddpmLoss(model, { x0, noise, t, label }, { schedule });
 */
export function ddpmLoss(denoiser: Denoiser, batch: DdpmBatch, options: DdpmLossOptions): Scalar {
  const { x0, noise, t, label } = batch;
  const { schedule, prediction = 'epsilon', training = true } = options;
  const predictor = predictorOf(denoiser);
  checkPrediction(prediction);
  return tf.tidy(() => {
    const [count = 0] = x0.shape;
    const x = addNoise(x0, noise, t, schedule);
    const target = prediction === 'v' ? velocity(x0, noise, t, schedule) : noise;
    const column = labelColumn(label, count, predictor);
    const found = predictor.predict(x, timeColumn(t, count), column, training);
    return tf.mean(tf.squaredDifference(found, target)) as Scalar;
  });
}

/** @throws RangeError for another word */
export function checkPrediction(prediction: string): void {
  if (prediction === 'epsilon' || prediction === 'v') return;
  throw new RangeError(messages().diffusion.predictions({ given: String(prediction) }));
}

/** Examples, and the noise and the time that a flow starts from. */
export interface FlowMatchingBatch {
  /** Examples `[B, …]`, float32. */
  x1: Tensor;
  /** Normal numbers of the same shape. */
  noise: Tensor;
  /** Times in [0, 1]: `[B]` float32, or one number for all. */
  t: FlowTimes;
  /** Classes `[B]` int32, for a network that takes them; C is the null class. Default: the null class. */
  label?: Tensor;
}

/**
 * The mean squared error of the predicted velocity of a flow from noise to examples (Lipman et al. 2023,
 * equation 23, arXiv:2210.02747). The network is told 1000 · t, so that its sines and cosines are those of a
 * diffusion.
 *
 * @returns the loss, `[]`
 * @throws RangeError when shapes differ, or a time is out of range; TypeError for what is no denoiser
 * @example
 * const loss = flowMatchingLoss(model, { x1, noise, t, label });
 */
export function flowMatchingLoss(
  denoiser: Denoiser,
  batch: FlowMatchingBatch,
  options: FlowOptions & { training?: boolean } = {},
): Scalar {
  const { x1, noise, t, label } = batch;
  const { training = true, ...flow } = options;
  const predictor = predictorOf(denoiser);
  return tf.tidy(() => {
    const [count = 0] = x1.shape;
    const { x, velocity: target } = flowMatchingTarget(x1, noise, t, flow);
    const column = labelColumn(label, count, predictor);
    const found = predictor.predict(x, timeColumn(t, count, TIME_SCALE), column, training);
    return tf.mean(tf.squaredDifference(found, target)) as Scalar;
  });
}
