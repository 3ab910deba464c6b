/** Some rows of what has rows: tensors, lists, objects of them. */

import { Tensor as AnyTensor } from '@tensorflow/tfjs-core';
import { messages } from '../messages/index.js';
import { type Tensor, tf } from '../nn/tf.js';

/** A tensor `[N, …]`, a list of N, or an object of such of the same N. */
export type Rows = Tensor | readonly unknown[] | { readonly [name: string]: Rows };

const isTensor = (value: unknown): value is Tensor => value instanceof AnyTensor;

/** How many rows there are. @throws RangeError when parts differ, or there are none */
function countRows(data: Rows): number {
  const { split } = messages().data;
  const sizes = new Map<string, number>();
  const visit = (value: Rows, path: string): void => {
    if (isTensor(value)) sizes.set(path, value.shape[0] ?? 0);
    else if (Array.isArray(value)) sizes.set(path, value.length);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value))
        visit(inner as Rows, path ? `${path}.${name}` : name);
    } else throw new RangeError(split.noRows({ path, given: typeof value }));
  };
  visit(data, '');
  const [first = 0] = sizes.values();
  if (first > 0 && [...sizes.values()].every((size) => size === first)) return first;
  const given = [...sizes].map(([path, size]) => `${path || 'data'} ${size}`).join(', ');
  throw new RangeError(split.unequal({ given }));
}

/**
 * The rows with these numbers, in their order.
 *
 * @param data a tensor `[N, …]`, a list, or an object of such; it stays as it is
 * @returns the same form; tensors are new ones that the caller owns
 * @throws RangeError for a row that is not there, or parts of different length
 * @example
 * const { train, test } = splitRows(texts.length, { labels, seed: 1 });
 * const learn = pickRows({ texts, labels }, train);
 */
export function pickRows<T extends Rows>(data: T, rows: readonly number[]): T {
  const count = countRows(data);
  const wrong = rows.find((row) => !Number.isInteger(row) || row < 0 || row >= count);
  if (wrong !== undefined) {
    throw new RangeError(messages().data.split.row({ most: count - 1, given: wrong }));
  }
  const pick = (value: Rows): Rows => {
    if (isTensor(value)) return tf.tidy(() => tf.gather(value, tf.tensor1d([...rows], 'int32')));
    if (Array.isArray(value)) return rows.map((row) => value[row] as unknown);
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, pick(inner as Rows)]),
    );
  };
  return pick(data) as T;
}
