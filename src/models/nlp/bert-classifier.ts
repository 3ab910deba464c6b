/** A BERT that puts a text, or a pair of texts, into a class. */
import * as z from 'zod/mini';
import { type Layer, type LayersModel, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { firstOfSequence } from '../first-of-sequence.js';
import { multipleOf, size } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelWithParts } from '../spec.js';
import { bertEncoder, bertOptions, bertParameters, stddevOf } from './parts/bert-encoder.js';
import { type BertEncoderParts, bertEncoderParts } from './parts/bert-encoder-parts.js';
import { layersByName } from './parts/layers-by-name.js';

export interface BertClassifierOptions {
  /** How many tokens there are, V; token 0 is padding. */
  vocabSize: number;
  /** Tokens of a row, T; shorter ones are padded with 0 behind. Default 64. */
  context?: number | undefined;
  /** Classes, C. */
  classes: number;
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
  .strictObject({ ...bertOptions, classes: size('Classes, C.') })
  .check(multipleOf('width', 'heads')) satisfies z.ZodMiniType<
  Complete<BertClassifierOptions>,
  BertClassifierOptions
>;

function build(all: Complete<BertClassifierOptions>): LayersModel {
  const { context, width, classes, dropout } = all;
  const seedOf = partSeeds(all.seed);
  const dense = (name: string, units: number, activation: 'tanh' | 'linear'): Layer => {
    const kernelInitializer = tf.initializers.randomNormal({
      stddev: stddevOf(width),
      seed: seedOf(name),
    });
    return tf.layers.dense({ units, activation, kernelInitializer, name });
  };
  const { inputs, vectors } = bertEncoder(all, seedOf);
  let x = firstOfSequence(vectors, { length: context, width }); // [B, D]
  x = dense('pooler', width, 'tanh').apply(x);
  if (dropout > 0) {
    const name = 'pooler_dropout';
    x = tf.layers.dropout({ rate: dropout, seed: seedOf(name), name }).apply(x);
  }
  const outputs = dense('logits', classes, 'linear').apply(x); // [B, C]
  return tf.model({ inputs, outputs, name: 'bert_classifier' });
}

/** What a BERT that classifies is made of. */
export interface BertClassifierParts extends BertEncoderParts {
  /** On the vector of the first token, with tanh. */
  readonly pooler: Layer;
  readonly logits: Layer;
}

function parts(model: LayersModel): BertClassifierParts {
  const { required } = layersByName(model, 'bertClassifier');
  const [pooler, logits] = [required('pooler'), required('logits')];
  return { ...bertEncoderParts(model, 'bertClassifier'), pooler, logits };
}

const example = { vocabSize: 6, context: 4, layers: 1, heads: 2, width: 4, seed: 1 };

export const spec: ModelWithParts<BertClassifierOptions, BertClassifierParts> = {
  id: 'nlp/bert-classifier',
  task: 'classification',
  source:
    'Devlin et al. 2018, BERT: pre-training of deep bidirectional transformers for language understanding, arXiv:1810.04805',
  input: 'tokens [B, T] and segments [B, T], int32',
  output: 'logits [B, C], float32',
  options,
  build,
  parts,
  example: {
    options: { ...example, classes: 3 },
    inputs: [
      { shape: [4], below: 6 },
      { shape: [4], below: 2 },
    ],
    parameters: bertParameters(example) + (4 * 4 + 4) + (4 * 3 + 3),
  },
};

/**
 * BERT for one text or a pair of texts (Devlin et al. 2018): tokens and segments `[B, T]` int32 → logits `[B, C]` from
 * the first token, `[CLS]`: dense with tanh (the pooler), dropout, dense.
 *
 * The encoder is that of `bertMaskedLm`; `copyEncoder` brings what was learnt there. `bertInputs` makes the rows.
 *
 * @throws RangeError for options out of range, or a width that is no multiple of `heads`
 * @example
 * const model = bertClassifier({ vocabSize: 200, context: 32, classes: 2, seed: 1 });
 * copyEncoder(pretrained, model);
 */
export function bertClassifier(options: BertClassifierOptions): LayersModel {
  return buildModel(spec, options);
}
