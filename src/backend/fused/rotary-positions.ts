/** Rotary positions: pairs of numbers, turned by an angle that grows with the position. */
import * as core from '@tensorflow/tfjs-core';
import { anglesOf } from './sequence-positions.js';
import { withGradient } from './with-gradient.js';

/** Cosines and sines of the angles, `[T, D / 2]` or `[B, 1, T, D / 2]` each; the same for all heads and layers. */
export interface Turns {
  readonly cos: core.Tensor;
  readonly sin: core.Tensor;
}

/**
 * The turns of positions.
 *
 * @param positions `[T]`, or those of each row, `[B, T]`; float32
 * @param width D of a head, even
 */
export function turnsOf(positions: core.Tensor, width: number, maxPeriod = 10_000): Turns {
  const flat = anglesOf(positions, width, maxPeriod); // [T, D / 2] or [B·T, D / 2]
  const [batch, length] = positions.shape as [number, number?];
  const angles = length === undefined ? flat : core.reshape(flat, [batch, 1, length, width / 2]);
  return { cos: core.cos(angles), sin: core.sin(angles) };
}

function turned(x: core.Tensor, { cos, sin }: Turns): core.Tensor {
  const last = x.rank - 1;
  const [a, b] = core.split(x, 2, last) as [core.Tensor, core.Tensor];
  const first = core.sub(core.mul(a, cos), core.mul(b, sin));
  const second = core.add(core.mul(b, cos), core.mul(a, sin));
  return core.concat([first, second], last);
}

/** A turn has the turn back for its gradient. */
const turn = withGradient<[x: core.Tensor], Turns>(
  ([x], turns) => ({ value: turned(x, turns), saved: [turns.cos, turns.sin] }),
  (dy, saved) => {
    const [cos, sin] = saved as [core.Tensor, core.Tensor];
    return [turned(dy, { cos, sin: core.neg(sin) })];
  },
);

/**
 * Turns queries or keys by their positions (RoPE; Su et al. 2021, arXiv:2104.09864), so that the product
 * of a query and a key depends on how far they are apart, and not on where. The number at i and that at
 * i + D / 2 make a pair, as in GPT-NeoX and Llama.
 *
 * @param x `[…, T, D]`, D even
 */
export function rotate(x: core.Tensor4D, turns: Turns): core.Tensor4D {
  return turn([x], turns) as core.Tensor4D;
}
