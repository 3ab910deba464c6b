/** Sines and cosines of a position, added to what stands there. */
import * as core from '@tensorflow/tfjs-core';
import { anglesOf, positionsOf } from './sequence-positions.js';
import { withGradient } from './with-gradient.js';

type Options = { readonly positions: core.Tensor; readonly maxPeriod: number };

/** The waves at positions `[T]`: sine and cosine of each angle in turn, `[T, D]`. */
function waves({ positions, maxPeriod }: Options, width: number): core.Tensor {
  const angles = anglesOf(positions, width, maxPeriod); // [T, D / 2]
  const pairs = core.stack([core.sin(angles), core.cos(angles)], 2); // [T, D / 2, 2]
  return core.reshape(pairs, [positions.size, width]);
}

/** By hand, since positions that are counted from x have nothing to do with its numbers. */
const added = withGradient<[x: core.Tensor], Options>(
  ([x], options) => ({ value: core.add(x, waves(options, x.shape.at(-1) as number)), saved: [] }),
  (dy) => [core.clone(dy)],
);

/**
 * Adds to each step of a sequence the waves of its position (Vaswani et al. 2017, section 3.5,
 * arXiv:1706.03762): `sin(p · maxPeriod^(−2i / D))` at 2i, the cosine at 2i + 1.
 *
 * @param x `[B, T, D]`, D even
 * @param positions `[T]`, float32. Default 0 … T − 1
 */
export function addSinusoids(
  x: core.Tensor,
  maxPeriod: number,
  positions?: core.Tensor,
): core.Tensor {
  return core.tidy(() => added([x], { positions: positions ?? positionsOf(x), maxPeriod }));
}
