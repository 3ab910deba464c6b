/** The training of a BERT, whatever its head: to guess tokens, to classify, to answer. */
import * as core from '@tensorflow/tfjs-core';
import type { Seed } from '../../backend/random.js';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import type { History, Snapshot, TrainerCallback } from '../../nn/callbacks/callback.js';
import { sparseSoftmaxCrossEntropy } from '../../nn/losses/index.js';
import type { Schedule } from '../../nn/schedules/schedule.js';
import { type LayersModel, type Optimizer, type Scalar, type Tensor, tf } from '../../nn/tf.js';
import { ObjectiveLoop } from '../../nn/training/objective-loop.js';
import { tokenCrossEntropy, tokensOf } from '../token-loss.js';
import { checkInputs } from './check-inputs.js';
import { encoderOf } from './encoder.js';
import type { BertInputs } from './inputs.js';

/** Rows with what is to be learnt about each. */
export type BertExamples = BertInputs & {
  /**
   * For `bertMaskedLm` the token at each place that is to be guessed and 0 elsewhere, `[N, T]`; for `bertClassifier`
   * the class, `[N]`; for `bertQuestionAnswering` the places of the answer's first and last token, `[N, 2]`; int32.
   */
  readonly labels: Tensor;
};

export interface BertTrainerOptions {
  /** Made by `bertMaskedLm`, `bertClassifier` or `bertQuestionAnswering`, or loaded from one. */
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

export interface BertFitOptions {
  /** Times that all examples are used. Give this or `steps`. */
  epochs?: number;
  /** Steps in all. */
  steps?: number;
  /** Examples a step; the last batch of an epoch may be smaller. Default 32. */
  batchSize?: number;
  /** Examples that are not learnt from; their loss is measured after each epoch. */
  validation?: BertExamples;
}

/** Whether logits are `[B, T, V]`, of tokens, and places that are not asked for have label 0. */
const guessesTokens = (model: LayersModel): boolean =>
  model.layers.some(({ name }) => name === 'output_bias');

/** In nats for each token to guess, example, or end of an answer. */
function lossOf(model: LayersModel, examples: BertExamples, training: boolean): Scalar {
  return tf.tidy((): Scalar => {
    const { tokens, segments, labels } = examples;
    const logits = model.apply([tokens, segments] as Tensor[], { training }) as Tensor;
    return guessesTokens(model)
      ? tokenCrossEntropy(labels, logits, tokensOf(labels))
      : tf.mean<Scalar>(sparseSoftmaxCrossEntropy(labels, logits));
  });
}

/** @throws RangeError for rows or labels of other shapes, or labels that the model does not have */
function check(where: string, model: LayersModel, examples: BertExamples): void {
  checkInputs(where, examples, model);
  const { tokens, labels } = examples;
  const [, ...places] = (model.outputs[0]?.shape ?? []) as number[];
  const count = places.pop() as number;
  const expected = [tokens.shape[0], ...places];
  const fits =
    labels instanceof core.Tensor &&
    labels.dtype === 'int32' &&
    String(labels.shape) === String(expected);
  if (!fits) {
    const shape = `[${expected.join(', ')}]`;
    throw new RangeError(messages().bert.labels({ where, expected: shape, given: shown(labels) }));
  }
  const wrong = labels.dataSync().find((label) => label < 0 || label >= count);
  if (wrong !== undefined)
    throw new RangeError(messages().bert.label({ where, count, given: wrong }));
}

/** Rows and labels alone: a batch holds nothing else. */
const rowsOf = ({ tokens, segments, labels }: BertExamples): BertExamples => ({
  tokens,
  segments,
  labels,
});

/**
 * Trains a BERT by the cross-entropy of what its head says: of masked tokens (pretraining), classes, or both ends of an
 * answer (fine-tuning). Each step is one graph, and a run goes on exactly where it was left (`checkpoint`, `resume`).
 *
 * @throws TypeError for a model that is no BERT; RangeError for a `clipNorm` that is not above 0
 * @example
 * const { examples } = maskTokens(bertInputs(texts, { tokenizer }), { tokenizer, seed: 1 });
 * const trainer = new BertTrainer({ model, optimizer: tf.train.adam(1e-3), clipNorm: 1 });
 * await trainer.fit(examples, { epochs: 10 });
 */
export class BertTrainer {
  private readonly loop: ObjectiveLoop<BertExamples>;
  private readonly model: LayersModel;

  constructor(options: BertTrainerOptions) {
    const { model } = options;
    encoderOf('`model`', model);
    this.model = model;
    this.loop = new ObjectiveLoop<BertExamples>(options, {
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
   * @param data not disposed
   * @returns losses of steps and epochs; those so far when the stop button is pressed
   * @throws RangeError for examples of other shapes, a label that the model does not have, or options out of range;
   *   NonFiniteError when the loss is not finite; InterruptedError when interrupted twice
   */
  async fit(data: BertExamples, options: BertFitOptions): Promise<History> {
    const { validation, ...rest } = options;
    check('BertTrainer.fit', this.model, data);
    if (validation !== undefined) check('BertTrainer.fit, validation', this.model, validation);
    return this.loop.fit(rowsOf(data), { ...rest, validation: validation && rowsOf(validation) });
  }
}
