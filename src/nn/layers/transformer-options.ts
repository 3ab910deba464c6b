/**
 * The options of the layers of a transformer.
 *
 * Apart from the classes: a notebook sees these, and none of TensorFlow.js's own types behind them.
 */

export interface SelfAttentionOptions {
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

export type CausalSelfAttentionOptions = SelfAttentionOptions;

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
  /** Whether no position sees a later one. Default true, as in a decoder. */
  causal?: boolean;
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
