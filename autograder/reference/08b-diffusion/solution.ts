/** Reference solutions of lesson 08b. */
import { type Scalar, type Tensor1D, type Tensor2D, tf } from '../../../src/backend/tf.js';
import * as library from '../../../src/scratch/index.js';

export function noiseSchedule(
  steps: number,
  betaStart: number,
  betaEnd: number,
): { betas: number[]; alphasCumprod: number[] } {
  const betas: number[] = [];
  for (let t = 0; t < steps; t++) {
    const share = steps === 1 ? 0 : t / (steps - 1);
    betas.push(betaStart + share * (betaEnd - betaStart));
  }
  const alphasCumprod = betas.map((_, t) =>
    betas.slice(0, t + 1).reduce((product, beta) => product * (1 - beta), 1),
  );
  return { betas, alphasCumprod };
}

export function addNoise(
  x0: Tensor2D,
  noise: Tensor2D,
  t: Tensor1D,
  alphasCumprod: Tensor1D,
): Tensor2D {
  return tf.tidy(() => {
    const left = tf.reshape(tf.gather(alphasCumprod, t), [-1, 1]); // [B, 1]
    const blurred = tf.mul(noise, tf.sqrt(tf.sub(1, left))); // [B, D]
    return tf.add<Tensor2D>(tf.mul(x0, tf.sqrt(left)), blurred); // [B, D]
  });
}

export function ddpmLoss(
  network: (input: Tensor2D) => Tensor2D,
  x0: Tensor2D,
  noise: Tensor2D,
  t: Tensor1D,
  alphasCumprod: Tensor1D,
): Scalar {
  return tf.tidy(() => {
    const noisy = library.addNoise(x0, noise, t, alphasCumprod); // [B, D]
    const share = tf.div(tf.cast(t, 'float32'), alphasCumprod.shape[0]); // [B]
    const input = tf.concat([noisy, tf.reshape(share, [-1, 1])], 1) as Tensor2D; // [B, D + 1]
    return tf.mean<Scalar>(tf.square(tf.sub(network(input), noise)));
  });
}

export function ddimStep(
  x: Tensor2D,
  predicted: Tensor2D,
  from: number,
  to: number,
  eta: number,
  fresh: Tensor2D,
): Tensor2D {
  return tf.tidy(() => {
    const sigma = eta * Math.sqrt(((1 - to) / (1 - from)) * (1 - from / to));
    const clean = tf.div(tf.sub(x, tf.mul(predicted, Math.sqrt(1 - from))), Math.sqrt(from)); // [B, D]
    const old = tf.mul(predicted, Math.sqrt(1 - to - sigma ** 2)); // [B, D]
    return tf.addN([tf.mul(clean, Math.sqrt(to)), old, tf.mul(fresh, sigma)]) as Tensor2D;
  });
}

export function flowMatchingTarget(
  x1: Tensor2D,
  noise: Tensor2D,
  t: Tensor1D,
): { x: Tensor2D; velocity: Tensor2D } {
  return tf.tidy(() => {
    const time = tf.reshape(t, [-1, 1]); // [B, 1]
    const x = tf.add<Tensor2D>(tf.mul(tf.sub(1, time), noise), tf.mul(time, x1)); // [B, D]
    return { x, velocity: tf.sub<Tensor2D>(x1, noise) };
  });
}

export function eulerSample(
  network: (input: Tensor2D) => Tensor2D,
  noise: Tensor2D,
  steps: number,
): Tensor2D {
  return tf.tidy(() => {
    const [count] = noise.shape;
    let place = tf.clone(noise) as Tensor2D; // [B, D]
    for (let i = 0; i < steps; i++) {
      const moment = tf.fill([count, 1], i / steps); // [B, 1]
      const inputs = tf.concat([place, moment], 1) as Tensor2D; // [B, D + 1]
      place = tf.add(place, tf.mul(network(inputs), 1 / steps));
    }
    return place;
  });
}

export function guidance(asked: Tensor2D, free: Tensor2D, weight: number): Tensor2D {
  return tf.tidy(() => tf.add<Tensor2D>(asked, tf.mul(tf.sub(asked, free), weight)));
}
