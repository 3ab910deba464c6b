/** The encoder that BERT's models share, layer by layer under the same names. */
import * as z from 'zod/mini';
import {
  tokenAndPositionEmbedding,
  tokenMask,
  transformerBlock,
} from '../../../nn/layers/transformer-layers.js';
import { type Layer, type SymbolicTensor, tf } from '../../../nn/tf.js';
import { rate, seed, size } from '../../options.js';

/** Options that all of BERT's models have. */
export const bertOptions = {
  vocabSize: size('How many tokens there are, V; token 0 is padding.'),
  context: z._default(size('Tokens of a row, T; shorter ones are padded with 0 behind.'), 64),
  layers: z._default(size('Blocks.'), 2),
  heads: z._default(size('Heads of attention in each block.'), 4),
  width: z._default(size('Size of the vector of a token, D; a multiple of `heads`.'), 64),
  dropout: z._default(
    rate('Rate of dropout, of the attention weights too, in [0, 1); BERT has 0.1.'),
    0,
  ),
  seed: z._default(seed('Fixes the weights at the start and the dropout.'), 0),
};

/** Deviation of the weights at the start (SmallInit): 0.023 for BERT's width of 768, whose own is 0.02. */
export const stddevOf = (width: number): number => Math.sqrt(2 / (5 * width));

interface BertEncoder {
  /** Tokens and segments, `[B, T]`. */
  readonly inputs: SymbolicTensor[];
  /** `[B, T, D]`. */
  readonly vectors: SymbolicTensor;
  /** A `TokenAndPositionEmbedding`, whose token vectors serve as the last layer too. */
  readonly embedding: Layer;
}

type SeedOf = (part: string) => number;

/** What a model has before its head. */
export function bertEncoder(
  all: { readonly [Name in keyof typeof bertOptions]: number },
  seedOf: SeedOf,
): BertEncoder {
  const { vocabSize, context, layers, heads, width, dropout } = all;
  const stddev = stddevOf(width);
  const apply = (layer: Layer, x: SymbolicTensor | SymbolicTensor[]): SymbolicTensor =>
    layer.apply(x);
  const tokens = tf.input({ shape: [context], dtype: 'int32', name: 'tokens' }); // [B, T]
  const segments = tf.input({ shape: [context], dtype: 'int32', name: 'segments' }); // [B, T]
  const keep = apply(tokenMask({ name: 'mask' }), tokens); // [B, T]
  const embedding = tokenAndPositionEmbedding({
    ...{ vocabSize, context, width, stddev, seed: seedOf('embedding') },
    name: 'embedding',
  });
  const embeddingsInitializer = tf.initializers.randomNormal({
    stddev,
    seed: seedOf('segment_embedding'),
  });
  const ofSegments = tf.layers.embedding({
    ...{ inputDim: 2, outputDim: width, embeddingsInitializer },
    name: 'segment_embedding',
  });
  const sum = tf.layers.add({ name: 'embedding_sum' });
  let x = apply(sum, [apply(embedding, tokens), apply(ofSegments, segments)]); // [B, T, D]
  x = apply(tf.layers.layerNormalization({ epsilon: 1e-5, name: 'embedding_norm' }), x);
  if (dropout > 0) {
    const name = 'embedding_dropout';
    x = apply(tf.layers.dropout({ rate: dropout, seed: seedOf(name), name }), x);
  }
  for (let i = 0; i < layers; i++) {
    const name = `block_${i}`;
    const block = transformerBlock({
      ...{ heads, dropout, attentionDropout: dropout, stddev },
      ...{ causal: false, normFirst: false, seed: seedOf(name), name },
    });
    x = apply(block, [x, keep]);
  }
  return { inputs: [tokens, segments], vectors: x, embedding };
}

/** How many parameters an encoder has. */
export function bertParameters(sizes: {
  readonly vocabSize: number;
  readonly context: number;
  readonly layers: number;
  readonly width: number;
}): number {
  const { vocabSize, context, layers, width: d } = sizes;
  const block = 2 * 2 * d + 4 * (d * d + d) + (4 * d * d + 4 * d) + (4 * d * d + d);
  return (vocabSize + context + 2) * d + 2 * d + layers * block;
}
