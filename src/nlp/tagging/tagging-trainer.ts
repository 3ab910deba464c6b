/** The training of a tagger: tags of whole texts together, or of each token alone. */
import * as core from '@tensorflow/tfjs-core';
import type { Seed } from '../../backend/random.js';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { spec } from '../../models/nlp/bi-lstm-tagger.js';
import type { History, Snapshot, TrainerCallback } from '../../nn/callbacks/callback.js';
import { crfLoss } from '../../nn/crf/log-likelihood.js';
import type { Schedule } from '../../nn/schedules/schedule.js';
import { type LayersModel, type Optimizer, type Scalar, type Tensor, tf } from '../../nn/tf.js';
import { ObjectiveLoop } from '../../nn/training/objective-loop.js';
import { tokenCrossEntropy, tokensOf } from '../token-loss.js';
import type { TaggingExamples } from './examples.js';
import { chainOfTagger } from './scores.js';

export interface TaggingTrainerOptions {
  /** Made by `biLstmTagger`, or loaded from one. */
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

export interface TaggingFitOptions {
  /** Times that all examples are used. Give this or `steps`. */
  epochs?: number;
  /** Steps in all. */
  steps?: number;
  /** Examples a step; the last batch of an epoch may be smaller. Default 32. */
  batchSize?: number;
  /** Examples that are not learnt from; their loss is measured after each epoch. */
  validation?: TaggingExamples;
}

/** In nats for each token: of the sequences, or without a CRF of the tags one by one. */
function lossOf(model: LayersModel, { tokens, tags }: TaggingExamples, training: boolean): Scalar {
  return tf.tidy((): Scalar => {
    const chain = chainOfTagger(model, tokens, training);
    if (chain !== undefined) return crfLoss(tags, chain);
    const logits = model.apply(tokens as Tensor, { training }) as Tensor; // [B, T, K]
    return tokenCrossEntropy(tags, logits, tokensOf(tokens));
  });
}

/** @throws RangeError for examples of other shapes, or tags that the model does not have */
function check(where: string, model: LayersModel, { tokens, tags }: TaggingExamples): void {
  const isRows = (x: unknown): x is core.Tensor =>
    x instanceof core.Tensor && x.rank === 2 && x.dtype === 'int32' && x.size > 0;
  const { tagging } = messages();
  if (!isRows(tokens) || !isRows(tags) || String(tokens.shape) !== String(tags.shape)) {
    throw new RangeError(tagging.examples({ where, given: shown({ tokens, tags }) }));
  }
  const count = model.outputs[0]?.shape.at(-1) as number;
  const wrong = tags.dataSync().find((tag) => tag < 0 || tag >= count);
  if (wrong !== undefined) throw new RangeError(tagging.tag({ where, count, given: wrong }));
}

/** Tokens and tags alone: a batch holds nothing else. */
const rowsOf = ({ tokens, tags }: TaggingExamples): TaggingExamples => ({ tokens, tags });

/**
 * Trains a tagger: with a CRF by the likelihood of the tags of whole texts (`crfLoss`), without one by the
 * cross-entropy of each tag. Padding counts for nothing. Each step is one graph, and a run goes on exactly where it was
 * left (`checkpoint`, `resume`).
 *
 * @throws TypeError for a model that `biLstmTagger` did not make; RangeError for a `clipNorm` that is not above 0
 * @example
 * const trainer = new TaggingTrainer({ model, optimizer: tf.train.adam(1e-2), clipNorm: 1 });
 * await trainer.fit(taggingExamples(texts, { length: 20 }), { epochs: 10 });
 */
export class TaggingTrainer {
  private readonly loop: ObjectiveLoop<TaggingExamples>;
  private readonly model: LayersModel;

  constructor(options: TaggingTrainerOptions) {
    const { model } = options;
    spec.parts(model);
    this.model = model;
    this.loop = new ObjectiveLoop<TaggingExamples>(options, {
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
   * @param data made by `taggingExamples`; not disposed
   * @returns losses of steps and epochs; those so far when the stop button is pressed
   * @throws RangeError for examples of other shapes, a tag that the model does not have, or options out of range;
   *   NonFiniteError when the loss is not finite; InterruptedError when interrupted twice
   */
  async fit(data: TaggingExamples, options: TaggingFitOptions): Promise<History> {
    const { validation, ...rest } = options;
    check('TaggingTrainer.fit', this.model, data);
    if (validation !== undefined) check('TaggingTrainer.fit, validation', this.model, validation);
    return this.loop.fit(rowsOf(data), { ...rest, validation: validation && rowsOf(validation) });
  }
}
