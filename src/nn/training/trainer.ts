/** Supervised training of a model: examples with labels, one loss, one optimiser. */
import type { Seed } from '../../backend/random.js';
import type { LayersModel, Optimizer } from '../../backend/tf.js';
import { checkSizes } from '../../checks.js';
import type { History, Snapshot, TrainerCallback } from '../callbacks/callback.js';
import { constant } from '../schedules/constant.js';
import type { Schedule } from '../schedules/schedule.js';
import { checkClipNorm } from './clip-gradients.js';
import { Loop } from './loop.js';
import { countExamples, memoryBatches } from './memory-batches.js';
import { type Length, planOf } from './plan.js';
import { learningRateOf } from './snapshot.js';
import { restoreTask } from './state.js';
import { supervised } from './supervised.js';
import { targetOf } from './target.js';
import type { Task } from './task.js';
import type { Examples, LossModel, TrainerLoss } from './training-types.js';

export interface TrainerOptions {
  /** A model of `tf.layers`, or variables of your own and the loss of a batch. */
  model: LayersModel | LossModel;
  /** Labels and output to loss, where the model is one of layers; a vector is averaged. */
  loss?: TrainerLoss;
  /** Made by `tf.train`; the caller disposes it. */
  optimizer: Optimizer;
  /** One learning rate, or one for each step. Default: the optimizer's own. */
  learningRate?: number | Schedule;
  /** The norm that all gradients together may have at most. Default: any. */
  clipNorm?: number;
  /** Cut each batch into so many pieces, computed one after another to save memory. Default 1. */
  accumulate?: number;
  callbacks?: readonly TrainerCallback[];
  /** Fixes the order of the examples. Default 0. */
  seed?: Seed;
  /**
   * Whether a step is recorded once and replayed as one graph, without its JavaScript. Default:
   * where model and loss are the library's own.
   */
  capture?: boolean;
}

export interface TrainOptions extends Length {
  /** Examples a step; the last batch of an epoch may be smaller. Default 32. */
  batchSize?: number;
  /** Examples that are not learnt from; their loss is measured after each epoch. */
  validation?: Examples;
}

/**
 * Trains a model by minibatch gradient descent.
 *
 * Each step takes the next batch of examples shuffled anew for the epoch, computes the gradients of
 * the mean loss, clips them, and hands them to the optimizer. After each step other work may run,
 * so that a chart moves and an interrupt stops the training.
 *
 * @throws TypeError when `model` and `loss` do not go together; RangeError for options out of range
 * @example
 * const trainer = new Trainer({
 *   model, loss: sparseSoftmaxCrossEntropy, optimizer: tf.train.adam(1e-3), clipNorm: 1,
 * });
 * const history = await trainer.fit({ x, y }, { epochs: 5, validation: { x: testX, y: testY } });
 */
export class Trainer {
  private readonly task: Task;
  private readonly callbacks: readonly TrainerCallback[];
  private readonly schedule: Schedule;
  private resumeFrom: Snapshot | undefined;

  constructor(private readonly options: TrainerOptions) {
    const { model, loss, optimizer, learningRate, clipNorm, accumulate = 1, callbacks } = options;
    const target = targetOf(model, loss);
    this.callbacks = callbacks ?? [];
    this.schedule =
      typeof learningRate === 'function'
        ? learningRate
        : constant(learningRate ?? learningRateOf(optimizer));
    checkSizes({ accumulate });
    checkClipNorm(clipNorm);
    this.task = supervised(target, {
      optimizer,
      accumulate,
      ...(clipNorm === undefined ? {} : { clipNorm }),
    });
  }

  /**
   * Puts model and optimizer into a saved state; the next `fit` goes on from there, with the same
   * batches as if it had never stopped.
   *
   * @throws RangeError when the model has other weights
   */
  async resume(snapshot: Snapshot): Promise<void> {
    await restoreTask(this.task, snapshot);
    this.resumeFrom = snapshot;
  }

  /**
   * Trains.
   *
   * @param data `x` `[N, …]` and `y` `[N, …]`; not disposed
   * @returns losses of steps and epochs; those so far when the stop button is pressed
   * @throws RangeError for options out of range; NonFiniteError when loss or gradients are not
   *   finite; InterruptedError when interrupted twice
   */
  async fit({ x, y }: Examples, options: TrainOptions): Promise<History> {
    const { batchSize = 32, validation } = options;
    const { seed = 0, capture } = this.options;
    countExamples('data', { x, y });
    if (validation !== undefined) countExamples('validation', validation);
    const source = memoryBatches({ x, y }, { batchSize, seed });
    const plan = planOf(source.size, options);
    const start = this.resumeFrom;
    this.resumeFrom = undefined;
    // Snapshots of older versions do not say how many examples their sum is of.
    const epochRows = ((start?.step ?? 0) % plan.stepsPerEpoch) * batchSize;
    const loop = new Loop(
      this.task,
      plan,
      { callbacks: this.callbacks, rates: [this.schedule], capture },
      start && { epochRows, ...start },
    );
    const measured = validation && { x: validation.x, y: validation.y };
    return loop.run(
      { source, owned: true },
      measured && { source: memoryBatches(measured, { batchSize, shuffle: false }), owned: true },
    );
  }
}
