/** Examples in plain lists as batches of tensors, in another order each epoch. */
import { createRng, type Rng, type Seed } from '../../backend/random.js';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import type { Tensor } from '../../nn/tf.js';
import type { BatchSource } from '../../nn/training/sources.js';

export interface EpochOptions {
  readonly batchSize: number;
  readonly seed: Seed;
}

/**
 * Batches that follow from seed, epoch and place alone, so that a training can go on in the middle.
 *
 * @param count how many examples there are
 * @param make the tensors of these examples; `rng` is for this batch alone
 */
export function shuffledBatches<B extends { readonly [name: string]: Tensor }>(
  count: number,
  { batchSize, seed }: EpochOptions,
  make: (rows: readonly number[], rng: Rng) => B,
): BatchSource<B> {
  const size = Math.ceil(count / batchSize);
  return {
    size,
    *open(epoch, first) {
      const rng = createRng(seed).split(`epoch ${epoch}`);
      const order = rng.permutation(count);
      for (let i = first; i < size; i++) {
        yield make(order.slice(i * batchSize, (i + 1) * batchSize), rng.split(`batch ${i}`));
      }
    },
  };
}

/** @throws RangeError for one that is no integer >= 1 */
export function checkCounts(where: string, options: Readonly<Record<string, number>>): void {
  for (const [option, value] of Object.entries(options)) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new RangeError(messages().nlp.integer({ where, option, least: 1, given: shown(value) }));
  }
}
