/** An encoder–decoder transformer: one sequence in, another out. */

import * as z from 'zod/mini';
import { normalization } from '../../nn/layers/normalization.js';
import {
  decoderBlock,
  sinusoidalPositions,
  tokenMask,
  transformerBlock,
} from '../../nn/layers/transformer-layers.js';
import type { FeedForwardKind, NormKind } from '../../nn/layers/transformer-options.js';
import { type Layer, type LayersModel, type SymbolicTensor, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { choice, multipleOf, rate, seed, size, sizeOrNone } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelWithParts } from '../spec.js';
import { dividesHeads, evenHeads } from './parts/head-options.js';
import { layersByName } from './parts/layers-by-name.js';

/** Where a transformer has positions from: waves that are added, turns (RoPE), or biases (ALiBi). */
export type TransformerPositions = 'sinusoidal' | 'rotary' | 'alibi';

export interface TransformerOptions {
  /** How many tokens of the source there are; token 0 is padding. */
  sourceVocabSize: number;
  /** How many tokens of the target there are, V; token 0 is padding, 1 the start, 2 the end. */
  targetVocabSize: number;
  /** Blocks of the encoder, and as many of the decoder. Default 2. */
  layers?: number | undefined;
  /** Heads of attention in each block. Default 4. */
  heads?: number | undefined;
  /** Heads of keys and values, of which `heads` is a multiple; 0 for as many as `heads`. Default 0. */
  keyValueHeads?: number | undefined;
  /** Size of the vector of a token, D; a multiple of `heads`, and even. Default 64. */
  width?: number | undefined;
  /** Positions: `sinusoidal`, `rotary` or `alibi`. Default sinusoidal. */
  positions?: TransformerPositions | undefined;
  /** Normalisation: `layer` or `rms`. Default layer. */
  norm?: NormKind | undefined;
  /** The hidden layers: `relu`, `gelu` or `swiglu`. Default relu. */
  feedForward?: FeedForwardKind | undefined;
  /** Rate of dropout, in [0, 1). Default 0. */
  dropout?: number | undefined;
  /** Fixes the weights at the start and the dropout. Default 0. */
  seed?: number | undefined;
}

const options = z
  .strictObject({
    sourceVocabSize: size('How many tokens of the source there are; token 0 is padding.'),
    targetVocabSize: size(
      'How many tokens of the target there are, V; token 0 is padding, 1 the start, 2 the end.',
    ),
    layers: z._default(size('Blocks of the encoder, and as many of the decoder.'), 2),
    heads: z._default(size('Heads of attention in each block.'), 4),
    keyValueHeads: z._default(
      sizeOrNone(
        'Heads of keys and values, of which `heads` is a multiple; 0 for as many as `heads`.',
      ),
      0,
    ),
    width: z._default(
      size('Size of the vector of a token, D; a multiple of `heads`, and even.'),
      64,
    ),
    positions: z._default(
      choice(['sinusoidal', 'rotary', 'alibi'], 'Positions: `sinusoidal`, `rotary` or `alibi`.'),
      'sinusoidal',
    ),
    norm: z._default(choice(['layer', 'rms'], 'Normalisation: `layer` or `rms`.'), 'layer'),
    feedForward: z._default(
      choice(['relu', 'gelu', 'swiglu'], 'The hidden layers: `relu`, `gelu` or `swiglu`.'),
      'relu',
    ),
    dropout: z._default(rate('Rate of dropout, in [0, 1).'), 0),
    seed: z._default(seed('Fixes the weights at the start and the dropout.'), 0),
  })
  .check(multipleOf('width', 'heads'), dividesHeads, evenHeads) satisfies z.ZodMiniType<
  Complete<TransformerOptions>,
  TransformerOptions
>;

