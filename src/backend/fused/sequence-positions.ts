/** Where in a sequence each of its steps stands, as a tensor. */
import * as core from '@tensorflow/tfjs-core';

/**
 * The positions 0 … T − 1 of a sequence, `[T]`, float32.
 *
 * They are counted from the sequence itself, so that a model that is saved as a graph has them for
 * sequences of any length.
 *
 * @param x `[B, T, D]`
 */
export function positionsOf(x: core.Tensor): core.Tensor1D {
  const length = x.shape[1] as number;
  return core.tidy(() => {
    const steps = core.slice(x, [0, 0, 0], [1, length, 1]); // [1, T, 1]
    const counted = core.cumsum(core.onesLike(steps), 1, true);
    return core.reshape(counted, [length]);
  });
}

/**
 * Angles of positions: p · maxPeriod^(−2i / D), i from 0 to D / 2 − 1.
 *
 * @param positions `[T]`, float32
 * @param width D, even
 * @returns `[T, D / 2]`
 */
export function anglesOf(positions: core.Tensor, width: number, maxPeriod: number): core.Tensor2D {
  const half = width / 2;
  const frequencies = Float32Array.from({ length: half }, (_, i) => maxPeriod ** (-i / half));
  const column = core.reshape(positions, [positions.size, 1]);
  return core.mul(column, core.tensor2d(frequencies, [1, half]));
}
