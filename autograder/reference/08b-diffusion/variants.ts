/** Right solutions of lesson 08b in other styles, each of which its exercise's tests must accept. */
import {
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tf,
} from '../../../src/backend/tf.js';
import * as library from '../../../src/scratch/index.js';
import type { VariantsByExercise } from '../parts.js';

type Network = (input: Tensor2D) => Tensor2D;

export const variants: VariantsByExercise = {
  noiseSchedule: [
    {
      name: 'from the one before',
      fn: (steps: number, betaStart: number, betaEnd: number) => {
        const betas = [betaStart];
        while (betas.length < steps) {
          betas.push(betaStart + (betas.length * (betaEnd - betaStart)) / (steps - 1));
        }
        const alphasCumprod: number[] = [];
        for (const [t, beta] of betas.entries()) {
          alphasCumprod.push((alphasCumprod[t - 1] ?? 1) * (1 - beta));
        }
        return { betas, alphasCumprod };
      },
    },
    {
      name: 'by tensors, to lists at the end',
      fn: (steps: number, betaStart: number, betaEnd: number) => {
        const betas = tf.linspace(betaStart, betaEnd, steps);
        const left = tf.cumprod(tf.sub(1, betas));
        return { betas: [...betas.dataSync()], alphasCumprod: [...left.dataSync()] };
      },
    },
  ],
  addNoise: [
    {
      name: 'roots looked up, methods',
      fn: (x0: Tensor2D, noise: Tensor2D, t: Tensor1D, alphasCumprod: Tensor1D) => {
        const signal = alphasCumprod.sqrt().gather(t).expandDims(1);
        const spread = tf.sqrt(tf.sub(1, alphasCumprod)).gather(t).expandDims(1);
        return x0.mul(signal).add(noise.mul(spread));
      },
    },
    {
      name: 'row after row',
      fn: (x0: Tensor2D, noise: Tensor2D, t: Tensor1D, alphasCumprod: Tensor1D) => {
        const [x, e, left] = [x0.arraySync(), noise.arraySync(), alphasCumprod.arraySync()];
        const rows = t.arraySync().map((step, i) => {
          const a = left[step] as number;
          return (x[i] as number[]).map(
            (value, j) => Math.sqrt(a) * value + Math.sqrt(1 - a) * ((e[i] as number[])[j] ?? 0),
          );
        });
        return tf.tensor2d(rows);
      },
    },
  ],
  ddimStep: [
    {
      name: 'by the growth of x',
      fn: (
        x: Tensor2D,
        predicted: Tensor2D,
        from: number,
        to: number,
        eta: number,
        fresh: Tensor2D,
      ) => {
        const growth = Math.sqrt(to / from);
        const sigma = eta * Math.sqrt((1 - to) / (1 - from)) * Math.sqrt(1 - from / to);
        const kept = Math.sqrt(Math.max(0, 1 - to - sigma * sigma));
        return x
          .mul(growth)
          .add(predicted.mul(kept - growth * Math.sqrt(1 - from)))
          .add(fresh.mul(sigma));
      },
    },
    {
      name: 'by scalar tensors',
      fn: (
        x: Tensor2D,
        predicted: Tensor2D,
        from: number,
        to: number,
        eta: number,
        fresh: Tensor2D,
      ) => {
        const [a, b] = [tf.scalar(from), tf.scalar(to)];
        const [noiseOfA, noiseOfB] = [tf.sub(1, a), tf.sub(1, b)];
        const part = tf.mul(tf.div(noiseOfB, noiseOfA), tf.sub(1, tf.div(a, b)));
        const sigma = tf.mul(eta, tf.sqrt(part));
        const clean = x.sub(predicted.mul(tf.sqrt(noiseOfA))).div(tf.sqrt(a));
        const old = predicted.mul(tf.sqrt(tf.relu(tf.sub(noiseOfB, tf.square(sigma)))));
        return clean.mul(tf.sqrt(b)).add(old).add(fresh.mul(sigma));
      },
    },
  ],
  ddpmLoss: [
    {
      name: 'squaredDifference',
      fn: (
        network: Network,
        x0: Tensor2D,
        noise: Tensor2D,
        t: Tensor1D,
        alphasCumprod: Tensor1D,
      ) => {
        const noisy = library.addNoise(x0, noise, t, alphasCumprod);
        const column = t.cast('float32').div(alphasCumprod.shape[0]).expandDims(1);
        const guess = network(noisy.concat(column, 1) as Tensor2D);
        return tf.mean(tf.squaredDifference(guess, noise)) as Scalar;
      },
    },
    {
      name: 'noise by formulas of its own, sum over size',
      fn: (
        network: Network,
        x0: Tensor2D,
        noise: Tensor2D,
        t: Tensor1D,
        alphasCumprod: Tensor1D,
      ) => {
        const left = tf.gather(alphasCumprod, t).reshape([t.size, 1]);
        const noisy = tf.add(x0.mul(left.sqrt()), noise.mul(tf.sqrt(tf.sub(1, left))));
        const time = tf.reshape(tf.div(t, alphasCumprod.size), [t.size, 1]);
        const miss = network(tf.concat([noisy, time], -1) as Tensor2D).sub(noise);
        return miss.pow(2).sum().div(noise.size);
      },
    },
    {
      name: "tfjs's own loss",
      fn: (
        network: Network,
        x0: Tensor2D,
        noise: Tensor2D,
        t: Tensor1D,
        alphasCumprod: Tensor1D,
      ) => {
        const noisy = library.addNoise(x0, noise, t, alphasCumprod);
        const time = tf.div(tf.expandDims(t, 1), alphasCumprod.size);
        const guess = network(tf.concat([noisy, time], 1) as Tensor2D);
        return tf.losses.meanSquaredError(noise, guess) as Scalar;
      },
    },
  ],
  flowMatchingTarget: [
    {
      name: 'from the noise on',
      fn: (x1: Tensor2D, noise: Tensor2D, t: Tensor1D) => {
        const velocity = x1.sub(noise);
        return { x: noise.add(velocity.mul(t.expandDims(-1))), velocity };
      },
    },
    {
      name: 'turned, so that times go along the last axis',
      fn: (x1: Tensor2D, noise: Tensor2D, t: Tensor1D) => {
        const [a, b] = [tf.transpose(noise), tf.transpose(x1)]; // [D, B]
        const x = tf.transpose(tf.add(tf.mul(a, tf.sub(1, t)), tf.mul(b, t)));
        return { x, velocity: tf.neg(tf.sub(noise, x1)) };
      },
    },
  ],
  eulerSample: [
    {
      name: 'times from a list',
      fn: (network: Network, noise: Tensor2D, steps: number) => {
        const times = Array.from({ length: steps }, (_, i) => i / steps);
        return times.reduce<Tensor>((x, time) => {
          const input = tf.concat([x, tf.fill([noise.shape[0], 1], time)], 1) as Tensor2D;
          return x.add(network(input).div(steps));
        }, noise.clone());
      },
    },
    {
      name: 'padded by the time',
      fn: (network: Network, noise: Tensor2D, steps: number) => {
        let x = noise;
        for (let step = 1; step <= steps; step++) {
          const paddings: [number, number][] = [
            [0, 0],
            [0, 1],
          ];
          const seen = tf.pad(x, paddings, (step - 1) / steps) as Tensor2D;
          x = tf.add(x, tf.div(network(seen), steps)) as Tensor2D;
        }
        return x;
      },
    },
  ],
  guidance: [
    {
      name: 'the formula as it stands',
      fn: (asked: Tensor2D, free: Tensor2D, weight: number) =>
        tf.sub(tf.mul(asked, 1 + weight), tf.mul(free, weight)),
    },
    {
      name: 'from no class on',
      fn: (asked: Tensor2D, free: Tensor2D, weight: number) =>
        free.add(asked.sub(free).mul(weight + 1)),
    },
  ],
};