function build(all: Complete<TransformerOptions>): LayersModel {
  const { sourceVocabSize, targetVocabSize, layers, width, positions, norm, dropout } = all;
  const seedOf = partSeeds(all.seed);
  const apply = (layer: Layer, x: SymbolicTensor | SymbolicTensor[]): SymbolicTensor =>
    layer.apply(x);
  // Small from the start, as blocks that normalise first want it (Nguyen & Salazar 2019, SmallInit).
  const stddev = Math.sqrt(2 / (5 * width));
  const block = (name: string) => ({
    heads: all.heads,
    keyValueHeads: all.keyValueHeads === 0 ? all.heads : all.keyValueHeads,
    positions: positions === 'sinusoidal' ? ('none' as const) : positions,
    feedForward: all.feedForward,
    norm,
    dropout,
    stddev,
    outputStddev: stddev / Math.sqrt(2 * layers),
    seed: seedOf(name),
    name,
  });
  const normalising = (name: string): Layer => normalization(norm, { epsilon: 1e-5, name });

  /** Vectors of the size of the waves (Vaswani et al. 2017, section 3.4), and the waves. */
  const embedded = (tokens: SymbolicTensor, side: string, vocabSize: number): SymbolicTensor => {
    const embeddingsInitializer = tf.initializers.randomNormal({
      stddev: 1 / Math.sqrt(width),
      seed: seedOf(`${side}_embedding`),
    });
    const name = `${side}_embedding`;
    const vectors = tf.layers.embedding({
      inputDim: vocabSize,
      outputDim: width,
      embeddingsInitializer,
      name,
    });
    let x = apply(vectors, tokens); // [B, T, D]
    x = apply(tf.layers.rescaling({ scale: Math.sqrt(width), name: `${side}_scale` }), x);
    if (positions === 'sinusoidal')
      x = apply(sinusoidalPositions({ name: `${side}_positions` }), x);
    if (dropout === 0) return x;
    const dropped = `${side}_dropout`;
    return apply(tf.layers.dropout({ rate: dropout, seed: seedOf(dropped), name: dropped }), x);
  };

  const source = tf.input({ shape: [null], dtype: 'int32', name: 'source' }); // [B, S]
  const target = tf.input({ shape: [null], dtype: 'int32', name: 'target' }); // [B, T]
  const keep = apply(tokenMask({ name: 'source_mask' }), source); // [B, S]
  let read = embedded(source, 'source', sourceVocabSize);
  for (let i = 0; i < layers; i++) {
    const encoder = transformerBlock({ ...block(`encoder_${i}`), causal: false });
    read = apply(encoder, [read, keep]);
  }
  read = apply(normalising('encoder_norm'), read); // [B, S, D]
  let written = embedded(target, 'target', targetVocabSize);
  for (let i = 0; i < layers; i++) {
    written = apply(decoderBlock(block(`decoder_${i}`)), [written, read, keep]);
  }
  written = apply(normalising('decoder_norm'), written); // [B, T, D]
  const logits = tf.layers.dense({
    units: targetVocabSize,
    kernelInitializer: tf.initializers.randomNormal({ stddev, seed: seedOf('logits') }),
    name: 'logits',
  });
  const outputs = apply(logits, written); // [B, T, V]
  return tf.model({ inputs: [source, target], outputs, name: 'transformer' });
}

/** What a transformer is made of. */
export interface TransformerParts {
  /** A `TokenMask` of the source. */
  readonly mask: Layer;
  /** From tokens to vectors: an embedding, and what its vectors pass before the first block. */
  readonly source: readonly Layer[];
  /** Each a `TransformerBlock`. */
  readonly encoder: readonly Layer[];
  readonly encoderNorm: Layer;
  /** As `source`, of the decoder. */
  readonly target: readonly Layer[];
  /** Each a `DecoderBlock`. */
  readonly decoder: readonly Layer[];
  readonly decoderNorm: Layer;
  readonly logits: Layer;
}

function parts(model: LayersModel): TransformerParts {
  const found = layersByName(model, 'transformer');
  const chain = (side: string): Layer[] =>
    ['embedding', 'scale', 'positions'].flatMap((part) => found.optional(`${side}_${part}`) ?? []);
  const blocks = (side: string): Layer[] => {
    const all: Layer[] = [found.required(`${side}_0`)];
    for (let i = 1; ; i++) {
      const next = found.optional(`${side}_${i}`);
      if (next === undefined) return all;
      all.push(next);
    }
  };
  return {
    mask: found.required('source_mask'),
    source: chain('source'),
    encoder: blocks('encoder'),
    encoderNorm: found.required('encoder_norm'),
    target: chain('target'),
    decoder: blocks('decoder'),
    decoderNorm: found.required('decoder_norm'),
    logits: found.required('logits'),
  };
}

export const spec: ModelWithParts<TransformerOptions, TransformerParts> = {
  id: 'nlp/transformer',
  task: 'translation',
  source:
    'Vaswani et al. 2017, Attention is all you need, arXiv:1706.03762; norms before each part',
  input: 'source [B, S] and target from its start [B, T], int32',
  output: 'logits [B, T, V], float32',
  options,
  build,
  parts,
  example: {
    options: { sourceVocabSize: 5, targetVocabSize: 6, layers: 1, heads: 2, width: 4, seed: 1 },
    inputs: [
      { shape: [4], below: 5 },
      { shape: [4], below: 6 },
    ],
    // Embeddings; norms, attention of one block and of the other, the hidden layers; the last norms; logits.
    parameters:
      (5 + 6) * 4 +
      5 * 8 +
      3 * 4 * (4 * 4 + 4) +
      2 * (4 * 16 + 16 + (16 * 4 + 4)) +
      2 * 8 +
      (4 * 6 + 6),
  },
};

/**
 * An encoder–decoder transformer (Vaswani et al. 2017): source `[B, S]` and target `[B, T]`, int32 → logits
 * `[B, T, V]` of the target's next tokens. Blocks normalise before each part; padding (token 0) of the source is
 * not looked at, and no position of the target sees a later one.
 *
 * `TranslationTrainer` trains it, `translate` writes by it. With `norm: 'rms'`, `feedForward: 'swiglu'`,
 * `positions: 'rotary'` and fewer `keyValueHeads` its blocks are those of Llama.
 *
 * @throws RangeError for options out of range
 * @example
 * const model = transformer({ sourceVocabSize: 40, targetVocabSize: 40, seed: 1 });
 * const trainer = new TranslationTrainer({ model, optimizer: tf.train.adam(1e-3) });
 */
export function transformer(options: TransformerOptions): LayersModel {
  return buildModel(spec, options);
}
