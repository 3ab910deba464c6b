/** Examples as rows of numbers, checked: what all measures read. */
import type { Rng } from '../backend/random.js';
import { shown } from '../checks.js';
import { messages } from '../messages/index.js';
import { type Tensor, tf } from '../nn/tf.js';

/** `count` examples of `width` numbers each, one after the other. */
export interface Rows {
  readonly values: Float64Array;
  readonly count: number;
  readonly width: number;
}

function ofNumbers(value: unknown): value is Tensor {
  return value instanceof tf.Tensor && (value.dtype === 'float32' || value.dtype === 'int32');
}

/**
 * The numbers of a tensor: its first axis counts examples, all others belong to one.
 *
 * @throws TypeError for anything but a tensor [N, …] of numbers with N >= least
 * @throws RangeError for a number that is not finite
 */
export function rowsOf(where: string, what: string, examples: Tensor, least = 1): Rows {
  const count = ofNumbers(examples) && examples.rank > 1 ? (examples.shape[0] as number) : 0;
  if (count < least || examples.size === 0) {
    const given = shown(examples);
    throw new TypeError(messages().generative.examples({ where, what, least, given }));
  }
  return finite(where, what, examples, count);
}

/**
 * The numbers of a vector.
 *
 * @throws TypeError for anything but a tensor [N] of numbers, N >= 1
 * @throws RangeError for a number that is not finite
 */
export function valuesOf(where: string, what: string, values: Tensor): Rows {
  if (!ofNumbers(values) || values.rank !== 1 || values.size === 0) {
    throw new TypeError(messages().generative.values({ where, what, given: shown(values) }));
  }
  return finite(where, what, values, values.size);
}

function finite(where: string, what: string, tensor: Tensor, count: number): Rows {
  const values = Float64Array.from(tensor.dataSync());
  const width = values.length / count;
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    const place = { given: values[i] as number, row: Math.floor(i / width) };
    throw new RangeError(messages().generative.notFinite({ where, what, ...place }));
  }
  return { values, count, width };
}

/** @throws RangeError when the examples of two lists differ in how many numbers they have */
export function checkWidths(where: string, lists: Readonly<Record<string, Rows>>): void {
  const [[what, a], [other, b]] = Object.entries(lists) as [[string, Rows], [string, Rows]];
  if (a.width === b.width) return;
  const given = { given: a.width, otherGiven: b.width };
  throw new RangeError(messages().generative.widths({ where, what, other, ...given }));
}

/** @throws RangeError for anything but an integer from 1 to `most` */
export function checkNeighbours(where: string, what: string, k: number, most: number): void {
  if (Number.isInteger(k) && k >= 1 && k <= most) return;
  throw new RangeError(messages().generative.neighbours({ where, what, most, given: shown(k) }));
}

/** @throws RangeError for anything but a finite number > 0 */
export function checkPositive(where: string, options: Readonly<Record<string, number>>): void {
  for (const [option, value] of Object.entries(options)) {
    if (Number.isFinite(value) && value > 0) continue;
    throw new RangeError(messages().generative.positive({ where, option, given: shown(value) }));
  }
}

/** @throws RangeError for anything but a number in [0, 1] */
export function checkShare(where: string, option: string, value: number): void {
  if (typeof value === 'number' && value >= 0 && value <= 1) return;
  throw new RangeError(messages().generative.share({ where, option, given: shown(value) }));
}

/** @throws TypeError for anything but a seeded generator */
export function checkRng(where: string, rng: Rng | undefined): void {
  if (typeof rng?.normal === 'function') return;
  throw new TypeError(messages().generative.rng({ where, given: shown(rng) }));
}
