/** Right solutions of lesson 07 in other styles, each of which its exercise's tests must accept. */
import {
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tf,
} from '../../../src/backend/tf.js';
import * as library from '../../../src/scratch/index.js';
import type { VariantsByExercise } from '../parts.js';

type Network = (input: Tensor2D) => Tensor2D;

export const variants: VariantsByExercise = {
  bernoulliLogLikelihood: [
    {
      name: 'logSigmoid of both signs',
      fn: (logits: Tensor2D, x: Tensor2D) =>
        x
          .mul(tf.logSigmoid(logits))
          .add(tf.scalar(1).sub(x).mul(tf.logSigmoid(logits.neg())))
          .sum(1),
    },
    {
      name: 'the form of TensorFlow: max(l, 0) - l x + log(1 + exp(-|l|))',
      fn: (logits: Tensor2D, x: Tensor2D) => {
        const cost = tf.add(
          tf.sub(tf.relu(logits), tf.mul(logits, x)),
          tf.log1p(tf.exp(tf.neg(tf.abs(logits)))),
        );
        return tf.neg(tf.sum(cost, -1));
      },
    },
    {
      name: 'one picture after another',
      fn: (logits: Tensor2D, x: Tensor2D) => {
        const [scores, ink] = [logits.arraySync(), x.arraySync()];
        return tf.tensor1d(
          scores.map((row, i) =>
            row.reduce((sum, l, d) => {
              const s = ink[i]?.[d] === 1 ? l : -l;
              return sum + Math.min(s, 0) - Math.log1p(Math.exp(-Math.abs(s)));
            }, 0),
          ),
        );
      },
    },
  ],
  reparameterize: [
    {
      name: 'root of the variance',
      fn: (mean: Tensor2D, logVariance: Tensor2D, noise: Tensor2D) =>
        logVariance.exp().sqrt().mul(noise).add(mean),
    },
    {
      name: 'half by a product, no tidy',
      fn: (mean: Tensor2D, logVariance: Tensor2D, noise: Tensor2D) =>
        tf.addN([mean, tf.mul(noise, tf.exp(tf.mul(0.5, logVariance)))]),
    },
  ],
  klStandardNormal: [
    {
      name: 'minus one half of 1 + log σ² - μ² - σ²',
      fn: (mean: Tensor2D, logVariance: Tensor2D) =>
        tf.mul(
          -0.5,
          tf.sum(tf.sub(tf.sub(tf.add(1, logVariance), tf.square(mean)), tf.exp(logVariance)), -1),
        ),
    },
    {
      name: 'expm1, term by term',
      fn: (mean: Tensor2D, logVariance: Tensor2D) =>
        mean.square().add(tf.expm1(logVariance)).sub(logVariance).div(2).sum(1),
    },
  ],
  betaVaeLoss: [
    {
      name: 'by slices and formulas of its own',
      fn: (encode: Network, decode: Network, x: Tensor2D, noise: Tensor2D, beta: number) => {
        const encoded = encode(x);
        const [count, size] = noise.shape;
        const mean = encoded.slice([0, 0], [count, size]);
        const logVariance = encoded.slice([0, size], [count, size]);
        const logits = decode(mean.add(logVariance.div(2).exp().mul(noise)) as Tensor2D);
        const cost = logits.softplus().sub(logits.mul(x)).sum(1);
        const kl = mean.square().add(logVariance.exp()).sub(logVariance).sub(1).sum(1).div(2);
        return cost.add(kl.mul(beta)).mean();
      },
    },
    {
      name: 'by logSigmoid',
      fn: (encode: Network, decode: Network, x: Tensor2D, noise: Tensor2D, beta: number) => {
        const [mean, logVariance] = tf.split(encode(x), 2, 1) as [Tensor2D, Tensor2D];
        const logits = decode(library.reparameterize(mean, logVariance, noise));
        const inked = tf.mul(x, tf.logSigmoid(logits));
        const bare = tf.mul(tf.sub(1, x), tf.logSigmoid(tf.neg(logits)));
        const price = tf.mul(library.klStandardNormal(mean, logVariance), beta);
        return tf.mean<Scalar>(tf.sub(price, tf.sum(tf.add(inked, bare), 1)));
      },
    },
    {
      name: 'two means',
      fn: (encode: Network, decode: Network, x: Tensor2D, noise: Tensor2D, beta: number) => {
        const [mean, logVariance] = tf.split(encode(x), 2, -1) as [Tensor2D, Tensor2D];
        const logits = decode(library.reparameterize(mean, logVariance, noise));
        const price = tf.mean<Scalar>(library.klStandardNormal(mean, logVariance));
        const likely = tf.mean<Scalar>(library.bernoulliLogLikelihood(logits, x));
        return tf.sub(tf.mul(beta, price), likely);
      },
    },
  ],
  interpolate: [
    {
      name: 'one code after another',
      fn: (from: Tensor1D, to: Tensor1D, count: number) =>
        tf.stack(
          Array.from({ length: count }, (_, i) => {
            const share = i / (count - 1);
            return tf.add(tf.mul(from, 1 - share), tf.mul(to, share));
          }),
        ),
    },
    {
      name: 'a product of matrices',
      fn: (from: Tensor1D, to: Tensor1D, count: number) => {
        const shares = tf.linspace(0, 1, count);
        const both = tf.stack([tf.sub(1, shares), shares], 1) as Tensor2D; // [count, 2]
        return tf.matMul(both, tf.stack([from, to]) as Tensor2D);
      },
    },
  ],
  collapseReport: [
    {
      name: 'centred by hand',
      fn: (mean: Tensor2D, logVariance: Tensor2D, threshold: number) => {
        const variance = mean.sub(mean.mean(0)).square().mean(0) as Tensor1D;
        const kl = mean.square().add(logVariance.exp()).sub(logVariance).sub(1).mul(0.5).mean(0);
        return {
          variance,
          kl,
          active: Array.from(variance.dataSync()).filter((value) => value > threshold).length,
        };
      },
    },
    {
      name: 'in plain lists',
      fn: (mean: Tensor2D, logVariance: Tensor2D, threshold: number) => {
        const [m, v] = [mean.arraySync(), logVariance.arraySync()];
        const column = (rows: number[][], j: number) => rows.map((row) => row[j] as number);
        const average = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
        const units = [...(m[0] as number[]).keys()];
        const variance = units.map((j) => {
          const values = column(m, j);
          const middle = average(values);
          return average(values.map((value) => (value - middle) ** 2));
        });
        const kl = units.map((j) =>
          average(
            column(m, j).map((value, i) => {
              const log = column(v, j)[i] as number;
              return (value ** 2 + Math.exp(log) - log - 1) / 2;
            }),
          ),
        );
        const active = variance.reduce((n, value) => n + (value > threshold ? 1 : 0), 0);
        return { variance: tf.tensor1d(variance), kl: tf.tensor1d(kl), active };
      },
    },
  ],
  importanceWeightedBound: [
    {
      name: 'both densities in full',
      fn: (l: Tensor2D, z: Tensor3D, mean: Tensor2D, logVariance: Tensor2D) => {
        const logNormal = (m: Tensor | number, v: Tensor | number) =>
          tf.sum(
            tf.mul(
              -0.5,
              tf.add(tf.add(tf.div(tf.square(tf.sub(z, m)), tf.exp(v)), v), Math.log(2 * Math.PI)),
            ),
            2,
          );
        const zero = tf.zerosLike(z);
        const weights = l.add(logNormal(0, zero)).sub(logNormal(mean, logVariance));
        return weights.logSumExp(0).sub(Math.log(l.shape[0]));
      },
    },
    {
      name: 'the largest taken out by hand',
      fn: (l: Tensor2D, z: Tensor3D, mean: Tensor2D, logVariance: Tensor2D) => {
        const noise = z.sub(mean).div(logVariance.div(2).exp());
        const gap = noise.square().add(logVariance).sub(z.square()).sum(-1).div(2);
        const weights = l.add(gap);
        const top = weights.max(0);
        return weights.sub(top).exp().mean(0).log().add(top);
      },
    },
  ],
};
