/**
 * What the judge computes by itself, in float64 and by loops, so that a test needs no solution:
 * forward passes and slopes by central differences, never a gradient by formula.
 */
import type { TensorValue } from '../../judge/value.js';

/** A tensor's numbers as float64, free to be changed. */
export const numbers = (tensor: TensorValue): Float64Array => Float64Array.from(tensor.data);
export const at = (values: ArrayLike<number>, i: number): number => values[i] as number;

/** `x w + b` for one example. */
export function dense(x: ArrayLike<number>, w: ArrayLike<number>, b: ArrayLike<number>): number[] {
  // Thousands of times for one submission: loops, no closures.
  const width = b.length;
  const out = new Array<number>(width);
  for (let j = 0; j < width; j++) {
    let sum = at(b, j);
    for (let k = 0; k < x.length; k++) sum += at(x, k) * at(w, k * width + j);
    out[j] = sum;
  }
  return out;
}

/** Slopes of `f` in each of `values`, by central differences; `values` are moved and put back. */
export function slopes(f: () => number, values: Float64Array, h: number): number[] {
  return Array.from(values, (value, i) => {
    values[i] = value + h;
    const above = f();
    values[i] = value - h;
    const below = f();
    values[i] = value;
    return (above - below) / (2 * h);
  });
}

/** Rows of a matrix. */
export function rowsOf(matrix: TensorValue): Float64Array[] {
  const [count, width] = matrix.shape as [number, number];
  const all = numbers(matrix);
  return Array.from({ length: count }, (_, i) => all.subarray(i * width, (i + 1) * width));
}

/** A network of one hidden ReLU layer as flat numbers that may be moved. */
export interface Network {
  w1: Float64Array;
  b1: Float64Array;
  w2: Float64Array;
  b2: Float64Array;
}

export const weightNames = ['w1', 'b1', 'w2', 'b2'] as const;

/** The scores that the network gives one example. */
export function scores({ w1, b1, w2, b2 }: Network, example: ArrayLike<number>): number[] {
  const hidden = dense(example, w1, b1).map((v) => Math.max(0, v));
  return dense(hidden, w2, b2);
}

/** Mean cross-entropy of the network over all examples. */
export function meanLoss(
  network: Network,
  x: readonly Float64Array[],
  y: ArrayLike<number>,
): number {
  let total = 0;
  for (const [i, example] of x.entries()) {
    const z = scores(network, example);
    const top = Math.max(...z);
    const logSum = top + Math.log(z.reduce((sum, v) => sum + Math.exp(v - top), 0));
    total += logSum - at(z, at(y, i));
  }
  return total / x.length;
}
