/** Splitting a data set into a part to learn from and a part to be judged on. */
import type { Rng } from '../backend/random.js';
import { createRng, type Seed } from '../backend/random.js';
import { type Tensor1D, type Tensor2D, tf } from '../nn/tf.js';
import { type RowKey, splitRows } from './split-rows.js';

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

export interface TrainTestSplitOptions {
  /** The share of examples to be judged on, in (0, 1). Default 0.2. */
  testFraction?: number;
  /** Fixes who goes where. Default 0. */
  seed?: Seed;
  /** The group of each row, such as the person: a group is never in two parts. */
  groups?: ArrayLike<RowKey>;
  /** The time of each row: the test part is the latest, and nothing is shuffled. */
  time?: ArrayLike<RowKey>;
  /** A third part to choose between models by, with this share. */
  validationFraction?: number;
}

/** A split with a part to choose between models by. */
export interface SplitWithValidation extends Split {
  validation: Part;
}

/** Tensors of examples. */
type XY = { readonly x: Tensor2D; readonly y: Tensor1D };

/**
 * Splits examples at random, with the same share of every class in all parts (stratified); by group
 * or by time where these are given.
 *
 * @param data `x` `[N, D]` and `y` `[N]` int32; neither is disposed
 * @param options `testFraction` in (0, 1), default 0.2; `validationFraction`, default none; `seed`,
 *   default 0; `groups`, of which none is in two parts; or `time`, of which the latest is the test
 * @returns new tensors that the caller owns, rows in random order, or by time
 * @throws RangeError when a part would be empty, or `x` and `y` differ in length
 * @example
 * const { train, test } = trainTestSplit(digits, { seed: 1 });
 */
export function trainTestSplit(
  data: XY,
  options: TrainTestSplitOptions & { validationFraction: number },
): SplitWithValidation;
export function trainTestSplit(data: XY, options?: TrainTestSplitOptions): Split;
export function trainTestSplit(data: XY, options: TrainTestSplitOptions = {}): Split {
  const { testFraction = 0.2, seed = 0, groups, time, validationFraction } = options;
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
  if (groups !== undefined || time !== undefined || validationFraction !== undefined) {
    const stratified = groups === undefined && time === undefined;
    const rows = splitRows(data.y.shape[0], {
      ...options,
      ...(stratified && { labels: data.y.dataSync() }),
    });
    const parts = {
      train: take(data.x, data.y, rows.train),
      test: take(data.x, data.y, rows.test),
    };
    if (rows.validation.length === 0) return parts;
    return { ...parts, validation: take(data.x, data.y, rows.validation) } as SplitWithValidation;
  }
  const indices = splitIndices(data.y.dataSync(), testFraction, createRng(seed));
  if (indices.train.length === 0 || indices.test.length === 0) {
    throw new RangeError(
      `Expected enough examples for both parts. Received: ${data.y.shape[0]} examples with testFraction=${testFraction}, which gives ${indices.train.length} to learn from and ${indices.test.length} to test on`,
    );
  }
  return { train: take(data.x, data.y, indices.train), test: take(data.x, data.y, indices.test) };
}
