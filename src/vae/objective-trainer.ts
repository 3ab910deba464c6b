/** Training by an objective with parts that are reported beside it. */
import type { Seed } from '../backend/random.js';
import type { History, Snapshot, TrainerCallback } from '../nn/callbacks/callback.js';
import type { Schedule } from '../nn/schedules/schedule.js';
import type { LayersModel, Optimizer } from '../nn/tf.js';
import { type LoopObjective, ObjectiveLoop } from '../nn/training/objective-loop.js';
import type { VaeExamples } from './examples.js';

export interface Objective extends LoopObjective<VaeExamples> {
  /** Looks at what will be learnt from, before the first step. */
  begin?(examples: VaeExamples): void;
  /** @throws TypeError | RangeError for examples that do not fit */
  check(where: string, examples: VaeExamples): void;
}

export interface ObjectiveTrainerOptions {
  /** Its weights are trained by the optimizer. */
  model: LayersModel;
  /** Made by `tf.train`; the caller disposes it. */
  optimizer: Optimizer;
  /** One learning rate, or one for each step. Default: the optimizer's own. */
  learningRate?: number | Schedule;
  /** The norm that all gradients together may have at most. Default: any. */
  clipNorm?: number;
  callbacks?: readonly TrainerCallback[];
  /** Fixes the order of the examples and the codes that are sampled. Default 0. */
  seed?: Seed;
  /** Whether a step is recorded once and replayed as one graph. Default: true where layers are the library's. */
  capture?: boolean;
}

export interface VaeFitOptions {
  /** Times that all examples are used. Give this or `steps`. */
  epochs?: number;
  /** Steps in all. */
  steps?: number;
  /** Examples a step; the last batch of an epoch may be smaller. Default 32. */
  batchSize?: number;
  /** Examples that are not learnt from; their loss is measured after each epoch. */
  validation?: VaeExamples;
}

/** An object of the tensors that are there: a batch has no empty places. */
const batchOf = ({ x, condition }: VaeExamples): VaeExamples =>
  condition === undefined ? { x } : { x, condition };

/** What `VaeTrainer` and `VqVaeTrainer` share. */
export class ObjectiveTrainer {
  private readonly loop: ObjectiveLoop<never>;

  constructor(
    options: ObjectiveTrainerOptions,
    private readonly objective: Objective,
    private readonly name: string,
  ) {
    this.loop = new ObjectiveLoop<never>(options, objective as LoopObjective<never>);
  }

  /**
   * Puts model, optimizer and noise into a saved state; the next `fit` goes on from there, with the same
   * batches and codes as if it had never stopped.
   *
   * @throws RangeError when the model has other weights
   */
  async resume(snapshot: Snapshot): Promise<void> {
    await this.loop.resume(snapshot);
  }

  /**
   * Trains.
   *
   * @param data `x` `[N, ...inputShape]`, and for a conditional model `condition` `[N, conditions]`; not
   *   disposed
   * @returns losses of steps and epochs, and in `metrics` the parts of each step's loss; those so far when
   *   the stop button is pressed
   * @throws TypeError for examples of another shape, or a condition that does not fit; RangeError for pixels
   *   out of [0, 1] with a Bernoulli decoder, or options out of range; NonFiniteError when the loss is not
   *   finite; InterruptedError when interrupted twice
   */
  async fit(data: VaeExamples, options: VaeFitOptions): Promise<History> {
    const { validation, ...rest } = options;
    this.objective.check(`${this.name}.fit`, data);
    if (validation !== undefined) this.objective.check(`${this.name}.fit, validation`, validation);
    this.objective.begin?.(data);
    return this.loop.fit(batchOf(data) as never, {
      ...rest,
      validation: (validation && batchOf(validation)) as never,
    });
  }
}
