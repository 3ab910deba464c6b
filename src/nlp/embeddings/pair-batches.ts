/** Examples in plain lists as batches of tensors, in another order each epoch. */
import { createRng, type Rng, type Seed } from '../../backend/random.js';
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
