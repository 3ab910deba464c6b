/** What mixup and CutMix share: partners, and labels that are mixed. */
import type { Rng } from '../../backend/random.js';
import { type Tensor, type Tensor2D, type Tensor4D, tf } from '../../nn/tf.js';

/** A batch that was mixed. */
export interface MixedBatch {
  /** Images `[B, H, W, C]`. */
  readonly x: Tensor4D;
  /** Labels `[B, C]`: the share of each class. */
  readonly y: Tensor2D;
}

/** The partner of each example: itself, where the draw says so. */
export const drawPartners = (count: number, rng: Rng): number[] => rng.permutation(count);

/** The examples that `partners` names, by their numbers in the batch. */
export const partnersOf = <T extends Tensor>(batch: T, partners: readonly number[]): T =>
  tf.gather(batch, tf.tensor1d(partners, 'int32'), 0);

/** weight · own + (1 − weight) · other, one weight for each example. */
export function weighted<T extends Tensor>(own: T, other: T, weights: readonly number[]): T {
  const shape = [weights.length, ...own.shape.slice(1).map(() => 1)];
  const kept = tf.tensor(Float32Array.from(weights), shape);
  const given = tf.tensor(
    Float32Array.from(weights, (weight) => 1 - weight),
    shape,
  );
  return tf.add(tf.mul(own, kept), tf.mul(other, given)) as unknown as T;
}
