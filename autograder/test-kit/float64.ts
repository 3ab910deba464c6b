/**
 * What the judge computes by itself, in float64 and by loops, so that a test needs no solution:
 * forward passes and slopes by central differences, never a gradient by formula.
 */
import type { TensorValue } from '../judge/value.js';

/** A tensor's numbers as float64, free to be changed. */
export const numbers = (tensor: TensorValue): Float64Array => Float64Array.from(tensor.data);

/** An entry that is there. */
export const at = (values: ArrayLike<number>, i: number): number => values[i] as number;

/** The mean; NaN of none. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The largest difference between entries at the same place. */
export function farthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(at(a, i) - at(b, i)));
  return most;
}

/** Examples along the first axis, each with its numbers in a row: `[B, …]` to B rows. */
export function rowsOf({ shape, data }: TensorValue): Float64Array[] {
  const [count = 0, ...rest] = shape;
  const width = rest.reduce((product, size) => product * size, 1);
  const all = Float64Array.from(data);
  return Array.from({ length: count }, (_, i) => all.subarray(i * width, (i + 1) * width));
}

/** `x w + b` for one example: x `[D]`, w `[D, H]` row by row, b `[H]`. */
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

/** `max(0, x)` of each. */
export const relu = (values: readonly number[]): number[] => values.map((v) => Math.max(0, v));

/** `-log softmax(scores)[label]`, in nats. */
export function crossEntropy(scores: readonly number[], label: number): number {
  const top = Math.max(...scores);
  const logSum = top + Math.log(scores.reduce((sum, v) => sum + Math.exp(v - top), 0));
  return logSum - at(scores, label);
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
