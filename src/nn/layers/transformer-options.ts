/**
 * The options of the layers of a transformer.
 *
 * Apart from the classes: a notebook sees these, and none of TensorFlow.js's own types behind them.
 */

/**
 * Where attention has the positions from: from its input alone, by turns of queries and keys (RoPE), or by a
 * bias that grows with the distance (ALiBi).
 */
export type AttentionPositions = 'none' | 'rotary' | 'alibi';

/** The hidden layer of a block: an activation, or a linear unit behind a swish gate. */
export type FeedForwardKind = 'gelu' | 'relu' | 'swiglu';

/** Width of the hidden layer as a multiple of D, where nothing else is asked for. */
export const usualExpansion = (kind: FeedForwardKind): number => (kind === 'swiglu' ? 8 / 3 : 4);

/** Layer normalisation, or that by the root of the mean square. */
export type NormKind = 'layer' | 'rms';

export interface SelfAttentionOptions {
  /** How many heads, H; the width of the input must be a multiple of it. */
  heads: number;
  /** Heads of keys and values, G, each shared by H / G heads of queries. Default: as many as `heads`. */
  keyValueHeads?: number;
  /** Positions within attention. Default `none`. */
  positions?: AttentionPositions;
  /** With rotary positions the longest wave is 2π times about this; above 0. Default 10000. */
  maxPeriod?: number;
  /** Whether the dense layers add a bias. Default true. */
  useBias?: boolean;
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

export type CausalSelfAttentionOptions = SelfAttentionOptions;
export type CrossAttentionOptions = Omit<SelfAttentionOptions, 'positions' | 'maxPeriod'>;

export interface TokenEmbeddingOptions {
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

export type TokenAndPositionEmbeddingOptions = TokenEmbeddingOptions;

export interface TransformerBlockOptions {
  /** Heads of attention, H. */
  heads: number;
  /** Heads of keys and values, G, each shared by H / G heads of queries. Default: as many as `heads`. */
  keyValueHeads?: number;
  /** Positions within attention. Default `none`. */
  positions?: AttentionPositions;
  /** With rotary positions the longest wave is 2π times about this; above 0. Default 10000. */
  maxPeriod?: number;
  /** Whether no position sees a later one. Default true, as in a decoder. */
  causal?: boolean;
  /** The hidden layer. Default `gelu`, in its tanh form, as GPT-2. */
  feedForward?: FeedForwardKind;
  /** What normalises. Default `layer`. */
  norm?: NormKind;
  /** Added to what a normalisation divides by; above 0. Default 1e-5. */
  normEpsilon?: number;
  /** Whether each part reads a normalised input; else its sum with the input is normalised. Default true. */
  normFirst?: boolean;
  /** Width of the hidden layer as a multiple of D. Default 4; 8/3 for `swiglu`, which has a third matrix. */
  expansion?: number;
  /** Whether the dense layers add a bias; the normalisations keep theirs. Default true. */
  useBias?: boolean;
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

export type DecoderBlockOptions = Omit<TransformerBlockOptions, 'causal'>;

export interface ClassTokenOptions {
  /** Standard deviation of the vector at the start. Default 0: it starts at 0. */
  stddev?: number;
  /** Fixes the vector at the start. Default 0. */
  seed?: number;
  name?: string;
  trainable?: boolean;
}

export interface PositionEmbeddingOptions {
  /** Standard deviation of the vectors at the start. Default 0.02. */
  stddev?: number;
  /** Fixes the vectors at the start. Default 0. */
  seed?: number;
  name?: string;
  trainable?: boolean;
}

export interface SinusoidalEmbeddingOptions {
  /** The size of the vector, D; even. */
  width: number;
  /** The longest wave is 2π times about this. Default 10000. */
  maxPeriod?: number;
  name?: string;
}

export interface SinusoidalPositionsOptions {
  /** The longest wave is 2π times about this. Default 10000. */
  maxPeriod?: number;
  name?: string;
}

export interface SwigluOptions {
  name?: string;
}

export interface TokenMaskOptions {
  name?: string;
}

export interface RecurrentEncoderOptions {
  /** Units of the GRU in each direction, H. */
  units: number;
  /** Fixes the weights at the start. Default 1. */
  seed?: number;
  name?: string;
  trainable?: boolean;
}

export interface AttentionDecoderOptions {
  /** Units of the GRU, and the size of what it gives, H. */
  units: number;
  /** Fixes the weights at the start. Default 1. */
  seed?: number;
  name?: string;
  trainable?: boolean;
}
