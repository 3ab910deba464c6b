/** Reference solutions of lesson 07. */
import {
  type Scalar,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tf,
} from '../../../src/backend/tf.js';
import * as library from '../../../src/scratch/index.js';

export function bernoulliLogLikelihood(logits: Tensor2D, x: Tensor2D): Tensor1D {
  return tf.tidy(() => {
    const inked = tf.mul(x, logits); // [B, D]
    return tf.sum<Tensor1D>(tf.sub(inked, tf.softplus(logits)), 1); // [B]
  });
}

export function reparameterize(mean: Tensor2D, logVariance: Tensor2D, noise: Tensor2D): Tensor2D {
  return tf.tidy(() => {
    const deviation = tf.exp(tf.div(logVariance, 2)); // [B, Z]
    return tf.add<Tensor2D>(mean, tf.mul(deviation, noise)); // [B, Z]
  });
}

export function klStandardNormal(mean: Tensor2D, logVariance: Tensor2D): Tensor1D {
  return tf.tidy(() => {
    const spread = tf.sub(tf.exp(logVariance), logVariance); // [B, Z]
    const terms = tf.sub(tf.add(tf.square(mean), spread), 1); // [B, Z]
    return tf.div<Tensor1D>(tf.sum(terms, 1), 2); // [B]
  });
}

export function betaVaeLoss(
  encode: (x: Tensor2D) => Tensor2D,
  decode: (z: Tensor2D) => Tensor2D,
  x: Tensor2D,
  noise: Tensor2D,
  beta: number,
): Scalar {
  return tf.tidy(() => {
    const [mean, logVariance] = tf.split(encode(x), 2, 1) as [Tensor2D, Tensor2D]; // [B, Z]
    const logits = decode(library.reparameterize(mean, logVariance, noise)); // [B, D]
    const price = tf.mul(library.klStandardNormal(mean, logVariance), beta); // [B]
    return tf.mean<Scalar>(tf.sub(price, library.bernoulliLogLikelihood(logits, x)));
  });
}

export function interpolate(from: Tensor1D, to: Tensor1D, count: number): Tensor2D {
  return tf.tidy(() => {
    const shares = tf.reshape(tf.linspace(0, 1, count), [count, 1]); // [count, 1]
    return tf.add<Tensor2D>(from, tf.mul(shares, tf.sub(to, from))); // [count, Z]
  });
}

export function collapseReport(
  mean: Tensor2D,
  logVariance: Tensor2D,
  threshold: number,
): { variance: Tensor1D; kl: Tensor1D; active: number } {
  return tf.tidy(() => {
    const { variance } = tf.moments(mean, 0); // [Z]
    const spread = tf.sub(tf.exp(logVariance), logVariance); // [N, Z]
    const terms = tf.sub(tf.add(tf.square(mean), spread), 1); // [N, Z]
    const above = tf.cast(tf.greater(variance, threshold), 'int32'); // [Z]
    return {
      variance: variance as Tensor1D,
      kl: tf.div<Tensor1D>(tf.mean(terms, 0), 2), // [Z]
      active: tf.sum(above).dataSync()[0] as number,
    };
  });
}

export function importanceWeightedBound(
  logLikelihood: Tensor2D,
  z: Tensor3D,
  mean: Tensor2D,
  logVariance: Tensor2D,
): Tensor1D {
  return tf.tidy(() => {
    const squares = tf.div(tf.square(tf.sub(z, mean)), tf.exp(logVariance)); // [K, B, Z]
    const ofCloud = tf.sum(tf.add(squares, logVariance), 2); // [K, B], -2 log q + constant
    const ofPrior = tf.sum(tf.square(z), 2); // [K, B], -2 log p + the same constant
    const logWeights = tf.add(logLikelihood, tf.div(tf.sub(ofCloud, ofPrior), 2)); // [K, B]
    return tf.sub<Tensor1D>(tf.logSumExp(logWeights, 0), Math.log(z.shape[0])); // [B]
  });
}
