/** A recurrent encoder–decoder with attention: one sequence in, another out. */
import * as z from 'zod/mini';
import {
  attentionDecoder,
  recurrentEncoder,
  tokenMask,
} from '../../nn/layers/transformer-layers.js';
import { type Layer, type LayersModel, type SymbolicTensor, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { seed, size } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelWithParts } from '../spec.js';
import { layersByName } from './parts/layers-by-name.js';

export interface Seq2seqOptions {
  /** How many tokens of the source there are; token 0 is padding. */
  sourceVocabSize: number;
  /** How many tokens of the target there are, V; token 0 is padding, 1 the start, 2 the end. */
  targetVocabSize: number;
  /** Tokens of a source, S; shorter ones are padded with 0 behind. */
  sourceLength: number;
  /** Tokens of a target with its end, T; shorter ones are padded with 0 behind. */
  targetLength: number;
  /** Size of the vector of a token. Default 32. */
  width?: number | undefined;
  /** Units of each GRU. Default 64. */
  units?: number | undefined;
  /** Fixes the weights at the start. Default 0. */
  seed?: number | undefined;
}

const options = z.strictObject({
  sourceVocabSize: size('How many tokens of the source there are; token 0 is padding.'),
  targetVocabSize: size(
    'How many tokens of the target there are, V; token 0 is padding, 1 the start, 2 the end.',
  ),
  sourceLength: size('Tokens of a source, S; shorter ones are padded with 0 behind.'),
  targetLength: size('Tokens of a target with its end, T; shorter ones are padded with 0 behind.'),
  width: z._default(size('Size of the vector of a token.'), 32),
  units: z._default(size('Units of each GRU.'), 64),
  seed: z._default(seed('Fixes the weights at the start.'), 0),
}) satisfies z.ZodMiniType<Complete<Seq2seqOptions>, Seq2seqOptions>;

function build(all: Complete<Seq2seqOptions>): LayersModel {
  const { sourceVocabSize, targetVocabSize, sourceLength, targetLength, width, units } = all;
  const seedOf = partSeeds(all.seed);
  const apply = (layer: Layer, x: SymbolicTensor | SymbolicTensor[]): SymbolicTensor =>
    layer.apply(x);
  const input = (name: string, length: number): SymbolicTensor =>
    tf.input({ shape: [length], dtype: 'int32', name });
  const embedded = (tokens: SymbolicTensor, name: string, inputDim: number): SymbolicTensor => {
    const embeddingsInitializer = tf.initializers.randomNormal({
      stddev: 1 / Math.sqrt(width),
      seed: seedOf(name),
    });
    const vectors = { inputDim, outputDim: width, embeddingsInitializer, name };
    return apply(tf.layers.embedding(vectors), tokens);
  };

  const source = input('source', sourceLength); // [B, S]
  const target = input('target', targetLength); // [B, T]
  const keep = apply(tokenMask({ name: 'source_mask' }), source); // [B, S]
  const encoder = recurrentEncoder({ units, seed: seedOf('encoder'), name: 'encoder' });
  const read = apply(encoder, [embedded(source, 'source_embedding', sourceVocabSize), keep]); // [B, S, 2H]
  const decoder = attentionDecoder({ units, seed: seedOf('decoder'), name: 'decoder' });
  const asked = embedded(target, 'target_embedding', targetVocabSize);
  const written = apply(decoder, [asked, read, keep]); // [B, T, H]
  const logits = tf.layers.dense({
    units: targetVocabSize,
    kernelInitializer: tf.initializers.glorotUniform({ seed: seedOf('logits') }),
    name: 'logits',
  });
  const outputs = apply(logits, written); // [B, T, V]
  return tf.model({ inputs: [source, target], outputs, name: 'seq2seq' });
}

/** What a recurrent encoder–decoder is made of. */
export interface Seq2seqParts {
  /** A `TokenMask` of the source. */
  readonly mask: Layer;
  readonly source: Layer;
  /** A `RecurrentEncoder`. */
  readonly encoder: Layer;
  readonly target: Layer;
  /** An `AttentionDecoder`. */
  readonly decoder: Layer;
  readonly logits: Layer;
}

function parts(model: LayersModel): Seq2seqParts {
  const { required } = layersByName(model, 'seq2seq');
  return {
    mask: required('source_mask'),
    source: required('source_embedding'),
    encoder: required('encoder'),
    target: required('target_embedding'),
    decoder: required('decoder'),
    logits: required('logits'),
  };
}

/** The weights of a GRU. */
const gruParameters = (width: number, units: number): number => 3 * units * (width + units + 1);

export const spec: ModelWithParts<Seq2seqOptions, Seq2seqParts> = {
  id: 'nlp/seq2seq',
  task: 'translation',
  source:
    'Sutskever, Vinyals & Le 2014, Sequence to sequence learning with neural networks, arXiv:1409.3215; attention ' +
    'of Luong, Pham & Manning 2015, arXiv:1508.04025',
  input: 'source [B, S] and target from its start [B, T], int32',
  output: 'logits [B, T, V], float32',
  options,
  build,
  parts,
  example: {
    options: {
      ...{ sourceVocabSize: 5, targetVocabSize: 6, sourceLength: 4, targetLength: 4 },
      ...{ width: 4, units: 8, seed: 1 },
    },
    inputs: [
      { shape: [4], below: 5 },
      { shape: [4], below: 6 },
    ],
    // Embeddings; both directions; bridge; the decoder's GRU, attention (queries, keys and values, projection) and
    // what joins both; logits.
    parameters:
      (5 + 6) * 4 +
      2 * gruParameters(4, 8) +
      (16 * 8 + 8) +
      gruParameters(4, 8) +
      (8 * 8 + 8 + (16 * 16 + 16) + (8 * 8 + 8)) +
      (16 * 8 + 8) +
      (8 * 6 + 6),
  },
};

/**
 * A recurrent encoder–decoder with attention: source `[B, S]` and target `[B, T]`, int32 → logits `[B, T, V]` of the
 * target's next tokens. A GRU in each direction reads the source; a third one writes, and looks at what was read
 * after each step (Luong et al. 2015), so that all steps of an example look at once. Padding (token 0) of the source
 * is not looked at.
 *
 * `TranslationTrainer` trains it, `translate` writes by it, `attentionMap` shows where it looks.
 *
 * @throws RangeError for sizes that are no integers >= 1
 * @example
 * const model = seq2seq({ sourceVocabSize: 40, targetVocabSize: 40, sourceLength: 20, targetLength: 14, seed: 1 });
 * const trainer = new TranslationTrainer({ model, optimizer: tf.train.adam(5e-3) });
 */
export function seq2seq(options: Seq2seqOptions): LayersModel {
  return buildModel(spec, options);
}
