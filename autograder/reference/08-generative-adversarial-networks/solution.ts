/** Reference solutions of lesson 08. */
import {
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tf,
} from '../../../src/backend/tf.js';
import type { Player } from '../../../src/scratch/index.js';
import * as library from '../../../src/scratch/index.js';

export function modeCoverage(
  samples: Tensor2D,
  centres: Tensor2D,
  sigma: number,
  leastShare: number,
): { covered: number; good: number } {
  return tf.tidy(() => {
    const apart = tf.sub(tf.expandDims(samples, 1), centres); // [N, M, D]
    const distance = tf.sqrt(tf.sum(tf.square(apart), 2)); // [N, M]
    const belongs = tf.oneHot(tf.argMin(distance, 1), centres.shape[0]); // [N, M]
    const near = tf.cast(tf.lessEqual(distance, 3 * sigma), 'float32'); // [N, M]
    const shares = tf.mean(tf.mul(tf.cast(belongs, 'float32'), near), 0); // [M]
    const covered = tf.cast(tf.greaterEqual(shares, leastShare), 'int32'); // [M]
    return {
      covered: tf.sum(covered).dataSync()[0] as number,
      good: tf.sum(shares).dataSync()[0] as number,
    };
  });
}

export function discriminatorLoss(realScores: Tensor2D, fakeScores: Tensor2D): Scalar {
  return tf.tidy(() => {
    const ofReal = tf.softplus(tf.neg(realScores)); // [B, 1]
    const ofFake = tf.softplus(fakeScores); // [F, 1]
    return tf.add<Scalar>(tf.mean<Scalar>(ofReal), tf.mean<Scalar>(ofFake));
  });
}

export function generatorLoss(fakeScores: Tensor2D): Scalar {
  return tf.tidy(() => {
    const doubts = tf.softplus(tf.neg(fakeScores)); // [B, 1]
    return tf.mean<Scalar>(doubts);
  });
}

export function ganStep(
  real: Tensor2D,
  noise: Tensor2D,
  forger: Player,
  detective: Player,
): { discriminatorLoss: Scalar; generatorLoss: Scalar } {
  const judged = (): Tensor2D => detective.network.apply(forger.network.apply(noise)); // [B, 1]
  const first = detective.optimizer.minimize(
    () => library.discriminatorLoss(detective.network.apply(real), judged()),
    true,
    detective.network.trainableVariables,
  );
  const second = forger.optimizer.minimize(
    () => library.generatorLoss(judged()),
    true,
    forger.network.trainableVariables,
  );
  return { discriminatorLoss: first as Scalar, generatorLoss: second as Scalar };
}

export function gradientPenalty(
  critic: (x: Tensor2D) => Tensor2D,
  real: Tensor2D,
  fake: Tensor2D,
  share: Tensor2D,
): Scalar {
  return tf.tidy(() => {
    const mixed = tf.add(tf.mul(share, real), tf.mul(tf.sub(1, share), fake)); // [B, D]
    const scores = (x: Tensor): Scalar => tf.sum<Scalar>(critic(x as Tensor2D));
    const slopes = tf.grad(scores)(mixed); // [B, D]
    const squares = tf.sum(tf.square(slopes), 1); // [B]
    const lengths = tf.sqrt(tf.add(squares, 1e-12)); // [B]
    return tf.mean<Scalar>(tf.square(tf.sub(lengths, 1)));
  });
}

export function qualityScore(logits: Tensor2D): { confidence: number; entropy: number } {
  return tf.tidy(() => {
    const p = tf.softmax(logits); // [N, C]
    const overall = tf.mean(p, 0); // [C]
    // 0 log 0 is 0: the logarithm is kept finite where the probability is 0.
    const terms = tf.mul(overall, tf.log(tf.maximum(overall, 1e-30))); // [C]
    return {
      confidence: tf.mean(tf.max(p, 1)).dataSync()[0] as number,
      entropy: -(tf.sum(terms).dataSync()[0] as number),
    };
  });
}

export function nearestNeighbours(
  samples: Tensor2D,
  training: Tensor2D,
): { index: Tensor1D; distance: Tensor1D } {
  return tf.tidy(() => {
    const own = tf.sum(tf.square(samples), 1, true); // [N, 1]
    const theirs = tf.sum(tf.square(training), 1); // [M]
    const products = tf.matMul(samples, training, false, true); // [N, M]
    const squares = tf.sub(tf.add(own, theirs), tf.mul(products, 2)); // [N, M]
    return {
      index: tf.argMin(squares, 1) as Tensor1D, // [N]
      distance: tf.sqrt(tf.relu(tf.min(squares, 1))) as Tensor1D, // [N]
    };
  });
}
