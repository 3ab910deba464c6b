/** The layers of a transformer, as functions like those of `tf.layers`. */
import type { Layer } from '../tf.js';
import { CausalSelfAttention } from './causal-self-attention.js';
import { TokenAndPositionEmbedding } from './token-and-position-embedding.js';
import { TransformerBlock } from './transformer-block.js';

export interface CausalSelfAttentionOptions {
  /** How many heads, H; the width of the input must be a multiple of it. */
  heads: number;
  /** Rate of dropout of the attention weights in training, in [0, 1). Default 0. */
  attentionDropout?: number;
  /** Standard deviation of the weights at the start. Default 0.02, as GPT-2. */
  stddev?: number;
  /** That of the projection back to the width. Default: as `stddev`. */
  outputStddev?: number;
  /** Fixes the weights at the start and the dropout. Default 0. */
  seed?: number;
  name?: string;
  trainable?: boolean;
}

export interface TokenAndPositionEmbeddingOptions {
  /** How many tokens there are, V. */
  vocabSize: number;
  /** The longest sequence, S. */
  context: number;
  /** The size of a vector, D. */
  width: number;
  /** Standard deviation of the weights at the start. Default 0.02. */
  stddev?: number;
  /** Fixes the weights at the start. Default 0. */
  seed?: number;
  name?: string;
  trainable?: boolean;
}

export interface TransformerBlockOptions {
  /** Heads of attention, H. */
  heads: number;
  /** Width of the hidden layer as a multiple of D. Default 4. */
  expansion?: number;
  /** Rate of dropout on what each half adds. Default 0. */
  dropout?: number;
  /** Rate of dropout of the attention weights, in [0, 1). Default 0. */
  attentionDropout?: number;
  /** Standard deviation of the weights at the start. Default 0.02. */
  stddev?: number;
  /** That of the two projections onto the residual stream. Default: as `stddev`. */
  outputStddev?: number;
  /** Fixes the weights at the start and the dropout. Default 0. */
  seed?: number;
  name?: string;
  trainable?: boolean;
}

/**
 * A layer of multi-head causal self-attention: `[B, T, D]` → `[B, T, D]`.
 *
 * @throws RangeError when D is no multiple of `heads`, or a rate is out of range
 * @example
 * const x = tf.input({ shape: [64, 128] });
 * const y = causalSelfAttention({ heads: 4 }).apply(x);
 */
export function causalSelfAttention(options: CausalSelfAttentionOptions): Layer {
  return new CausalSelfAttention(options);
}

/**
 * A layer that turns tokens `[B, T]` into vectors `[B, T, D]`, and vectors back into logits.
 *
 * @throws RangeError when a sequence is longer than `context`
 * @example
 * const embed = tokenAndPositionEmbedding({ vocabSize: 65, context: 64, width: 128 });
 * const x = embed.apply(tf.input({ shape: [64], dtype: 'int32' }));
 */
export function tokenAndPositionEmbedding(options: TokenAndPositionEmbeddingOptions): Layer {
  return new TokenAndPositionEmbedding(options);
}

/**
 * A block of a transformer decoder: `[B, T, D]` → `[B, T, D]`.
 *
 * @throws RangeError when D is no multiple of `heads`, or a rate is out of range
 * @example
 * const x = tf.input({ shape: [64, 128] });
 * const y = transformerBlock({ heads: 4, dropout: 0.1 }).apply(x);
 */
export function transformerBlock(options: TransformerBlockOptions): Layer {
  return new TransformerBlock(options);
}
