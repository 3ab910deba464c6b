/** What GloVe learns from: pairs of tokens and how often they stand near each other. */
import type { Seed } from '../../backend/random.js';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type Tensor2D, tf } from '../../nn/tf.js';
import type { BatchSource } from '../../nn/training/sources.js';
import { checkCounts } from '../check-integers.js';
import { type CoOccurrencesOptions, coOccurrences } from './co-occurrences.js';
import { shuffledBatches } from './pair-batches.js';

export interface GloveBatchesOptions extends CoOccurrencesOptions {
  /** The count from which on all pairs weigh alike. Default 100. */
  xMax?: number;
  /** To which power the share of `xMax` is raised. Default 0.75. */
  alpha?: number;
  /** Pairs a batch. Default 512. */
  batchSize?: number;
  /** Fixes the order. Default 0. */
  seed?: Seed;
}

/** All `[B, 1]`. */
export type GloveBatch = {
  /** int32 */
  readonly word: Tensor2D;
  /** int32 */
  readonly context: Tensor2D;
  /** float32: the logarithm of the count. */
  readonly logCount: Tensor2D;
  /** float32, in (0, 1]: what the pair counts in the loss. */
  readonly weight: Tensor2D;
};

/**
 * Each pair of tokens that stands near each other, once an epoch: what `gloveTrainer` takes. A pair of
 * count x weighs min(1, (x / xMax)^alpha) (Pennington, Socher & Manning 2014, formula 9).
 *
 * @param sequences lists of tokens; no pair reaches from one into the next
 * @throws RangeError for tokens or options out of range, or where no two tokens are beside each other
 * @example
 * const batches = gloveBatches(texts.map(words.encode), { vocabularySize: words.size, seed: 1 });
 */
export function gloveBatches(
  sequences: readonly (readonly number[])[],
  options: GloveBatchesOptions,
): BatchSource<GloveBatch> {
  const { xMax = 100, alpha = 0.75, batchSize = 512, seed = 0, ...counting } = options;
  checkCounts('gloveBatches', { batchSize });
  for (const [option, value] of Object.entries({ xMax, alpha })) {
    if (value > 0 && value < Infinity) continue;
    const said = { where: 'gloveBatches', option, given: shown(value) };
    throw new RangeError(messages().nlp.positive(said));
  }
  const { words, contexts, counts } = coOccurrences(sequences, counting);
  if (counts.length === 0) throw new RangeError(messages().nlp.noPairs());
  return shuffledBatches(counts.length, { batchSize, seed }, (rows) => {
    const column = (of: (row: number) => number, dtype: 'float32' | 'int32'): Tensor2D =>
      tf.tensor2d(rows.map(of), [rows.length, 1], dtype);
    const count = (row: number): number => counts[row] as number;
    return {
      word: column((row) => words[row] as number, 'int32'),
      context: column((row) => contexts[row] as number, 'int32'),
      logCount: column((row) => Math.log(count(row)), 'float32'),
      weight: column((row) => Math.min(1, (count(row) / xMax) ** alpha), 'float32'),
    };
  });
}
