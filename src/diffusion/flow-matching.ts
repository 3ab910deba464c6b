/** A straight way from noise to an example, and the velocity along it. */
import { messages } from '../messages/index.js';
import { type Tensor, tf } from '../nn/tf.js';
import { checkSameShape } from './add-noise.js';

/** What a network is told of a time t in [0, 1], as a multiple of it: as if there were so many steps. */
export const TIME_SCALE = 1000;

/** The time of each example in [0, 1], `[B]` float32; or one number for all. */
export type FlowTimes = Tensor | number;

export interface FlowOptions {
  /** Deviation of the noise that is left at t = 1, in [0, 1). Default 0, as a rectified flow has it. */
  sigmaMin?: number;
}

/** Where an example is on its way, and how it moves there. */
export interface FlowTarget {
  /** `[B, …]` */
  x: Tensor;
  /** `[B, …]` */
  velocity: Tensor;
}

/**
 * The way of an example from noise at t = 0 to itself at t = 1, and its velocity:
 * `x = (1 − (1 − σ) t) · noise + t · x1` and `velocity = x1 − (1 − σ) · noise`, σ being `sigmaMin` (Lipman et
 * al. 2023, equations 22 and 23, arXiv:2210.02747; with σ = 0 the rectified flow of Liu et al. 2023,
 * arXiv:2209.03003).
 *
 * @param x1 examples `[B, …]`, float32
 * @param noise normal numbers of the same shape
 * @param t times in [0, 1]: `[B]` float32, or one number for all
 * @throws RangeError when shapes differ, or a number is out of range
 * @example
 * const { x, velocity } = flowMatchingTarget(x1, noise, t);
 */
export function flowMatchingTarget(
  x1: Tensor,
  noise: Tensor,
  t: FlowTimes,
  options: FlowOptions = {},
): FlowTarget {
  const { sigmaMin = 0 } = options;
  const say = messages().diffusion;
  checkSameShape(['x1', x1], ['noise', noise]);
  if (!(sigmaMin >= 0 && sigmaMin < 1)) {
    throw new RangeError(say.sigmaMin({ given: String(sigmaMin) }));
  }
  const [batch = 0] = x1.shape;
  if (typeof t === 'number' && !(t >= 0 && t <= 1))
    throw new RangeError(say.flowTime({ given: t }));
  const fits = (one: Tensor): boolean =>
    one.dtype === 'float32' && one.shape.length === 1 && one.shape[0] === batch;
  if (typeof t !== 'number' && !fits(t)) {
    throw new RangeError(say.flowTimeOfEach({ batch, given: `${t.dtype} [${t.shape}]` }));
  }
  return tf.tidy(() => {
    const rest = x1.shape.slice(1).map(() => 1);
    const time = typeof t === 'number' ? tf.scalar(t) : tf.reshape(t, [batch, ...rest]);
    const left = tf.sub(1, tf.mul(time, 1 - sigmaMin));
    return {
      x: tf.add(tf.mul(left, noise), tf.mul(time, x1)),
      velocity: tf.sub(x1, tf.mul(noise, 1 - sigmaMin)),
    };
  });
}
