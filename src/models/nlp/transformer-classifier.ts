/** A classifier of texts by one block of a transformer. */
import * as z from 'zod/mini';
import {
  positionEmbedding,
  tokenMask,
  transformerBlock,
} from '../../nn/layers/transformer-layers.js';
import { type Layer, type LayersModel, type SymbolicTensor, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { multipleOf, rate, seed, size } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';
import { logits } from './parts/text-layers.js';
import { textOptions } from './parts/text-options.js';

export interface TransformerClassifierOptions {
  /** How many tokens there are, V; token 0 is padding. */
  vocabSize: number;
  /** Tokens of a text, T; shorter ones are padded with 0 at either end. */
  length: number;
  /** Classes, C. */
  classes: number;
  /** Blocks. Default 1. */
  layers?: number | undefined;
  /** Heads of attention. Default 4. */
  heads?: number | undefined;
  /** Size of the vector of a token, D; a multiple of `heads`. Default 32. */
  width?: number | undefined;
  /** Rate of dropout, in [0, 1). Default 0. */
  dropout?: number | undefined;
  /** Fixes the weights at the start and the dropout. Default 0. */
  seed?: number | undefined;
}

const options = z
  .strictObject({
    ...textOptions('at either end'),
    classes: size('Classes, C.'),
    layers: z._default(size('Blocks.'), 1),
    heads: z._default(size('Heads of attention.'), 4),
    width: z._default(size('Size of the vector of a token, D; a multiple of `heads`.'), 32),
    dropout: z._default(rate('Rate of dropout, in [0, 1).'), 0),
    seed: z._default(seed('Fixes the weights at the start and the dropout.'), 0),
  })
  .check(multipleOf('width', 'heads')) satisfies z.ZodMiniType<
  Complete<TransformerClassifierOptions>,
  TransformerClassifierOptions
>;

function build(all: Complete<TransformerClassifierOptions>): LayersModel {
  const { vocabSize, length, classes, layers, heads, width, dropout } = all;
  const seedOf = partSeeds(all.seed);
  const apply = (layer: Layer, x: SymbolicTensor | SymbolicTensor[]): SymbolicTensor =>
    layer.apply(x);
  // Small from the start, as blocks that normalise first want it (Nguyen & Salazar 2019, SmallInit).
  const stddev = Math.sqrt(2 / (5 * width));
  const tokens = tf.input({ shape: [length], dtype: 'int32', name: 'tokens' }); // [B, T]
  const keep = apply(tokenMask({ name: 'mask' }), tokens); // [B, T]
  const vectors = tf.layers.embedding({
    inputDim: vocabSize,
    outputDim: width,
    embeddingsInitializer: tf.initializers.randomNormal({ stddev, seed: seedOf('embedding') }),
    name: 'embedding',
  });
  const positions = { stddev, seed: seedOf('positions'), name: 'positions' };
  let x = apply(positionEmbedding(positions), apply(vectors, tokens)); // [B, T, D]
  for (let i = 0; i < layers; i++) {
    const name = `block_${i}`;
    const block = transformerBlock({
      ...{ heads, causal: false, dropout, stddev, seed: seedOf(name), name },
      outputStddev: stddev / Math.sqrt(2 * layers),
    });
    x = apply(block, [x, keep]);
  }
  // The sum over the tokens, without padding. Normalised it is what their mean would be.
  x = apply(tf.layers.dot({ axes: 1, name: 'sum' }), [keep, x]); // [B, D]
  x = apply(tf.layers.layerNormalization({ epsilon: 1e-5, name: 'norm' }), x);
  const outputs = apply(logits(classes, seedOf), x); // [B, C]
  return tf.model({ inputs: tokens, outputs, name: 'transformer_classifier' });
}

export const spec: ModelSpec<TransformerClassifierOptions> = {
  id: 'nlp/transformer-classifier',
  task: 'classification',
  source:
    'Vaswani et al. 2017, Attention is all you need, arXiv:1706.03762: its encoder; norms before each part',
  input: 'tokens [B, T], int32',
  output: 'logits [B, C], float32',
  options,
  build,
  example: {
    options: { vocabSize: 6, length: 4, classes: 3, heads: 2, width: 4, seed: 1 },
    inputs: [{ shape: [4], below: 6 }],
    // Tokens, places; norms, attention, the hidden layer; the last norm; logits.
    parameters:
      6 * 4 + 4 * 4 + 2 * 8 + 4 * (4 * 4 + 4) + (4 * 16 + 16 + (16 * 4 + 4)) + 8 + 4 * 3 + 3,
  },
};

/**
 * The encoder of a transformer (Vaswani et al. 2017), by default of one block, over vectors of tokens and of their
 * places: tokens `[B, T]` int32 → logits `[B, C]` of the mean over the tokens, normalised.
 *
 * Padding is neither looked at nor counted. Places are counted from the start of a row, so pad training and later texts
 * at the same end. Weights start small (Nguyen & Salazar 2019), the last layer as Glorot & Bengio 2010; biases 0.
 *
 * @throws RangeError for options out of range, or a width that is no multiple of `heads`
 * @example
 * const model = transformerClassifier({ vocabSize: 5000, length: 40, classes: 2, seed: 1 });
 */
export function transformerClassifier(options: TransformerClassifierOptions): LayersModel {
  return buildModel(spec, options);
}
