/** A BERT that guesses masked tokens: what its encoder is pretrained by. */
import * as z from 'zod/mini';
import { OutputBias } from '../../nn/layers/output-bias.js';
import { type Layer, type LayersModel, type SymbolicTensor, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { multipleOf } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelWithParts } from '../spec.js';
import { bertEncoder, bertOptions, bertParameters, stddevOf } from './parts/bert-encoder.js';
import { type BertEncoderParts, bertEncoderParts } from './parts/bert-encoder-parts.js';
import { layersByName } from './parts/layers-by-name.js';

export interface BertMaskedLmOptions {
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
  Complete<BertMaskedLmOptions>,
  BertMaskedLmOptions
>;

function build(all: Complete<BertMaskedLmOptions>): LayersModel {
  const seedOf = partSeeds(all.seed);
  const { inputs, vectors, embedding } = bertEncoder(all, seedOf);
  const transform = tf.layers.dense({
    units: all.width,
    activation: 'gelu_new',
    kernelInitializer: tf.initializers.randomNormal({
      stddev: stddevOf(all.width),
      seed: seedOf('transform'),
    }),
    name: 'transform',
  });
  const head = [
    transform,
    tf.layers.layerNormalization({ epsilon: 1e-5, name: 'transform_norm' }),
    embedding,
    new OutputBias({ name: 'output_bias' }) as Layer,
  ];
  const outputs = head.reduce(
    (x: SymbolicTensor, layer): SymbolicTensor => layer.apply(x),
    vectors,
  );
  return tf.model({ inputs, outputs, name: 'bert_masked_lm' }); // [B, T, V]
}

/** What a BERT with a masked language head is made of. */
export interface BertMaskedLmParts extends BertEncoderParts {
  /** From vectors to logits, one after another; the token vectors are among them. */
  readonly head: readonly Layer[];
}

function parts(model: LayersModel): BertMaskedLmParts {
  const { required } = layersByName(model, 'bertMaskedLm');
  const head = ['transform', 'transform_norm', 'embedding', 'output_bias'].map(required);
  return { ...bertEncoderParts(model, 'bertMaskedLm'), head };
}

const example = { vocabSize: 6, context: 4, layers: 1, heads: 2, width: 4, seed: 1 };

export const spec: ModelWithParts<BertMaskedLmOptions, BertMaskedLmParts> = {
  id: 'nlp/bert-masked-lm',
  task: 'masked-token',
  source:
    'Devlin et al. 2018, BERT: pre-training of deep bidirectional transformers for language understanding, arXiv:1810.04805',
  input: 'tokens [B, T] and segments [B, T], int32',
  output: 'logits [B, T, V], float32',
  options,
  build,
  parts,
  example: {
    options: example,
    inputs: [
      { shape: [4], below: 6 },
      { shape: [4], below: 2 },
    ],
    parameters: bertParameters(example) + (4 * 4 + 4 + 2 * 4) + 6,
  },
};

/**
 * BERT with its masked language head (Devlin et al. 2018): tokens and segments `[B, T]` int32 → logits `[B, T, V]`
 * of the token at each place, from what stands before and behind it.
 *
 * Vectors of tokens, places and segments are added and normalised; each block normalises behind attention and behind
 * the hidden layer (GELU in its tanh form); padding is not looked at. The head is dense, GELU, normalisation, the
 * token vectors once more, and a bias. Weights start normal with deviation √(2 / 5D), 0.023 at BERT's width of 768
 * where its own is 0.02; biases 0.
 *
 * `maskTokens` makes what it learns from, `BertTrainer` trains it, `copyEncoder` puts the encoder under another head.
 *
 * @throws RangeError for options out of range, or a width that is no multiple of `heads`
 * @example
 * const model = bertMaskedLm({ vocabSize: tokenizer.vocabularySize, context: 32, seed: 1 });
 */
export function bertMaskedLm(options: BertMaskedLmOptions): LayersModel {
  return buildModel(spec, options);
}
