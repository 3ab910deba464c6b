/** Batches of examples in memory, shuffled anew each epoch. */
import * as core from '@tensorflow/tfjs-core';
import { gatherRows } from '../../backend/fused/gather-rows.js';
import { createRng, type Seed } from '../../backend/random.js';
import { checkSizes } from '../../checks.js';
import { type FlatBatch, flatten, rowsOf } from './batch.js';
import type { BatchSource } from './sources.js';
import type { Batch, Examples } from './training-types.js';

/** How many examples there are; both tensors must agree. */
export function countExamples(name: string, { x, y }: Examples): number {
  const [rows = 0] = x.shape;
  if (rows < 1 || rows !== y.shape[0]) {
    throw new RangeError(
      `Expected \`${name}\` to have x [N, …] and y [N, …] with the same N >= 1. ` +
        `Received: x [${x.shape}], y [${y.shape}]`,
    );
  }
  return rows;
}

/**
 * The order of the examples in an epoch. It follows from seed and epoch alone, so that training can
 * go on in the middle of one.
 *
 * @param epoch counted from 0
 */
function orderOf(rows: number, seed: Seed | undefined, epoch: number): Int32Array {
  if (seed === undefined) return Int32Array.from({ length: rows }, (_, i) => i);
  return Int32Array.from(createRng(seed).split(`epoch ${epoch}`).permutation(rows));
}

/** The examples with these numbers; the caller owns the tensors. */
function takeRows(data: FlatBatch, rows: Int32Array): Batch {
  return data.build(
    core.tidy(() => {
      const indices = core.tensor1d(rows, 'int32');
      return data.tensors.map((tensor) => gatherRows(tensor, indices));
    }),
  );
}

export interface MemoryBatchesOptions {
  /** Examples a batch; the last one of an epoch may be smaller. Default 32. */
  batchSize?: number;
  /** Fixes the order of the examples. Default 0. */
  seed?: Seed;
  /** Whether each epoch has an order of its own; else it is that of the data. Default true. */
  shuffle?: boolean;
  /** Whether a smaller last batch is left out. Default false. */
  dropRemainder?: boolean;
}

/**
 * Batches of tensors that lie in memory, in another order each epoch. The tensors stay the caller's.
 *
 * @param data tensors `[N, …]` of the same N: one, a list, or an object of them
 * @returns what `TrainingLoop.fit` takes
 * @throws RangeError when the tensors have different N, or for options out of range
 * @example
 * await loop.fit(memoryBatches({ left, right }, { batchSize: 64 }), { epochs: 5 });
 */
export function memoryBatches<B extends Batch>(
  data: B,
  options: MemoryBatchesOptions = {},
): BatchSource<B> {
  const { batchSize = 32, seed = 0, shuffle = true, dropRemainder = false } = options;
  checkSizes({ batchSize });
  const flat = flatten(data);
  const rows = rowsOf(flat);
  const counts = flat.tensors.map(({ shape }) => shape[0] ?? 0);
  if (rows < 1 || counts.some((count) => count !== rows)) {
    throw new RangeError(
      'Expected `data` of tensors [N, …] with the same N >= 1. ' +
        `Received: ${flat.tensors.map(({ shape }, i) => `${flat.names[i]} [${shape}]`).join(', ')}`,
    );
  }
  const used = dropRemainder ? rows - (rows % batchSize) : rows;
  if (used === 0) {
    throw new RangeError(
      `Expected at least \`batchSize\` examples where the remainder is left out. Received: ${rows} examples, batchSize=${batchSize}`,
    );
  }
  return {
    size: Math.ceil(used / batchSize),
    *open(epoch, first) {
      const order = orderOf(rows, shuffle ? seed : undefined, epoch).subarray(0, used);
      for (let begin = first * batchSize; begin < used; begin += batchSize) {
        yield takeRows(flat, order.subarray(begin, begin + batchSize)) as B;
      }
    },
  };
}
