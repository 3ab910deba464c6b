/** The training of an encoder–decoder: each next token of a target from those before it. */
import * as core from '@tensorflow/tfjs-core';
import type { Seed } from '../../backend/random.js';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import type { History, Snapshot, TrainerCallback } from '../../nn/callbacks/callback.js';
import type { Schedule } from '../../nn/schedules/schedule.js';
import { type LayersModel, type Optimizer, type Scalar, type Tensor, tf } from '../../nn/tf.js';
import { ObjectiveLoop } from '../../nn/training/objective-loop.js';
import { tokenCrossEntropy, tokensOf } from '../token-loss.js';
import type { TranslationExamples } from './examples.js';

export interface TranslationTrainerOptions {
  /** Made by `transformer` or `seq2seq`, or any model of source and target with logits. */
  model: LayersModel;
  /** Made by `tf.train`; the caller disposes it. */
  optimizer: Optimizer;
  /** One learning rate, or one for each step. Default: the optimizer's own. */
  learningRate?: number | Schedule;
  /** The norm that all gradients together may have at most. Default: any. */
  clipNorm?: number;
  callbacks?: readonly TrainerCallback[];
  /** Fixes the order of the examples. Default 0. */
  seed?: Seed;
  /** Whether a step is recorded once and replayed as one graph. Default: true where layers are the library's. */
  capture?: boolean;
}

export interface TranslationFitOptions {
  /** Times that all examples are used. Give this or `steps`. */
  epochs?: number;
  /** Steps in all. */
  steps?: number;
  /** Examples a step; the last batch of an epoch may be smaller. Default 32. */
  batchSize?: number;
  /** Examples that are not learnt from; their loss is measured after each epoch. */
  validation?: TranslationExamples;
}

/** The mean cross-entropy of the tokens that are none of padding, in nats. */
function lossOf(model: LayersModel, { source, target }: TranslationExamples, training: boolean) {
  return tf.tidy((): Scalar => {
    const [batch, length] = target.shape;
    const before = tf.slice(target, [0, 0], [batch, length - 1]); // [B, T]
    const next = tf.slice(target, [0, 1], [batch, length - 1]); // [B, T]
    const logits = model.apply([source, before] as Tensor[], { training }) as Tensor; // [B, T, V]
    return tokenCrossEntropy(next, logits, tokensOf(next));
  });
}

function check(where: string, { source, target }: TranslationExamples): void {
  const isRows = (x: unknown): x is core.Tensor =>
    x instanceof core.Tensor && x.rank === 2 && x.dtype === 'int32';
  const fits = isRows(source) && isRows(target) && source.shape[0] === target.shape[0];
  if (fits && (source.shape[0] as number) > 0 && (target.shape[1] as number) > 1) return;
  throw new RangeError(
    messages().translation.examples({ where, given: shown({ source, target }) }),
  );
}

/** Source and target alone: a batch holds nothing else. */
const rowsOf = ({ source, target }: TranslationExamples): TranslationExamples => ({
  source,
  target,
});

/**
 * Trains an encoder–decoder by teacher forcing: it is given the target up to each token, and learns the next one.
 * Padding counts for nothing. Each step is one graph, and a run goes on exactly where it was left (`checkpoint`,
 * `resume`).
 *
 * @throws RangeError for a `clipNorm` that is not above 0
 * @example
 * const trainer = new TranslationTrainer({ model, optimizer: tf.train.adam(1e-3), clipNorm: 1 });
 * await trainer.fit(translationExamples(pairs), { epochs: 10, batchSize: 64 });
 */
export class TranslationTrainer {
  private readonly loop: ObjectiveLoop<TranslationExamples>;

  constructor(options: TranslationTrainerOptions) {
    const { model } = options;
    this.loop = new ObjectiveLoop<TranslationExamples>(options, {
      train: (batch) => ({ loss: lossOf(model, batch, true) }),
      evaluate: (batch) => lossOf(model, batch, false),
    });
  }

  /**
   * Puts model and optimizer into a saved state; the next `fit` goes on from there, with the same batches as if it
   * had never stopped.
   *
   * @throws RangeError when the model has other weights
   */
  async resume(snapshot: Snapshot): Promise<void> {
    await this.loop.resume(snapshot);
  }

  /**
   * Trains.
   *
   * @param data made by `translationExamples`; not disposed
   * @returns losses of steps and epochs; those so far when the stop button is pressed
   * @throws RangeError for examples of other shapes or options out of range; NonFiniteError when the loss is not
   *   finite; InterruptedError when interrupted twice
   */
  async fit(data: TranslationExamples, options: TranslationFitOptions): Promise<History> {
    const { validation, ...rest } = options;
    check('TranslationTrainer.fit', data);
    if (validation !== undefined) check('TranslationTrainer.fit, validation', validation);
    return this.loop.fit(rowsOf(data), {
      ...rest,
      validation: validation && rowsOf(validation),
    });
  }
}
