/** What skip-gram learns from: tokens from the text beside tokens that are drawn. */
import { createRng, type Seed } from '../../backend/random.js';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type Tensor2D, tf } from '../../nn/tf.js';
import type { BatchSource } from '../../nn/training/sources.js';
import { checkCounts } from '../check-integers.js';
import {
  countTokens,
  keepProbabilities,
  negativeSampler,
  noiseDistribution,
} from './negative-sampler.js';
import { shuffledBatches } from './pair-batches.js';
import { skipGramPairs } from './skip-gram-pairs.js';

export interface SkipGramBatchesOptions {
  /** How many tokens there are, V. */
  vocabularySize: number;
  /** How many tokens on each side are looked at, at most. Default 5. */
  window?: number;
  /** Tokens that are drawn beside each one from the text, K. Default 5. */
  negatives?: number;
  /**
   * The share of the text from which on a token is left out now and then, as a number > 0; in a large text
   * about 1e-3 to 1e-5. Default: none is.
   */
  subsample?: number;
  /** To which power counts are raised for the negatives. Default 0.75. */
  power?: number;
  /** Pairs a batch. Default 512. */
  batchSize?: number;
  /** Fixes what is left out, windows, negatives and the order. Default 0. */
  seed?: Seed;
}

export type SkipGramBatch = {
  /** Tokens `[B, 1]`, int32. */
  readonly word: Tensor2D;
  /** `[B, 1 + K]`, int32: one from the text near it, then K that were drawn. */
  readonly context: Tensor2D;
};

/**
 * Pairs of tokens that stand near each other, with K drawn ones beside each: what `skipGramTrainer` takes.
 *
 * Tokens are left out, and windows drawn, once (1 to `window`, so that nearer tokens count more); negatives
 * are drawn anew each epoch, by `noiseDistribution`. One that is drawn may be the token itself, as in
 * word2vec.
 *
 * @param sequences lists of tokens; no pair reaches from one into the next
 * @throws RangeError for tokens or options out of range, or where no two tokens are beside each other
 * @example
 * const batches = skipGramBatches(texts.map(words.encode), { vocabularySize: words.size, seed: 1 });
 */
export function skipGramBatches(
  sequences: readonly (readonly number[])[],
  options: SkipGramBatchesOptions,
): BatchSource<SkipGramBatch> {
  const { vocabularySize, window = 5, negatives = 5, subsample, power = 0.75 } = options;
  const { batchSize = 512, seed = 0 } = options;
  checkCounts('skipGramBatches', { vocabularySize, window, negatives, batchSize });
  if (subsample !== undefined && !(subsample > 0)) {
    throw new RangeError(messages().nlp.subsample({ given: shown(subsample) }));
  }
  const counts = countTokens(sequences, vocabularySize);
  const keep = keepProbabilities(counts, subsample ?? Infinity);
  const draw = negativeSampler(noiseDistribution(counts, power));
  const pairs = skipGramPairs(sequences, { window, keep, rng: createRng(seed).split('pairs') });
  const count = pairs.words.length;
  if (count === 0) throw new RangeError(messages().nlp.noPairs());
  return shuffledBatches(count, { batchSize, seed }, (rows, rng) => {
    const width = 1 + negatives;
    const context = new Int32Array(rows.length * width);
    rows.forEach((row, i) => {
      context[i * width] = pairs.contexts[row] as number;
      for (let k = 1; k < width; k++) context[i * width + k] = draw(rng);
    });
    const word = Int32Array.from(rows, (row) => pairs.words[row] as number);
    return {
      word: tf.tensor2d(word, [rows.length, 1], 'int32'),
      context: tf.tensor2d(context, [rows.length, width], 'int32'),
    };
  });
}
