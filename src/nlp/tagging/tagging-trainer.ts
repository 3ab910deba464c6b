/** The training of a tagger: tags of whole texts together, or of each token alone. */
import * as core from '@tensorflow/tfjs-core';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { spec } from '../../models/nlp/bi-lstm-tagger.js';
import { crfLoss } from '../../nn/crf/log-likelihood.js';
import { type LayersModel, type Scalar, type Tensor, tf } from '../../nn/tf.js';
import {
  type ExampleFitOptions,
  type ExampleObjective,
  ExampleTrainer,
  type ExampleTrainerOptions,
} from '../../nn/training/example-trainer.js';
import { tokenCrossEntropy, tokensOf } from '../token-loss.js';
import type { TaggingExamples } from './examples.js';
import { chainOfTagger } from './scores.js';

export interface TaggingTrainerOptions extends ExampleTrainerOptions {
  /** Made by `biLstmTagger`, or loaded from one. */
  model: LayersModel;
}

export type TaggingFitOptions = ExampleFitOptions<TaggingExamples>;

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
export class TaggingTrainer extends ExampleTrainer<TaggingExamples> {
  constructor(options: TaggingTrainerOptions) {
    const { model } = options;
    spec.parts(model);
    const objective: ExampleObjective<TaggingExamples> = {
      train: (batch) => ({ loss: lossOf(model, batch, true) }),
      evaluate: (batch) => lossOf(model, batch, false),
      check: (where, examples) => check(where, model, examples),
      batchOf: ({ tokens, tags }) => ({ tokens, tags }),
    };
    super(options, objective, 'TaggingTrainer');
  }
}
