/** A critic kept to slope 1. */
import { messages } from '../messages/index.js';
import { type Scalar, type Tensor, tf } from '../nn/tf.js';
import type { StepNoise } from '../nn/training/training-types.js';

/** Below the root of a squared norm: at a slope of 0 the root itself has no slope. */
const TINY = 1e-12;

/**
 * The gradient penalty of WGAN-GP (Gulrajani et al. 2017, arXiv:1704.00028): `E[(‖∇D(x̂)‖₂ − 1)²]` at
 * places between real and generated examples, `x̂ = εx + (1 − ε)G(z)`, with one ε in [0, 1) for each
 * pair. A linear critic `wᵀx` has `(‖w‖ − 1)²`. Without the factor λ (10 in the paper).
 *
 * It is computed from a gradient, so its own gradient is a second derivative: inside
 * `optimizer.minimize` that is taken, on every backend. The critic must judge each example by itself:
 * no batch normalisation.
 *
 * @param critic scores `[B, 1]` or `[B]` of examples
 * @param real `[B, …]`, float32
 * @param fake of the same shape
 * @param noise what draws ε: the noise of a `TrainingLoop`'s step
 * @returns `[]`
 * @throws RangeError when the shapes differ
 * @example
 * const penalty = gradientPenalty((x) => critic.apply(x), real, fake, noise);
 * const loss = tf.add(wassersteinCriticLoss(onReal, onFake), tf.mul(penalty, 10));
 */
export function gradientPenalty(
  critic: (x: Tensor) => Tensor,
  real: Tensor,
  fake: Tensor,
  noise: Pick<StepNoise, 'uniform'>,
): Scalar {
  if (real.shape.join() !== fake.shape.join()) {
    const shapes = { real: `[${real.shape}]`, fake: `[${fake.shape}]` };
    throw new RangeError(messages().gan.sameShape(shapes));
  }
  return tf.tidy(() => {
    const [batch = 0, ...rest] = real.shape;
    const share = noise.uniform([batch, ...rest.map(() => 1)]);
    const between = tf.add(fake, tf.mul(tf.sub(real, fake), share));
    const slope = tf.grad((x: Tensor) => tf.sum(critic(x)))(between);
    const squares = tf.sum(tf.square(tf.reshape(slope, [batch, -1])), 1); // [B]
    const norm = tf.sqrt(tf.add(squares, TINY));
    return tf.mean<Scalar>(tf.square(tf.sub(norm, 1)));
  });
}
