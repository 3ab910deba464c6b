/** Two networks against each other: what each of them minimises, a step of both, and a critic kept tame. */
import {
  type Optimizer,
  type Scalar,
  type Tensor,
  type Tensor2D,
  tf,
  type Variable,
} from '../nn/tf.js';

/** The mean of `-log σ(scores)`, which is large where scores are far below 0. */
const surprise = (scores: Tensor): Scalar => tf.mean<Scalar>(tf.softplus(tf.neg(scores)));

/**
 * What a discriminator minimises (Goodfellow et al. 2014, arXiv:1406.2661): cross-entropy of "real" for
 * real examples plus that of "made" for made ones, in nats, finite for any scores.
 *
 * @param realScores `[B, 1]`, high for what it takes for real; not disposed
 * @param fakeScores `[F, 1]`, of as many examples or others; not disposed
 * @returns a scalar; 2 ln 2 where all scores are 0
 * @example
 * discriminatorLoss(tf.zeros([4, 1]), tf.zeros([4, 1])); // 1.386
 */
export const discriminatorLoss = (realScores: Tensor2D, fakeScores: Tensor2D): Scalar =>
  tf.tidy(() => tf.add<Scalar>(surprise(realScores), surprise(tf.neg(fakeScores))));

/**
 * What a generator minimises, so that its slope stays while the discriminator wins (Goodfellow et al.
 * 2014, section 3): cross-entropy of "real" for what it made, in nats.
 *
 * @param fakeScores the discriminator's scores, `[B, 1]`; not disposed
 * @returns a scalar; ln 2 where all scores are 0
 */
export const generatorLoss = (fakeScores: Tensor2D): Scalar => tf.tidy(() => surprise(fakeScores));

/** One of the two: a network and what moves its weights. */
export interface Player {
  network: {
    apply(x: Tensor2D): Tensor2D;
    trainableVariables: Variable[];
  };
  optimizer: Optimizer;
}

/** Both losses of a step, each as it was before its own network moved. */
export interface GanLosses {
  discriminatorLoss: Scalar;
  generatorLoss: Scalar;
}

/**
 * A step of the discriminator, then one of the generator against the discriminator as it is by then.
 * Each moves the weights of one network and leaves the other's.
 *
 * @param real examples, `[B, D]`; not disposed
 * @param noise `[B, Z]`, of which the generator makes `[B, D]`; not disposed
 */
export function ganStep(
  real: Tensor2D,
  noise: Tensor2D,
  generator: Player,
  discriminator: Player,
): GanLosses {
  const judged = (): Tensor2D => discriminator.network.apply(generator.network.apply(noise));
  const move = ({ network, optimizer }: Player, loss: () => Scalar): Scalar =>
    optimizer.minimize(loss, true, network.trainableVariables) as Scalar;
  return {
    discriminatorLoss: move(discriminator, () =>
      discriminatorLoss(discriminator.network.apply(real), judged()),
    ),
    generatorLoss: move(generator, () => generatorLoss(judged())),
  };
}

/** Below the root of a squared length: at a length of 0 the root itself has no slope. */
const tiny = 1e-12;

/**
 * How far a critic's slope is from 1 (Gulrajani et al. 2017, arXiv:1704.00028): the mean of `(‖∇D(x)‖ -
 * 1)²` at one place between each real example and the made one beside it. `gradus/gan` has one that draws
 * the places by itself.
 *
 * @param critic scores `[B, 1]` of examples `[B, D]`, each judged by itself
 * @param real `[B, D]`; not disposed
 * @param fake `[B, D]`; not disposed
 * @param share of the real example at each place, `[B, 1]` in [0, 1]; not disposed
 * @returns a scalar, through which gradients flow into the critic
 * @example
 * gradientPenalty((x) => tf.matMul(x, tf.tensor2d([[3], [4]])), real, fake, share); // 16, (5 - 1)²
 */
export const gradientPenalty = (
  critic: (x: Tensor2D) => Tensor2D,
  real: Tensor2D,
  fake: Tensor2D,
  share: Tensor2D,
): Scalar =>
  tf.tidy(() => {
    const places = tf.add<Tensor2D>(fake, tf.mul(share, tf.sub(real, fake))); // [B, D]
    const total = (x: Tensor): Tensor => tf.sum(critic(x as Tensor2D));
    const lengths = tf.sqrt(tf.add(tf.sum(tf.square(tf.grad(total)(places)), 1), tiny)); // [B]
    return tf.mean<Scalar>(tf.squaredDifference(lengths, 1));
  });
