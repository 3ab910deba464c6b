/** How far two clouds of examples are apart, by their shadows on lines. */
import type { Rng } from '../backend/random.js';
import { shown } from '../checks.js';
import { messages } from '../messages/index.js';
import type { Tensor } from '../nn/tf.js';
import { checkRng, checkWidths, type Rows, rowsOf, valuesOf } from './rows.js';

/**
 * The Wasserstein distance of two lists of numbers: how far their mass must be moved on the line, on
 * average. The area between the two empirical distribution functions; the lists may differ in length.
 * As `scipy.stats.wasserstein_distance`. Cost: N log N.
 *
 * @param a numbers, `[N]`
 * @param b numbers, `[M]`
 * @returns a number >= 0, in the units of the numbers
 * @throws TypeError for anything but lists of numbers; RangeError for a number that is not finite
 * @example
 * wassersteinDistance(tf.tensor1d([0, 1, 3]), tf.tensor1d([5, 6, 8])); // 5
 */
export function wassersteinDistance(a: Tensor, b: Tensor): number {
  const [first, second] = [
    valuesOf('wassersteinDistance', 'a', a),
    valuesOf('wassersteinDistance', 'b', b),
  ];
  return betweenLists(first.values, second.values);
}

/** Sorts both lists in place. */
function betweenLists(a: Float64Array, b: Float64Array): number {
  a.sort();
  b.sort();
  let [i, j, sum] = [0, 0, 0];
  let last = Math.min(a[0] as number, b[0] as number);
  while (i < a.length || j < b.length) {
    const next = Math.min(a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY);
    sum += Math.abs(i / a.length - j / b.length) * (next - last);
    if (a[i] === next) i++;
    else j++;
    last = next;
  }
  return sum;
}

function shadow({ values, count, width }: Rows, direction: ArrayLike<number>): Float64Array {
  const along = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let d = 0; d < width; d++) {
      sum += (values[i * width + d] as number) * (direction[d] as number);
    }
    along[i] = sum;
  }
  return along;
}

/** The mean Wasserstein distance along directions of length 1. */
export function alongDirections(
  a: Rows,
  b: Rows,
  directions: readonly ArrayLike<number>[],
): number {
  const sum = directions.reduce((total, direction) => {
    return total + betweenLists(shadow(a, direction), shadow(b, direction));
  }, 0);
  return sum / directions.length;
}

/** A direction, each equally likely (Muller 1959). */
function directionOf(rng: Rng, width: number): Float64Array {
  const drawn = Float64Array.from({ length: width }, () => rng.normal());
  const length = Math.hypot(...drawn);
  return drawn.map((value) => value / length);
}

export interface SlicedWassersteinOptions {
  /** Draws the directions: the same state, the same distance. */
  rng: Rng;
  /** Lines to project onto. Default 100. */
  projections?: number;
}

/**
 * The sliced Wasserstein distance: both clouds are projected onto random lines, and the Wasserstein
 * distances there are averaged (Rabin et al. 2012; of order 1). It is 0 for the same examples, and needs
 * neither a density nor a classifier. Two samples of one distribution have a distance too: measure one of
 * real examples against other real examples beside it. In D dimensions a shift by s gives about
 * s · √(2 / (π D)). Cost: projections · N · (D + log N).
 *
 * @param samples what was generated, `[N, …]`
 * @param real true examples, `[M, …]` of as many numbers each
 * @returns a number >= 0, in the units of the examples
 * @throws TypeError for anything but examples or a generator; RangeError for other sizes or numbers
 * @example
 * const options = { rng: createRng(0), projections: 200 };
 * slicedWasserstein(samples, real, options);
 */
export function slicedWasserstein(
  samples: Tensor,
  real: Tensor,
  options: SlicedWassersteinOptions,
): number {
  const where = 'slicedWasserstein';
  const { rng, projections = 100 } = options;
  checkRng(where, rng);
  if (!Number.isInteger(projections) || projections < 1) {
    const given = shown(projections);
    throw new RangeError(messages().generative.projections({ where, given }));
  }
  const [a, b] = [rowsOf(where, 'samples', samples), rowsOf(where, 'real', real)];
  checkWidths(where, { samples: a, real: b });
  const directions = Array.from({ length: projections }, () => directionOf(rng, a.width));
  return alongDirections(a, b, directions);
}
