/** Batches of examples, shuffled anew each epoch. */
import * as core from '@tensorflow/tfjs-core';
import { gatherRows } from '../backend/fused/gather-rows.js';
import { createRng, type Seed } from '../backend/random.js';
import type { Examples } from './training-types.js';

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
export function orderOf(rows: number, seed: Seed, epoch: number): Int32Array {
  return Int32Array.from(createRng(seed).split(`epoch ${epoch}`).permutation(rows));
}

/** The examples with these numbers; the caller owns the tensors. */
export function takeRows({ x, y }: Examples, rows: Int32Array): [x: core.Tensor, y: core.Tensor] {
  return core.tidy(() => {
    const indices = core.tensor1d(rows, 'int32');
    return [gatherRows(x as core.Tensor, indices), gatherRows(y as core.Tensor, indices)];
  });
}
