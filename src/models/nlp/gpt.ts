/** A GPT: a decoder-only transformer that predicts the next token. */
import * as tfl from '@tensorflow/tfjs-layers';
import * as z from 'zod/mini';
import { messages } from '../../messages/index.js';
import { TokenAndPositionEmbedding } from '../../nn/layers/token-and-position-embedding.js';
import { TransformerBlock } from '../../nn/layers/transformer-block.js';
import { tokenAndPositionEmbedding, transformerBlock } from '../../nn/layers/transformer-layers.js';
import { type Layer, type LayersModel, type SymbolicTensor, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { flag, multipleOf, rate, seed, size } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelWithParts } from '../spec.js';

export interface GptOptions {
  /** How many tokens there are, V. */
  vocabSize: number;
  /** The longest sequence that the model sees, T. Default 64. */
  context?: number | undefined;
  /** Blocks. Default 4. */
  layers?: number | undefined;
  /** Heads of attention in each block. Default 4. */
  heads?: number | undefined;
  /** Size of the vector of a token, D; a multiple of `heads`. Default 128. */
  width?: number | undefined;
  /** Rate of dropout, in [0, 1). Default 0. */
  dropout?: number | undefined;
  /** Rate of dropout of the attention weights, in [0, 1); GPT-2 has 0.1. Default 0. */
  attentionDropout?: number | undefined;
  /** Whether the token vectors serve as the last layer too, as in GPT-2. Default true. */
  tieWeights?: boolean | undefined;
  /** Fixes the weights at the start and the dropout. Default 0. */
  seed?: number | undefined;
}

/** Deviation of the weights at the start, of GPT-2. */
const STDDEV = 0.02;

const options = z
  .strictObject({
    vocabSize: size('How many tokens there are, V.'),
    context: z._default(size('The longest sequence that the model sees, T.'), 64),
    layers: z._default(size('Blocks.'), 4),
    heads: z._default(size('Heads of attention in each block.'), 4),
    width: z._default(size('Size of the vector of a token, D; a multiple of `heads`.'), 128),
    dropout: z._default(rate('Rate of dropout, in [0, 1).'), 0),
    attentionDropout: z._default(
      rate('Rate of dropout of the attention weights, in [0, 1); GPT-2 has 0.1.'),
      0,
    ),
    tieWeights: z._default(
      flag('Whether the token vectors serve as the last layer too, as in GPT-2.'),
      true,
    ),
    seed: z._default(seed('Fixes the weights at the start and the dropout.'), 0),
  })
  .check(multipleOf('width', 'heads')) satisfies z.ZodMiniType<Complete<GptOptions>, GptOptions>;

function build(all: Complete<GptOptions>): LayersModel {
  const { vocabSize, context, layers, heads, width, dropout, attentionDropout, tieWeights } = all;
  const seedOf = partSeeds(all.seed, 0);
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

/** What a GPT is made of, in the order in which a token passes. */
export interface GptParts {
  /** A `TokenAndPositionEmbedding`. */
  readonly embedding: Layer;
  /** Each a `TransformerBlock`. */
  readonly blocks: readonly Layer[];
  readonly norm: Layer;
  /** Vectors to logits; the embedding itself where weights are tied. */
  readonly head: Layer;
}

/** The layers from the output back to the input of a model without branches, turned round. */
function chainOf(model: LayersModel): tfl.layers.Layer[] {
  if (!(model instanceof tfl.LayersModel)) return [];
  const chain: tfl.layers.Layer[] = [];
  for (let at = model.outputs?.[0]; at !== undefined; at = at.inputs[0])
    chain.unshift(at.sourceLayer);
  return chain;
}

function parts(model: LayersModel): GptParts {
  const [, embedding, ...rest] = chainOf(model);
  const [head, norm] = [rest.pop(), rest.pop()];
  const blocks = rest.filter((layer) => layer instanceof TransformerBlock);
  const isGpt = embedding instanceof TokenAndPositionEmbedding && blocks.length > 0;
  if (isGpt && norm !== undefined && head !== undefined) return { embedding, blocks, norm, head };
  const names = model.layers.map((layer) => layer.name).join(', ');
  throw new TypeError(messages().models.notMadeBy({ name: 'gpt', layers: names }));
}

export const spec: ModelWithParts<GptOptions, GptParts> = {
  id: 'nlp/gpt',
  task: 'next-token',
  source: 'Radford et al. 2019, Language models are unsupervised multitask learners (GPT-2)',
  input: 'tokens [B, T], int32',
  output: 'logits [B, T, V], float32',
  options,
  build,
  parts,
  example: {
    options: { vocabSize: 5, context: 4, layers: 1, heads: 2, width: 4, seed: 1 },
    inputs: [{ shape: [4], below: 5 }],
    // Tokens and positions; a block of two norms, attention and the hidden layer; the last norm.
    parameters: 5 * 4 + 4 * 4 + (2 * 8 + 4 * (4 * 4 + 4) + (4 * 16 + 16) + (16 * 4 + 4)) + 8,
  },
};

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
  return buildModel(spec, options);
}
