/** Training of a model on examples in memory, by an objective. */
import type { Seed } from '../../backend/random.js';
import type { History, Snapshot, TrainerCallback } from '../callbacks/callback.js';
import type { Schedule } from '../schedules/schedule.js';
import type { LayersModel, Optimizer } from '../tf.js';
import { type LoopObjective, ObjectiveLoop } from './objective-loop.js';

export interface ExampleTrainerOptions {
  /** Its weights are trained by the optimizer. */
  model: LayersModel;
  /** Made by `tf.train`; the caller disposes it. */
  optimizer: Optimizer;
  /** One learning rate, or one for each step. Default: the optimizer's own. */
  learningRate?: number | Schedule;
  /** The norm that all gradients together may have at most. Default: any. */
  clipNorm?: number;
  callbacks?: readonly TrainerCallback[];
  /** Fixes the order of the examples, and what is drawn. Default 0. */
  seed?: Seed;
  /** Whether a step is recorded once and replayed as one graph. Default: true where layers are the library's. */
  capture?: boolean;
}

export interface ExampleFitOptions<E> {
  /** Times that all examples are used. Give this or `steps`. */
  epochs?: number;
  /** Steps in all. */
  steps?: number;
  /** Examples a step; the last batch of an epoch may be smaller. Default 32. */
  batchSize?: number;
  /** Examples that are not learnt from; their loss is measured after each epoch. */
  validation?: E;
}

export interface ExampleObjective<E> extends LoopObjective<E> {
  /** Looks at what will be learnt from, before the first step. */
  begin?(examples: E): void;
  /** @throws TypeError | RangeError for examples that do not fit the model */
  check(where: string, examples: E): void;
  /** The tensors that are there and nothing else: a batch has no empty places. */
  batchOf(examples: E): E;
}

/** What trainers of one model on examples of one kind share. */
export class ExampleTrainer<E> {
  private readonly loop: ObjectiveLoop<never>;

  /**
   * @param name of the class, for messages
   * @throws RangeError for a `clipNorm` that is not above 0
   */
  constructor(
    options: ExampleTrainerOptions,
    private readonly objective: ExampleObjective<E>,
    private readonly name: string,
  ) {
    this.loop = new ObjectiveLoop<never>(options, objective as LoopObjective<unknown>);
  }

  /**
   * Puts model, optimizer and what is drawn into a saved state; the next `fit` goes on from there, with the same batches
   * as if it had never stopped.
   *
   * @throws RangeError when the model has other weights
   */
  async resume(snapshot: Snapshot): Promise<void> {
    await this.loop.resume(snapshot);
  }

  /**
   * Trains.
   *
   * @param data what is learnt from; not disposed
   * @returns losses of steps and epochs, and in `metrics` the parts of each step's loss; those so far when the stop
   *   button is pressed
   * @throws TypeError or RangeError for examples that do not fit the model; RangeError for options out of range;
   *   NonFiniteError when the loss is not finite; InterruptedError when interrupted twice
   */
  async fit(data: E, options: ExampleFitOptions<E>): Promise<History> {
    const { validation, ...rest } = options;
    const { objective, name } = this;
    objective.check(`${name}.fit`, data);
    if (validation !== undefined) objective.check(`${name}.fit, validation`, validation);
    objective.begin?.(data);
    return this.loop.fit(objective.batchOf(data) as never, {
      ...rest,
      validation: (validation && objective.batchOf(validation)) as never,
    });
  }
}
