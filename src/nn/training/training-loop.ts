/** Training by a step of one's own. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import type { Seed } from '../../backend/random.js';
import type { LayersModel, Optimizer, Scalar, Variable } from '../../backend/tf.js';
import { checkSizes } from '../../checks.js';
import { messages } from '../../messages/index.js';
import type { History, Snapshot, TrainerCallback } from '../callbacks/callback.js';
import { constant } from '../schedules/constant.js';
import type { Schedule } from '../schedules/schedule.js';
import { Loop } from './loop.js';
import { type Length, planOf } from './plan.js';
import { type Batches, sourceOf } from './sources.js';
import { restoreTask } from './state.js';
import type { Task } from './task.js';
import { TrainingError } from './training-error.js';
import type { Batch, StepNoise, StepResult } from './training-types.js';
import { userStep } from './user-step.js';

export interface TrainingLoopOptions<B extends Batch = Batch> {
  /**
   * Makes one step on a batch: computes losses, and updates variables by optimizers or by `assign`.
   * It returns its loss `[]`, or `{ loss, … }` with more scalars to report. Its other tensors are
   * disposed when it ends. What it draws comes from `noise`, so that a resumed run draws the same.
   */
  step(batch: B, noise: StepNoise): StepResult;
  /** Mean loss `[]` of a validation batch. Default: none, and `fit` takes no `validation`. */
  evaluate?(batch: B): Scalar;
  /** Models whose weights a step changes or uses; all of their weights are saved. Default none. */
  models?: readonly LayersModel[];
  /** Variables of your own that a step changes. Default none. */
  variables?: readonly Variable[];
  /** Made by `tf.train`, always in this order; the caller disposes them. Default none. */
  optimizers?: readonly Optimizer[];
  /** One for all optimizers, or one for each of them. Default: each one's own. */
  learningRate?: number | Schedule | readonly (number | Schedule)[];
  callbacks?: readonly TrainerCallback[];
  /** Fixes what `noise` draws. Default 0. */
  seed?: Seed;
  /**
   * Whether a step is recorded once for each shape of batch and replayed as one graph, without its
   * JavaScript. The step must only compute tensors. Default false, since it is your own code.
   */
  capture?: boolean;
}

export interface LoopFitOptions<B extends Batch = Batch> extends Length {
  /**
   * Batches an epoch. Default: as many as there are; where their number is not known (a function, a
   * stream without `size`), all `steps` are one epoch.
   */
  stepsPerEpoch?: number;
  /** Batches that are not learnt from; `evaluate` measures them after each epoch. */
  validation?: Batches<B>;
}

/**
 * Trains by a step of your own: two optimizers in turn (a GAN), pairs (two towers), noise and time
 * (diffusion), sequences of unequal length, losses with more than one part.
 *
 * A batch is a tensor, or a list or object of tensors `[B, …]`; all batches have the same names.
 * Batches may differ in shape: where steps are captured, each of up to four shapes gets a graph of
 * its own, and steps on other shapes run eagerly, with the same numbers up to rounding.
 *
 * After each step other work may run, so that a chart moves and an interrupt stops the training. A
 * run that is resumed has the same losses to the last bit.
 *
 * @throws TypeError without models or variables; RangeError for options out of range
 * @example
 * const loop = new TrainingLoop({
 *   models: [critic, generator],
 *   optimizers: [criticOptimizer, generatorOptimizer],
 *   step(real: Tensor, noise) {
 *     const fake = generator.apply(noise.normal([32, 8])) as Tensor;
 *     const loss = criticOptimizer.minimize(() => criticLoss(real, fake), true, weightsOf(critic));
 *     …
 *     return { loss, generatorLoss };
 *   },
 *   capture: true,
 * });
 * const history = await loop.fit(tf.data.generator(images).batch(32), { steps: 1000 });
 */
export class TrainingLoop<B extends Batch = Batch> {
  private readonly task: Task;
  private readonly rates: readonly (Schedule | undefined)[];
  private resumeFrom: Snapshot | undefined;

  constructor(private readonly options: TrainingLoopOptions<B>) {
    const { step, models = [], variables = [], optimizers = [], seed = 0 } = options;
    const { noStep, nothingTrained, rates } = messages().library.training;
    if (typeof step !== 'function') throw new TypeError(noStep({ given: String(step) }));
    const isKnown =
      models.every((model) => model instanceof tfl.LayersModel) &&
      variables.every((variable) => variable instanceof core.Variable);
    if (models.length + variables.length === 0 || !isKnown) throw new TypeError(nothingTrained());
    const { learningRate } = options;
    const given = Array.isArray(learningRate)
      ? (learningRate as readonly (number | Schedule)[])
      : optimizers.map(() => learningRate as number | Schedule | undefined);
    if (given.length !== optimizers.length) {
      throw new RangeError(rates({ expected: optimizers.length, given: given.length }));
    }
    this.rates = given.map((rate) => (typeof rate === 'number' ? constant(rate) : rate));
    this.task = userStep(options, { models, variables, optimizers, seed });
  }

  /**
   * Puts weights, optimizers and noise into a saved state; the next `fit` goes on from there, with
   * the same batches as if it had never stopped.
   *
   * @throws RangeError when there are other weights or optimizers
   */
  async resume(snapshot: Snapshot): Promise<void> {
    await restoreTask(this.task, snapshot);
    this.resumeFrom = snapshot;
  }

  /**
   * Trains.
   *
   * @param batches in memory, from a function, or a stream of `tf.data`
   * @returns losses of steps and epochs, and what the steps measured beside; those so far when the
   *   stop button is pressed
   * @throws RangeError for options out of range; TrainingError for a step without a loss, a batch
   *   with other names than those before, a stream that is empty or ends before its epoch does;
   *   NonFiniteError when the loss is not finite; InterruptedError when interrupted twice
   */
  async fit(batches: Batches<B>, options: LoopFitOptions<B>): Promise<History> {
    const given = sourceOf(batches);
    const { stepsPerEpoch, validation } = options;
    if (stepsPerEpoch !== undefined) checkSizes({ stepsPerEpoch });
    const { noEvaluate, streamEmpty } = messages().library.training;
    if (given.source.size === 0) throw new TrainingError('stream-empty', streamEmpty({ epoch: 1 }));
    const plan = planOf(stepsPerEpoch ?? given.source.size, options);
    if (validation !== undefined && this.options.evaluate === undefined) {
      throw new TrainingError('no-evaluate', noEvaluate());
    }
    const start = this.resumeFrom;
    this.resumeFrom = undefined;
    const { callbacks = [], capture } = this.options;
    const loop = new Loop(this.task, plan, { callbacks, rates: this.rates, capture }, start);
    return loop.run(given, validation === undefined ? undefined : sourceOf(validation));
  }
}
