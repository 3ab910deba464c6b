/** The layers of a transformer, as functions like those of `tf.layers`. */
import type { Layer } from '../../backend/tf.js';
import { AttentionDecoder } from './attention-decoder.js';
import { CausalSelfAttention } from './causal-self-attention.js';
import { ClassToken } from './class-token.js';
import { CrossAttention } from './cross-attention.js';
import { DecoderBlock } from './decoder-block.js';
import { PositionEmbedding } from './position-embedding.js';
import { RecurrentEncoder } from './recurrent-encoder.js';
import { SelfAttention } from './self-attention.js';
import { SinusoidalEmbedding } from './sinusoidal-embedding.js';
import { SinusoidalPositions } from './sinusoidal-positions.js';
import { SwiGLU } from './swiglu.js';
import { TokenAndPositionEmbedding } from './token-and-position-embedding.js';
import { TokenEmbedding } from './token-embedding.js';
import { TokenMask } from './token-mask.js';
import { TransformerBlock } from './transformer-block.js';
import type {
  AttentionDecoderOptions,
  CausalSelfAttentionOptions,
  ClassTokenOptions,
  CrossAttentionOptions,
  DecoderBlockOptions,
  PositionEmbeddingOptions,
  RecurrentEncoderOptions,
  SelfAttentionOptions,
  SinusoidalEmbeddingOptions,
  SinusoidalPositionsOptions,
  SwigluOptions,
  TokenAndPositionEmbeddingOptions,
  TokenEmbeddingOptions,
  TokenMaskOptions,
  TransformerBlockOptions,
} from './transformer-options.js';

export type {
  AttentionDecoderOptions,
  CausalSelfAttentionOptions,
  ClassTokenOptions,
  CrossAttentionOptions,
  DecoderBlockOptions,
  PositionEmbeddingOptions,
  RecurrentEncoderOptions,
  SelfAttentionOptions,
  SinusoidalEmbeddingOptions,
  SinusoidalPositionsOptions,
  SwigluOptions,
  TokenAndPositionEmbeddingOptions,
  TokenEmbeddingOptions,
  TokenMaskOptions,
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
 * A layer that turns tokens `[B, T]` into vectors `[B, T, D]` without positions, for attention that has them
 * (`positions` of `transformerBlock`), and vectors back into logits.
 *
 * @throws RangeError when a sequence is longer than `context`
 * @example
 * const embed = tokenEmbedding({ vocabSize: 65, context: 64, width: 128 });
 * const x = embed.apply(tf.input({ shape: [64], dtype: 'int32' }));
 */
export function tokenEmbedding(options: TokenEmbeddingOptions): Layer {
  return new TokenEmbedding(options);
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

/**
 * A layer of multi-head self-attention in which each position sees all others: `[B, T, D]` → `[B, T, D]`.
 *
 * Applied to `[x, keep]` it leaves padding out: `keep` `[B, T]`, 1 for a token and 0 for padding, as `tokenMask`
 * makes it. With fewer `keyValueHeads` than `heads` it is grouped-query attention (Ainslie et al. 2023,
 * arXiv:2305.13245).
 *
 * @throws RangeError when D is no multiple of `heads`, `heads` none of `keyValueHeads`, or a rate is out of range
 * @example
 * const x = tf.input({ shape: [64, 128] });
 * const y = selfAttention({ heads: 8, keyValueHeads: 2, positions: 'rotary' }).apply(x);
 */
export function selfAttention(options: SelfAttentionOptions): Layer {
  return new SelfAttention(options);
}

/**
 * A layer of multi-head attention from one sequence to another: `[x, memory]` or `[x, memory, keep]`, of shapes
 * `[B, T, D]`, `[B, S, E]` and `[B, S]` → `[B, T, D]`.
 *
 * @throws RangeError when D is no multiple of `heads`, or a rate is out of range; TypeError for one input alone
 * @example
 * const y = crossAttention({ heads: 4 }).apply([written, memory, keep]);
 */
export function crossAttention(options: CrossAttentionOptions): Layer {
  return new CrossAttention(options);
}

/**
 * A block of the decoder of an encoder–decoder: `[x, memory]` or `[x, memory, keep]`, of shapes `[B, T, D]`,
 * `[B, S, E]` and `[B, S]` → `[B, T, D]`. The block of the encoder is `transformerBlock({ causal: false })`.
 *
 * @throws RangeError when D is no multiple of `heads`, or a rate is out of range; TypeError for one input alone
 * @example
 * const y = decoderBlock({ heads: 4 }).apply([written, memory, keep]);
 */
export function decoderBlock(options: DecoderBlockOptions): Layer {
  return new DecoderBlock(options);
}

/**
 * A layer that adds the sines and cosines of positions, for sequences of any length: `[B, T, D]` → `[B, T, D]`.
 *
 * @throws RangeError when D is odd or not known, or `maxPeriod` is not above 0
 * @example
 * const x = sinusoidalPositions().apply(tf.input({ shape: [null, 128] }));
 */
export function sinusoidalPositions(options: SinusoidalPositionsOptions = {}): Layer {
  return new SinusoidalPositions(options);
}

/**
 * A layer that multiplies the second half of the features by the swish of the first: `[…, 2H]` → `[…, H]`
 * (SwiGLU; Shazeer 2020, arXiv:2002.05202).
 *
 * @throws RangeError when the number of features is odd or not known
 * @example
 * const up = tf.layers.dense({ units: 2 * 256 }).apply(x);
 * const y = tf.layers.dense({ units: 128 }).apply(swiglu().apply(up));
 */
export function swiglu(options: SwigluOptions = {}): Layer {
  return new SwiGLU(options);
}

/**
 * A layer that says which tokens are none: `[B, T]` int32 → `[B, T]` float32, 0 where the number is 0 (padding),
 * else 1.
 *
 * @example
 * const keep = tokenMask().apply(tf.input({ shape: [null], dtype: 'int32' }));
 */
export function tokenMask(options: TokenMaskOptions = {}): Layer {
  return new TokenMask(options);
}

/**
 * A layer that reads a sequence by a GRU in each direction: `[x, keep]`, `[B, S, D]` and `[B, S]` → `[B, S, 2H]`.
 *
 * @throws RangeError when `units` is no integer >= 1
 * @example
 * const memory = recurrentEncoder({ units: 64 }).apply([embedded, keep]);
 */
export function recurrentEncoder(options: RecurrentEncoderOptions): Layer {
  return new RecurrentEncoder(options);
}

/**
 * A layer that writes a sequence by a GRU with attention (Luong et al. 2015, arXiv:1508.04025) to what a
 * `recurrentEncoder` of as many units read: `[x, memory, keep]`, `[B, T, D]`, `[B, S, 2H]` and `[B, S]` → `[B, T, H]`.
 *
 * @throws RangeError when `units` is no integer >= 1; TypeError for one input alone
 * @example
 * const y = attentionDecoder({ units: 64 }).apply([embedded, memory, keep]);
 */
export function attentionDecoder(options: AttentionDecoderOptions): Layer {
  return new AttentionDecoder(options);
}
