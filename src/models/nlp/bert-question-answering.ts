/** A BERT that finds the answer to a question in a passage. */
import * as z from 'zod/mini';
import { type Layer, type LayersModel, type SymbolicTensor, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { multipleOf } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelWithParts } from '../spec.js';
import { bertEncoder, bertOptions, bertParameters, stddevOf } from './parts/bert-encoder.js';
import { type BertEncoderParts, bertEncoderParts } from './parts/bert-encoder-parts.js';
import { layersByName } from './parts/layers-by-name.js';

export interface BertQuestionAnsweringOptions {
  /** How many tokens there are, V; token 0 is padding. */
  vocabSize: number;
  /** Tokens of a row, T; shorter ones are padded with 0 behind. Default 64. */
  context?: number | undefined;
  /** Blocks. Default 2. */
  layers?: number | undefined;
  /** Heads of attention in each block. Default 4. */
  heads?: number | undefined;
  /** Size of the vector of a token, D; a multiple of `heads`. Default 64. */
  width?: number | undefined;
  /** Rate of dropout, of the attention weights too, in [0, 1); BERT has 0.1. Default 0. */
  dropout?: number | undefined;
  /** Fixes the weights at the start and the dropout. Default 0. */
  seed?: number | undefined;
}

const options = z
  .strictObject(bertOptions)
  .check(multipleOf('width', 'heads')) satisfies z.ZodMiniType<
  Complete<BertQuestionAnsweringOptions>,
  BertQuestionAnsweringOptions
>;

function build(all: Complete<BertQuestionAnsweringOptions>): LayersModel {
  const seedOf = partSeeds(all.seed);
  const { inputs, vectors } = bertEncoder(all, seedOf);
  const kernelInitializer = tf.initializers.randomNormal({
    stddev: stddevOf(all.width),
    seed: seedOf('spans'),
  });
  const spans = tf.layers.dense({ units: 2, kernelInitializer, name: 'spans' });
  const turned = tf.layers.permute({ dims: [2, 1], name: 'logits' });
  const scores: SymbolicTensor = spans.apply(vectors); // [B, T, 2]
  return tf.model({ inputs, outputs: turned.apply(scores), name: 'bert_question_answering' });
}

/** What a BERT that answers is made of. */
export interface BertQuestionAnsweringParts extends BertEncoderParts {
  /** From the vector of a token to its scores as first and as last of the answer. */
  readonly spans: Layer;
}

function parts(model: LayersModel): BertQuestionAnsweringParts {
  const { required } = layersByName(model, 'bertQuestionAnswering');
  return { ...bertEncoderParts(model, 'bertQuestionAnswering'), spans: required('spans') };
}

const example = { vocabSize: 6, context: 4, layers: 1, heads: 2, width: 4, seed: 1 };

export const spec: ModelWithParts<BertQuestionAnsweringOptions, BertQuestionAnsweringParts> = {
  id: 'nlp/bert-question-answering',
  task: 'question-answering',
  source:
    'Devlin et al. 2018, BERT: pre-training of deep bidirectional transformers for language understanding, arXiv:1810.04805, section 4.2',
  input: 'tokens [B, T] and segments [B, T], int32',
  output: 'logits [B, 2, T] of the first and the last token of the answer, float32',
  options,
  build,
  parts,
  example: {
    options: example,
    inputs: [
      { shape: [4], below: 6 },
      { shape: [4], below: 2 },
    ],
    parameters: bertParameters(example) + (4 * 2 + 2),
  },
};

/**
 * BERT for extractive question answering (Devlin et al. 2018, section 4.2): tokens of question and passage, and
 * segments, `[B, T]` int32 → logits `[B, 2, T]`: which token is the first of the answer, and which the last.
 *
 * The encoder is that of `bertMaskedLm`; `copyEncoder` brings what was learnt there. `answerQuestions` reads answers
 * off.
 *
 * @throws RangeError for options out of range, or a width that is no multiple of `heads`
 * @example
 * const model = bertQuestionAnswering({ vocabSize: 200, context: 64, seed: 1 });
 * copyEncoder(pretrained, model);
 */
export function bertQuestionAnswering(options: BertQuestionAnsweringOptions): LayersModel {
  return buildModel(spec, options);
}
