/** A linear classifier of texts by their words, whatever their order. */
import * as z from 'zod/mini';
import { type Sequential, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { seed, size } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';
import { tokenEmbedding } from './parts/text-layers.js';
import { textOptions } from './parts/text-options.js';

export interface BagOfWordsClassifierOptions {
  /** How many tokens there are, V; token 0 is padding. */
  vocabSize: number;
  /** Tokens of a text, T; shorter ones are padded with 0 at either end. */
  length: number;
  /** Classes, C. */
  classes: number;
  /** Fixes the weights at the start. Default 0. */
  seed?: number | undefined;
}

const options = z.strictObject({
  ...textOptions('at either end'),
  classes: size('Classes, C.'),
  seed: z._default(seed('Fixes the weights at the start.'), 0),
}) satisfies z.ZodMiniType<Complete<BagOfWordsClassifierOptions>, BagOfWordsClassifierOptions>;

function build(all: Complete<BagOfWordsClassifierOptions>): Sequential {
  const seedOf = partSeeds(all.seed);
  return tf.sequential({
    name: 'bag_of_words_classifier',
    layers: [
      tokenEmbedding({ ...all, width: all.classes }, seedOf, false),
      tf.layers.globalAveragePooling1d({ name: 'mean' }),
      // From the mean over the places of a row to the sum.
      tf.layers.rescaling({ scale: all.length, name: 'sum' }),
    ],
  });
}

export const spec: ModelSpec<BagOfWordsClassifierOptions, Sequential> = {
  id: 'nlp/bag-of-words-classifier',
  task: 'classification',
  source:
    'Joachims 1998, Text categorization with support vector machines; its loss is the softmax',
  input: 'tokens [B, T], int32',
  output: 'logits [B, C], float32',
  options,
  build,
  example: {
    options: { vocabSize: 12, length: 5, classes: 3, seed: 1 },
    inputs: [{ shape: [5], below: 12 }],
    parameters: 12 * 3,
  },
};

/**
 * Logistic regression on the counts of words (a bag of words): tokens `[B, T]` int32 → logits `[B, C]`. It is what a
 * model that sees the order has to beat.
 *
 * Its only weights are the layer `embedding`, `[V, C]`: what one word adds to each class. Padding needs no care: as all
 * rows are of one length, its weight stands for the constant (each word less than T leaves one more padding), so there
 * is no bias beside it. Weights start within 0.05 of 0.
 *
 * @throws RangeError for sizes that are no integers >= 1
 * @example
 * const model = bagOfWordsClassifier({ vocabSize: 30, length: 20, classes: 2, seed: 1 });
 */
export function bagOfWordsClassifier(options: BagOfWordsClassifierOptions): Sequential {
  return buildModel(spec, options);
}
