/** Vectors of words from the words around them: skip-gram with negative sampling. */
import * as z from 'zod/mini';
import { type LayersModel, type SymbolicTensor, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { seed, size } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';

export interface SkipGramOptions {
  /** How many tokens there are, V. */
  vocabSize: number;
  /** Size of the vector of a token, D. Default 32. */
  width?: number | undefined;
  /** Tokens that are drawn beside each one from the text, K. Default 5. */
  negatives?: number | undefined;
  /** Fixes the weights at the start. Default 0. */
  seed?: number | undefined;
}

const options = z.strictObject({
  vocabSize: size('How many tokens there are, V.'),
  width: z._default(size('Size of the vector of a token, D.'), 32),
  negatives: z._default(size('Tokens that are drawn beside each one from the text, K.'), 5),
  seed: z._default(seed('Fixes the weights at the start.'), 0),
}) satisfies z.ZodMiniType<Complete<SkipGramOptions>, SkipGramOptions>;

function build(all: Complete<SkipGramOptions>): LayersModel {
  const { vocabSize, width, negatives } = all;
  const seedOf = partSeeds(all.seed);
  const { initializers, layers } = tf;
  const word = tf.input({ shape: [1], dtype: 'int32', name: 'word' });
  const context = tf.input({ shape: [1 + negatives], dtype: 'int32', name: 'context' });
  const bound = 0.5 / width;
  const words = layers.embedding({
    inputDim: vocabSize,
    outputDim: width,
    embeddingsInitializer: initializers.randomUniform({
      minval: -bound,
      maxval: bound,
      seed: seedOf('words'),
    }),
    name: 'words',
  });
  const contexts = layers.embedding({
    inputDim: vocabSize,
    outputDim: width,
    embeddingsInitializer: 'zeros',
    name: 'contexts',
  });
  const pair = [
    words.apply(word) as SymbolicTensor, // [B, 1, D]
    contexts.apply(context) as SymbolicTensor, // [B, 1 + K, D]
  ];
  const products = layers.dot({ axes: 2, name: 'products' }).apply(pair); // [B, 1, 1 + K]
  const outputs = layers.flatten({ name: 'logits' }).apply(products) as SymbolicTensor;
  return tf.model({ inputs: [word, context], outputs, name: 'skip_gram' });
}

export const spec: ModelSpec<SkipGramOptions> = {
  id: 'nlp/skip-gram',
  task: 'embedding',
  source:
    'Mikolov et al. 2013, Distributed representations of words and phrases and their compositionality, ' +
    'arXiv:1310.4546',
  input: 'tokens [B, 1] and those beside them [B, 1 + K], int32',
  output: 'logits [B, 1 + K], float32',
  options,
  build,
  example: {
    options: { vocabSize: 6, width: 3, negatives: 2, seed: 1 },
    inputs: [
      { shape: [1], below: 6 },
      { shape: [3], below: 6 },
    ],
    parameters: 2 * 6 * 3,
  },
};

/**
 * Skip-gram with negative sampling (Mikolov et al. 2013): a token `[B, 1]` and `1 + K` tokens `[B, 1 + K]`,
 * int32 → logits `[B, 1 + K]`, how well each goes with it: the product of two vectors, one of the token as
 * a word and one of the other as its context. The layer `words` has the vectors that are wanted.
 *
 * Vectors of words start uniform in ±0.5 / D, those of contexts 0, as in word2vec. `trainSkipGram` trains
 * it.
 *
 * @throws RangeError for sizes that are no integers >= 1
 * @example
 * const model = skipGram({ vocabSize: 40, width: 16, seed: 1 });
 */
export function skipGram(options: SkipGramOptions): LayersModel {
  return buildModel(spec, options);
}
