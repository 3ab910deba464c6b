/** A GPT: a decoder-only transformer that predicts the next token. */

import * as tfl from '@tensorflow/tfjs-layers';
import * as z from 'zod/mini';
import { messages } from '../../messages/index.js';
import { normalization } from '../../nn/layers/normalization.js';
import { TokenEmbedding } from '../../nn/layers/token-embedding.js';
import { TransformerBlock } from '../../nn/layers/transformer-block.js';
import {
  tokenAndPositionEmbedding,
  tokenEmbedding,
  transformerBlock,
} from '../../nn/layers/transformer-layers.js';
import type { NormKind } from '../../nn/layers/transformer-options.js';
import { type Layer, type LayersModel, type SymbolicTensor, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { choice, flag, multipleOf, positive, rate, seed, size, sizeOrNone } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelWithParts } from '../spec.js';
import { dividesHeads, evenHeads } from './parts/head-options.js';

/** Where a GPT has positions from: learned vectors that are added, turns (RoPE), or biases (ALiBi). */
export type GptPositions = 'learned' | 'rotary' | 'alibi';

/** The hidden layers of a GPT: an activation, or a linear unit behind a swish gate. */
export type GptFeedForward = 'gelu' | 'swiglu';

export interface GptOptions {
  /** How many tokens there are, V. */
  vocabSize: number;
  /** The longest sequence that the model sees, T. Default 64. */
  context?: number | undefined;
  /** Blocks. Default 4. */
  layers?: number | undefined;
  /** Heads of attention in each block. Default 4. */
  heads?: number | undefined;
  /** Heads of keys and values, of which `heads` is a multiple; 0 for as many as `heads`. Default 0. */
  keyValueHeads?: number | undefined;
  /** Size of the vector of a token, D; a multiple of `heads`. Default 128. */
  width?: number | undefined;
  /** Positions: `learned`, `rotary` or `alibi`. Default learned. */
  positions?: GptPositions | undefined;
  /** With rotary positions the longest wave is 2π times about this. Default 10000. */
  maxPeriod?: number | undefined;
  /** Normalisation: `layer` or `rms`. Default layer. */
  norm?: NormKind | undefined;
  /** Added to what a normalisation divides by. Default 0.00001. */
  normEpsilon?: number | undefined;
  /** The hidden layers: `gelu`, in its tanh form, or `swiglu`. Default gelu. */
  feedForward?: GptFeedForward | undefined;
  /** Width of the hidden layers; 0 for 4 · D, of `swiglu` 8/3 · D, rounded. Default 0. */
  feedForwardWidth?: number | undefined;
  /** Whether attention and hidden layers add a bias. Default true. */
  useBias?: boolean | undefined;
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
    keyValueHeads: z._default(
      sizeOrNone(
        'Heads of keys and values, of which `heads` is a multiple; 0 for as many as `heads`.',
      ),
      0,
    ),
    width: z._default(size('Size of the vector of a token, D; a multiple of `heads`.'), 128),
    positions: z._default(
      choice(['learned', 'rotary', 'alibi'], 'Positions: `learned`, `rotary` or `alibi`.'),
      'learned',
    ),
    maxPeriod: z._default(
      positive('With rotary positions the longest wave is 2π times about this.'),
      10_000,
    ),
    norm: z._default(choice(['layer', 'rms'], 'Normalisation: `layer` or `rms`.'), 'layer'),
    normEpsilon: z._default(positive('Added to what a normalisation divides by.'), 1e-5),
    feedForward: z._default(
      choice(['gelu', 'swiglu'], 'The hidden layers: `gelu`, in its tanh form, or `swiglu`.'),
      'gelu',
    ),
    feedForwardWidth: z._default(
      sizeOrNone('Width of the hidden layers; 0 for 4 · D, of `swiglu` 8/3 · D, rounded.'),
      0,
    ),
    useBias: z._default(flag('Whether attention and hidden layers add a bias.'), true),
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
  .check(multipleOf('width', 'heads'), dividesHeads, evenHeads) satisfies z.ZodMiniType<
  Complete<GptOptions>,
  GptOptions
>;

function build(all: Complete<GptOptions>): LayersModel {
  const { vocabSize, context, layers, heads, width, dropout, tieWeights } = all;
  const { positions, norm, normEpsilon } = all;
  const seedOf = partSeeds(all.seed, 0);
  const apply = (layer: Layer, x: SymbolicTensor): SymbolicTensor => layer.apply(x);

  const tokens = tf.input({ shape: [null], dtype: 'int32', name: 'tokens' }); // [B, T]
  const embed = positions === 'learned' ? tokenAndPositionEmbedding : tokenEmbedding;
  const embedding = embed({
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
      keyValueHeads: all.keyValueHeads === 0 ? heads : all.keyValueHeads,
      positions: positions === 'learned' ? 'none' : positions,
      maxPeriod: all.maxPeriod,
      norm,
      normEpsilon,
      feedForward: all.feedForward,
      ...(all.feedForwardWidth > 0 && { expansion: all.feedForwardWidth / width }),
      useBias: all.useBias,
      dropout,
      attentionDropout: all.attentionDropout,
      stddev: STDDEV,
      outputStddev: STDDEV / Math.sqrt(2 * layers),
      seed: seedOf(`block_${i}`),
      name: `block_${i}`,
    });
    x = apply(block, x);
  }
  x = apply(normalization(norm, { epsilon: normEpsilon, name: 'norm' }), x);
  const kernelInitializer = tf.initializers.randomNormal({ stddev: STDDEV, seed: seedOf('head') });
  const head = tieWeights
    ? embedding
    : tf.layers.dense({ units: vocabSize, useBias: false, kernelInitializer, name: 'head' });
  return tf.model({ inputs: tokens, outputs: apply(head, x), name: 'gpt' }); // [B, T, V]
}

/** What a GPT is made of, in the order in which a token passes. */
export interface GptParts {
  /** A `TokenEmbedding`, with positions or without. */
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
  const isGpt = embedding instanceof TokenEmbedding && blocks.length > 0;
  if (isGpt && norm !== undefined && head !== undefined) return { embedding, blocks, norm, head };
  const names = model.layers.map((layer) => layer.name).join(', ');
  throw new TypeError(messages().models.notMadeBy({ name: 'gpt', layers: names }));
}

export const spec: ModelWithParts<GptOptions, GptParts> = {
  id: 'nlp/gpt',
  task: 'next-token',
  source:
    'Radford et al. 2019, Language models are unsupervised multitask learners (GPT-2); by option Touvron et al. 2023, LLaMA, arXiv:2302.13971',
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
 * With `{ norm: 'rms', positions: 'rotary', feedForward: 'swiglu', useBias: false, tieWeights: false }`, and fewer
 * `keyValueHeads` where wanted, it is a Llama (Touvron et al. 2023, arXiv:2302.13971). Then nothing but `context`
 * bounds the length: no weight depends on it.
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
