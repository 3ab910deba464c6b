/** Distances between examples, in float64: near ones do not vanish in the difference of large squares. */
import type { Rows } from './rows.js';

/** The squared Euclidean distance of row `i` of `a` from row `j` of `b`. */
export function squaredDistance(a: Rows, i: number, b: Rows, j: number): number {
  const { values, width } = a;
  const others = b.values;
  const end = (i + 1) * width;
  const shift = (j - i) * width;
  let sum = 0;
  for (let d = i * width; d < end; d++) {
    const difference = (values[d] as number) - (others[d + shift] as number);
    sum += difference * difference;
  }
  return sum;
}

/** The nearest of some rows: their numbers, and the squares of their distances, nearest first. */
export interface Nearest {
  readonly indices: number[];
  readonly squares: number[];
}

/**
 * The `k` rows of `among` that are nearest to row `i` of `rows`; of rows that are equally far the first.
 *
 * @param itself a row of `among` that does not count, as it is row `i` itself
 */
export function nearestTo(rows: Rows, i: number, among: Rows, k: number, itself = -1): Nearest {
  const indices: number[] = [];
  const squares: number[] = [];
  for (let j = 0; j < among.count; j++) {
    if (j === itself) continue;
    const square = squaredDistance(rows, i, among, j);
    if (squares.length === k && square >= (squares[k - 1] as number)) continue;
    let place = Math.min(squares.length, k - 1);
    for (; place > 0 && (squares[place - 1] as number) > square; place--) {
      squares[place] = squares[place - 1] as number;
      indices[place] = indices[place - 1] as number;
    }
    squares[place] = square;
    indices[place] = j;
  }
  return { indices, squares };
}

/** For each row the square of the distance to its k-th nearest other row. */
export function radii(rows: Rows, k: number): Float64Array {
  return Float64Array.from({ length: rows.count }, (_, i) => {
    return nearestTo(rows, i, rows, k, i).squares[k - 1] as number;
  });
}
