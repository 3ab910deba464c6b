/** Training by an objective, on examples that are in memory. */
import type { Seed } from '../../backend/random.js';
import type { History, Snapshot, TrainerCallback } from '../callbacks/callback.js';
import type { Schedule } from '../schedules/schedule.js';
import type { Scalar } from '../tf.js';
import { checkClipNorm } from './clip-gradients.js';
import { memoryBatches } from './memory-batches.js';
import { type Measured, type ObjectiveStepOptions, objectiveStep } from './objective-step.js';
import type { BatchSource } from './sources.js';
import { type LoopFitOptions, TrainingLoop } from './training-loop.js';
import type { Batch, StepNoise } from './training-types.js';

export interface ObjectiveLoopOptions extends ObjectiveStepOptions {
  /** One learning rate, or one for each step. Default: the optimizer's own. */
  readonly learningRate?: number | Schedule | undefined;
  readonly callbacks?: readonly TrainerCallback[] | undefined;
  /** Fixes the order of the examples and the noise. Default 0. */
  readonly seed?: Seed | undefined;
  /** Whether a step is recorded once and replayed as one graph. Default: true where layers are the library's. */
  readonly capture?: boolean | undefined;
}

export interface LoopObjective<B> {
  /** Of a batch that is learnt from. */
  train(batch: B, noise: StepNoise): Measured;
  /** Mean loss of a batch that is not learnt from; the same whenever it is asked. Without it nothing is held out. */
  evaluate?(batch: B): Scalar;
}

export interface ObjectiveFitOptions<B> extends Pick<LoopFitOptions, 'epochs' | 'steps'> {
  /** Examples a step; the last batch of an epoch may be smaller. Default 32. */
  batchSize?: number;
  /** Examples that are not learnt from; their loss is measured after each epoch. */
  validation?: B | undefined;
}

/** What trainers of one model on examples in memory share; examples are checked by the caller. */
export class ObjectiveLoop<B extends Batch> {
  private readonly loop: TrainingLoop<B>;
  private readonly seed: Seed;

  /** @throws RangeError for a `clipNorm` that is not above 0 */
  constructor(options: ObjectiveLoopOptions, objective: LoopObjective<B>) {
    const { model, optimizer, learningRate, callbacks = [], seed = 0, capture } = options;
    checkClipNorm(options.clipNorm);
    this.seed = seed;
    this.loop = new TrainingLoop<B>({
      step: objectiveStep<B>(options, (batch, noise) => objective.train(batch, noise)),
      models: [model],
      optimizers: [optimizer],
      callbacks,
      seed,
      ...(objective.evaluate && { evaluate: objective.evaluate.bind(objective) }),
      ...(learningRate === undefined ? {} : { learningRate }),
      ...(capture === undefined ? {} : { capture }),
    });
  }

  resume(snapshot: Snapshot): Promise<void> {
    return this.loop.resume(snapshot);
  }

  /** Trains on batches that are made as they are asked for. */
  fitBatches(source: BatchSource<B>, options: Pick<LoopFitOptions, 'steps'>): Promise<History> {
    return this.loop.fit(source, options);
  }

  async fit(data: B, options: ObjectiveFitOptions<B>): Promise<History> {
    const { batchSize = 32, validation, ...length } = options;
    const measured = validation && memoryBatches(validation, { batchSize, shuffle: false });
    return this.loop.fit(memoryBatches(data, { batchSize, seed: this.seed }), {
      ...length,
      ...(measured === undefined ? {} : { validation: measured }),
    });
  }
}
