/** A classifier of texts by runs of words, wherever they stand. */
import * as z from 'zod/mini';
import { type Layer, type LayersModel, type SymbolicTensor, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { rate, seed, size, sizes } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';
import { logits, tokenEmbedding } from './parts/text-layers.js';
import { textOptions } from './parts/text-options.js';

export interface TextCnnOptions {
  /** How many tokens there are, V; token 0 is padding. */
  vocabSize: number;
  /** Tokens of a text, T; shorter ones are padded with 0 at either end. */
  length: number;
  /** Classes, C. */
  classes: number;
  /** Size of the vector of a token. Default 32. */
  width?: number | undefined;
  /** Tokens that a filter sees, for each kind of filter. Default `[3, 4, 5]`. */
  kernelSizes?: readonly number[] | undefined;
  /** Filters of each kind. Default 32. */
  filters?: number | undefined;
  /** Rate of dropout before the last layer, in [0, 1). Default 0.5. */
  dropout?: number | undefined;
  /** Fixes the weights at the start and the dropout. Default 0. */
  seed?: number | undefined;
}

const options = z.strictObject({
  ...textOptions('at either end'),
  classes: size('Classes, C.'),
  width: z._default(size('Size of the vector of a token.'), 32),
  kernelSizes: z._default(
    sizes('Tokens that a filter sees, for each kind of filter.', 1),
    [3, 4, 5],
  ),
  filters: z._default(size('Filters of each kind.'), 32),
  dropout: z._default(rate('Rate of dropout before the last layer, in [0, 1).'), 0.5),
  seed: z._default(seed('Fixes the weights at the start and the dropout.'), 0),
}) satisfies z.ZodMiniType<Complete<TextCnnOptions>, TextCnnOptions>;

function build(all: Complete<TextCnnOptions>): LayersModel {
  const { length, kernelSizes, filters } = all;
  const seedOf = partSeeds(all.seed);
  const apply = (layer: Layer, x: SymbolicTensor | SymbolicTensor[]): SymbolicTensor =>
    layer.apply(x);
  const tokens = tf.input({ shape: [length], dtype: 'int32', name: 'tokens' }); // [B, T]
  const vectors = apply(tokenEmbedding(all, seedOf, false), tokens); // [B, T, D]
  const found = kernelSizes.map((kernelSize, i) => {
    const name = `conv_${i}`;
    const conv = tf.layers.conv1d({
      filters,
      kernelSize,
      padding: 'same',
      activation: 'relu',
      kernelInitializer: tf.initializers.heNormal({ seed: seedOf(name) }),
      name,
    });
    // The place where each filter fits best, wherever it is: [B, T, F] → [B, F].
    return apply(tf.layers.globalMaxPooling1d({ name: `max_${i}` }), apply(conv, vectors));
  });
  const [first] = found as [SymbolicTensor];
  let x = found.length === 1 ? first : apply(tf.layers.concatenate({ name: 'found' }), found);
  const dropping = { rate: all.dropout, seed: seedOf('dropout'), name: 'dropout' };
  if (all.dropout > 0) x = apply(tf.layers.dropout(dropping), x);
  const outputs = apply(logits(all.classes, seedOf), x); // [B, C]
  return tf.model({ inputs: tokens, outputs, name: 'text_cnn' });
}

export const spec: ModelSpec<TextCnnOptions> = {
  id: 'nlp/text-cnn',
  task: 'classification',
  source: 'Kim 2014, Convolutional neural networks for sentence classification, arXiv:1408.5882',
  input: 'tokens [B, T], int32',
  output: 'logits [B, C], float32',
  options,
  build,
  example: {
    options: {
      ...{ vocabSize: 6, length: 4, classes: 3, width: 3 },
      ...{ kernelSizes: [2, 3], filters: 4, dropout: 0, seed: 1 },
    },
    inputs: [{ shape: [4], below: 6 }],
    parameters: 6 * 3 + (2 * 3 * 4 + 4) + (3 * 3 * 4 + 4) + 8 * 3 + 3,
  },
};

/**
 * TextCNN (Kim 2014): tokens `[B, T]` int32 → logits `[B, C]`. Filters of several widths pass over the vectors of the
 * tokens; of each only the place counts where it fits best (max over time); dropout, and a dense layer.
 *
 * Padding is a token like others, as in the paper: filters see where a text begins and ends, and a run of padding
 * alone, which says the same of every text, is a floor under each maximum. Vectors are learnt and start within 0.05 of
 * 0, filters as He et al. 2015, the last layer as Glorot & Bengio 2010; biases 0.
 *
 * @throws RangeError for sizes that are no integers >= 1, or a rate out of range
 * @example
 * const model = textCnn({ vocabSize: 5000, length: 40, classes: 2, seed: 1 });
 */
export function textCnn(options: TextCnnOptions): LayersModel {
  return buildModel(spec, options);
}
