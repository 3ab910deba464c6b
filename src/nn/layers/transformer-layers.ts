/** The layers of a transformer, as functions like those of `tf.layers`. */
import type { Layer } from '../../backend/tf.js';
import { CausalSelfAttention } from './causal-self-attention.js';
import { ClassToken } from './class-token.js';
import { PositionEmbedding } from './position-embedding.js';
import { SinusoidalEmbedding } from './sinusoidal-embedding.js';
import { TokenAndPositionEmbedding } from './token-and-position-embedding.js';
import { TransformerBlock } from './transformer-block.js';
import type {
  CausalSelfAttentionOptions,
  ClassTokenOptions,
  PositionEmbeddingOptions,
  SinusoidalEmbeddingOptions,
  TokenAndPositionEmbeddingOptions,
  TransformerBlockOptions,
} from './transformer-options.js';

export type {
  CausalSelfAttentionOptions,
  ClassTokenOptions,
  PositionEmbeddingOptions,
  SinusoidalEmbeddingOptions,
  TokenAndPositionEmbeddingOptions,
  TransformerBlockOptions,
};

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
 * A block of a transformer decoder, or with `causal: false` of an encoder: `[B, T, D]` →
 * `[B, T, D]`.
 *
 * @throws RangeError when D is no multiple of `heads`, or a rate is out of range
 * @example
 * const x = tf.input({ shape: [64, 128] });
 * const y = transformerBlock({ heads: 4, dropout: 0.1 }).apply(x);
 */
export function transformerBlock(options: TransformerBlockOptions): Layer {
  return new TransformerBlock(options);
}

/**
 * A layer that puts a learnt vector before a sequence: `[B, T, D]` → `[B, T + 1, D]`.
 *
 * @throws RangeError when D is not known
 * @example
 * const x = classToken().apply(tf.input({ shape: [64, 128] })); // [B, 65, 128]
 */
export function classToken(options: ClassTokenOptions = {}): Layer {
  return new ClassToken(options);
}

/**
 * A layer that adds a learnt vector for each position: `[B, T, D]` → `[B, T, D]`.
 *
 * @throws RangeError when T or D is not known
 * @example
 * const x = positionEmbedding().apply(tf.input({ shape: [64, 128] }));
 */
export function positionEmbedding(options: PositionEmbeddingOptions = {}): Layer {
  return new PositionEmbedding(options);
}

/**
 * A layer that turns a number, such as a time, into a vector: `[B, 1]` → `[B, width]`.
 *
 * Sines, then cosines, of the number times `maxPeriod^(−2i / width)` (Vaswani et al. 2017, section 3.5,
 * arXiv:1706.03762). Nothing in it is learnt.
 *
 * @throws RangeError for a width that is not even, or a `maxPeriod` not above 0
 * @example
 * const time = tf.input({ shape: [1] });
 * const vector = sinusoidalEmbedding({ width: 64 }).apply(time); // [B, 64]
 */
export function sinusoidalEmbedding(options: SinusoidalEmbeddingOptions): Layer {
  return new SinusoidalEmbedding(options);
}
