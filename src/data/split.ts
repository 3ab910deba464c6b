/** Splitting a data set into a part to learn from and a part to be judged on. */
import type { Rng } from '../backend/random.js';
import { createRng, type Seed } from '../backend/random.js';
import { type Tensor1D, type Tensor2D, tf } from '../nn/tf.js';

/** One part of a split. */
export interface Part {
  /** Features, `[n, D]`. */
  x: Tensor2D;
  /** Labels, `[n]`, int32. */
  y: Tensor1D;
  /** Which rows of the whole these are. */
  indices: readonly number[];
}

export interface Split {
  train: Part;
  test: Part;
}

/** Row numbers grouped by label, labels in ascending order. */
function rowsByLabel(labels: ArrayLike<number>): number[][] {
  const groups = new Map<number, number[]>();
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] as number;
    const rows = groups.get(label);
    if (rows === undefined) groups.set(label, [i]);
    else rows.push(i);
  }
  return [...groups.entries()].sort(([a], [b]) => a - b).map(([, rows]) => rows);
}

function take(x: Tensor2D, y: Tensor1D, indices: number[]): Part {
  return tf.tidy(() => {
    const rows = tf.tensor1d(indices, 'int32');
    return { x: tf.gather(x, rows), y: tf.gather(y, rows), indices };
  });
}

function splitIndices(labels: ArrayLike<number>, testFraction: number, rng: Rng) {
  const train: number[] = [];
  const test: number[] = [];
  for (const rows of rowsByLabel(labels)) {
    const shuffled = rng.shuffle(rows);
    const testCount = Math.round(rows.length * testFraction);
    test.push(...shuffled.slice(0, testCount));
    train.push(...shuffled.slice(testCount));
  }
  return { train: rng.shuffle(train), test: rng.shuffle(test) };
}

/**
 * Splits examples at random, with the same share of every class in both parts (stratified).
 *
 * @param data `x` `[N, D]` and `y` `[N]` int32; neither is disposed
 * @param options `testFraction` in (0, 1), default 0.2; `seed`, default 0
 * @returns new tensors that the caller owns, rows in random order
 * @throws RangeError when a part would be empty, or `x` and `y` differ in length
 * @example
 * const { train, test } = trainTestSplit(digits, { seed: 1 });
 */
export function trainTestSplit(
  data: { readonly x: Tensor2D; readonly y: Tensor1D },
  options: { testFraction?: number; seed?: Seed } = {},
): Split {
  const { testFraction = 0.2, seed = 0 } = options;
  if (!(testFraction > 0 && testFraction < 1)) {
    throw new RangeError(
      `Expected \`testFraction\` to be a number between 0 and 1. Received: ${testFraction}`,
    );
  }
  if (data.x.shape[0] !== data.y.shape[0]) {
    throw new RangeError(
      `Expected \`x\` and \`y\` to have as many rows as each other. Received: ${data.x.shape[0]} and ${data.y.shape[0]}`,
    );
  }
  const indices = splitIndices(data.y.dataSync(), testFraction, createRng(seed));
  if (indices.train.length === 0 || indices.test.length === 0) {
    throw new RangeError(
      `Expected enough examples for both parts. Received: ${data.y.shape[0]} examples with testFraction=${testFraction}, which gives ${indices.train.length} to learn from and ${indices.test.length} to test on`,
    );
  }
  return { train: take(data.x, data.y, indices.train), test: take(data.x, data.y, indices.test) };
}
