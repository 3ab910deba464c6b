/** Whether a generator makes anything new: what it was trained on that is nearest to its samples. */
import type { Tensor } from '../nn/tf.js';
import { nearestTo } from './distances.js';
import { checkNeighbours, checkWidths, rowsOf } from './rows.js';

export interface NearestNeighboursOptions {
  /** Neighbours of each sample. Default 1. */
  k?: number;
}

/** For each sample its neighbours, nearest first. */
export interface NearestNeighbours {
  /** Rows of the training set, `[N][k]`. */
  indices: number[][];
  /** Euclidean distances, `[N][k]`, in the units of the examples. */
  distances: number[][];
}

/**
 * The examples of the training set that are nearest to each sample: shown beside the samples they expose a
 * generator that has learnt its examples by heart. Its distances are near 0; those of real examples that
 * were held out say how near new ones usually come. Cost: N · M · D.
 *
 * @param samples what was generated, `[N, …]`
 * @param training what it was trained on, `[M, …]` of as many numbers each
 * @throws TypeError for anything but examples; RangeError for other sizes, numbers or options
 * @example
 * const { indices, distances } = nearestNeighbours(samples, train.x);
 * const beside = tf.gather(train.x, indices.flat());
 */
export function nearestNeighbours(
  samples: Tensor,
  training: Tensor,
  options: NearestNeighboursOptions = {},
): NearestNeighbours {
  const where = 'nearestNeighbours';
  const { k = 1 } = options;
  const [rows, among] = [rowsOf(where, 'samples', samples), rowsOf(where, 'training', training)];
  checkWidths(where, { samples: rows, training: among });
  checkNeighbours(where, 'training', k, among.count);
  const found = Array.from({ length: rows.count }, (_, i) => nearestTo(rows, i, among, k));
  return {
    indices: found.map(({ indices }) => indices),
    distances: found.map(({ squares }) => squares.map(Math.sqrt)),
  };
}
