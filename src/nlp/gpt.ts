/** A GPT: a decoder-only transformer that predicts the next token. */
import { createRng } from '../backend/random.js';
import { checkRates, checkSizes } from '../nn/check-sizes.js';
import { tokenAndPositionEmbedding, transformerBlock } from '../nn/layers/transformer-layers.js';
import { type Layer, type LayersModel, type SymbolicTensor, tf } from '../nn/tf.js';

export interface GptOptions {
  /** How many tokens there are, V. */
  vocabSize: number;
  /** The longest sequence that the model sees, T. Default 64. */
  context?: number;
  /** Blocks. Default 4. */
  layers?: number;
  /** Heads of attention in each block. Default 4. */
  heads?: number;
  /** Size of the vector of a token, D; a multiple of `heads`. Default 128. */
  width?: number;
  /** Rate of dropout, in [0, 1). Default 0. */
  dropout?: number;
  /** Rate of dropout of the attention weights, in [0, 1). Default 0; GPT-2 has 0.1. */
  attentionDropout?: number;
  /** Whether the token vectors serve as the last layer too, as in GPT-2. Default true. */
  tieWeights?: boolean;
  /** Fixes the weights at the start and the dropout. Default 0. */
  seed?: number;
}

/** Deviation of the weights at the start, of GPT-2. */
const STDDEV = 0.02;

function checkOptions(options: Required<GptOptions>): void {
  const { vocabSize, context, layers, heads, width, dropout, attentionDropout } = options;
  checkSizes({ vocabSize, context, layers, heads, width });
  if (width % heads !== 0) {
    throw new RangeError(
      `Expected \`width\` to be a multiple of \`heads\`. Received: width=${width}, heads=${heads}`,
    );
  }
  checkRates({ dropout, attentionDropout });
}

/**
 * A GPT in the form of GPT-2 (Radford et al. 2019): tokens `[B, T]` int32 → logits `[B, T, V]`.
 *
 * Weights start normal with standard deviation 0.02, those of the projections onto the residual
 * stream divided by √(2 · layers); biases 0. `dropout` acts on the embedding and on what each half of
 * a block adds, `attentionDropout` on the attention weights. With `{ vocabSize: 50257, context: 1024, layers: 12,
 * heads: 12, width: 768 }` it has the shape and the 124 million parameters of GPT-2.
 *
 * @throws RangeError for options out of range
 * @example
 * const model = gpt({ vocabSize: 65, seed: 1 });
 * model.summary();
 * const text = await generate(model, [1, 2, 3], { maxTokens: 20, seed: 1 });
 */
export function gpt(options: GptOptions): LayersModel {
  const all: Required<GptOptions> = {
    context: 64,
    layers: 4,
    heads: 4,
    width: 128,
    dropout: 0,
    attentionDropout: 0,
    tieWeights: true,
    seed: 0,
    ...options,
  };
  checkOptions(all);
  const { vocabSize, context, layers, heads, width, dropout, attentionDropout, tieWeights } = all;
  const rng = createRng(all.seed);
  const seedOf = (part: string): number => rng.split(part).integer(0, 2 ** 31);
  const apply = (layer: Layer, x: SymbolicTensor): SymbolicTensor => layer.apply(x);

  const tokens = tf.input({ shape: [null], dtype: 'int32', name: 'tokens' }); // [B, T]
  const embedding = tokenAndPositionEmbedding({
    vocabSize,
    context,
    width,
    stddev: STDDEV,
    seed: seedOf('embedding'),
    name: 'embedding',
  });
  let x = apply(embedding, tokens); // [B, T, D]
  if (dropout > 0) {
    const seed = seedOf('dropout');
    x = apply(tf.layers.dropout({ rate: dropout, seed, name: 'embedding_dropout' }), x);
  }
  for (let i = 0; i < layers; i++) {
    const block = transformerBlock({
      heads,
      dropout,
      attentionDropout,
      stddev: STDDEV,
      outputStddev: STDDEV / Math.sqrt(2 * layers),
      seed: seedOf(`block_${i}`),
      name: `block_${i}`,
    });
    x = apply(block, x);
  }
  x = apply(tf.layers.layerNormalization({ epsilon: 1e-5, name: 'norm' }), x);
  const kernelInitializer = tf.initializers.randomNormal({ stddev: STDDEV, seed: seedOf('head') });
  const head = tieWeights
    ? embedding
    : tf.layers.dense({ units: vocabSize, useBias: false, kernelInitializer, name: 'head' });
  return tf.model({ inputs: tokens, outputs: apply(head, x), name: 'gpt' }); // [B, T, V]
}
