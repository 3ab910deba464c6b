/** The one generator behind everything random that was given no seed of its own. */
import { createRng, type Rng, type Seed } from './random.js';

/** 2³¹: seeds are positive int32, since tfjs takes 0 for "no seed". */
const limit = 2 ** 31;

let rng: Rng | undefined;

/** Another one for each process. */
function unseeded(): Rng {
  return createRng(`${process.pid} ${performance.timeOrigin} ${process.hrtime.bigint()}`);
}

/**
 * Seeds everything that is random and has no seed of its own: initial weights, dropout and noise,
 * the order of examples in `fit`, random tensors. The same seed gives the same numbers on the same
 * backend, as long as the same things are made in the same order.
 *
 * @param seed a safe integer or a string; without a call, each process starts with another one
 * @throws RangeError when a number is given that is not a safe integer
 * @example
 * setSeed(42);
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [3] })] });
 */
export function setSeed(seed: Seed): void {
  rng = createRng(seed);
}

/** The next seed, from 1 to 2³¹ − 1. */
export function nextSeed(): number {
  return sharedRng().integer(1, limit);
}

/** The generator that `setSeed` made, or the one that this process started with. */
export function sharedRng(): Rng {
  rng ??= unseeded();
  return rng;
}
