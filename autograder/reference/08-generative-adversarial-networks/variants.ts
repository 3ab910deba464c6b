/** Right solutions of lesson 08 in other styles, each of which its exercise's tests must accept. */
import {
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tf,
} from '../../../src/backend/tf.js';
import type { Player } from '../../../src/scratch/index.js';
import * as library from '../../../src/scratch/index.js';
import type { VariantsByExercise } from '../parts.js';

type Critic = (x: Tensor2D) => Tensor2D;

export const variants: VariantsByExercise = {
  modeCoverage: [
    {
      name: 'in plain lists',
      fn: (samples: Tensor2D, centres: Tensor2D, sigma: number, leastShare: number) => {
        const counts = new Array<number>(centres.shape[0]).fill(0);
        const modes = centres.arraySync();
        for (const point of samples.arraySync()) {
          let [best, at] = [Number.POSITIVE_INFINITY, 0];
          modes.forEach((mode, m) => {
            const far = mode.reduce(
              (sum, value, d) => sum + (value - (point[d] as number)) ** 2,
              0,
            );
            if (far < best) [best, at] = [far, m];
          });
          if (Math.sqrt(best) < 3 * sigma) counts[at] = (counts[at] as number) + 1;
        }
        const shares = counts.map((count) => count / samples.shape[0]);
        return {
          covered: shares.filter((share) => share >= leastShare).length,
          good: shares.reduce((a, b) => a + b, 0),
        };
      },
    },
    {
      name: 'by products and squares',
      fn: (samples: Tensor2D, centres: Tensor2D, sigma: number, leastShare: number) => {
        const squares = samples
          .square()
          .sum(1, true)
          .add(centres.square().sum(1))
          .sub(samples.matMul(centres, false, true).mul(2)); // [N, M]
        const nearest = Array.from(squares.argMin(1).dataSync());
        const least = Array.from(squares.min(1).dataSync());
        const good = nearest.filter((_, i) => (least[i] as number) <= 9 * sigma * sigma);
        const modes = [...new Set(good)];
        return {
          covered: modes.filter(
            (mode) => good.filter((one) => one === mode).length >= leastShare * nearest.length,
          ).length,
          good: good.length / nearest.length,
        };
      },
    },
  ],
  discriminatorLoss: [
    {
      name: 'logSigmoid of both signs',
      fn: (real: Tensor2D, fake: Tensor2D) =>
        tf.neg(
          tf.add(
            tf.mean<Scalar>(tf.logSigmoid(real)),
            tf.mean<Scalar>(tf.logSigmoid(tf.neg(fake))),
          ),
        ),
    },
    {
      name: 'softplus spelt out',
      fn: (real: Tensor2D, fake: Tensor2D) => {
        const cost = (x: Tensor): Scalar =>
          tf.mean<Scalar>(tf.add(tf.relu(x), tf.log1p(tf.exp(tf.neg(tf.abs(x))))));
        return tf.add(cost(tf.neg(real)), cost(fake));
      },
    },
    {
      name: 'means of a chain',
      fn: (real: Tensor2D, fake: Tensor2D) =>
        real.neg().softplus().mean().add(fake.softplus().sum().div(fake.size)),
    },
  ],
  generatorLoss: [
    {
      name: 'logSigmoid',
      fn: (fake: Tensor2D) => tf.mean(tf.neg(tf.logSigmoid(fake))),
    },
    {
      name: 'softplus of the score, less the score',
      fn: (fake: Tensor2D) => tf.mean(tf.sub(tf.softplus(fake), fake)),
    },
  ],
  ganStep: [
    {
      name: 'fakes made once for the detective',
      fn: (real: Tensor2D, noise: Tensor2D, forger: Player, detective: Player) => {
        const fake = forger.network.apply(noise);
        const { network } = detective;
        const first = detective.optimizer.minimize(
          () => library.discriminatorLoss(network.apply(real), network.apply(fake)),
          true,
          [...network.trainableVariables],
        );
        const second = forger.optimizer.minimize(
          () => library.generatorLoss(network.apply(forger.network.apply(noise))),
          true,
          [...forger.network.trainableVariables],
        );
        return { discriminatorLoss: first, generatorLoss: second };
      },
    },
    {
      name: 'losses of its own, in a list of turns',
      fn: (real: Tensor2D, noise: Tensor2D, forger: Player, detective: Player) => {
        const scores = (x: Tensor2D) => detective.network.apply(x);
        const made = () => forger.network.apply(noise);
        const cost = (x: Tensor): Scalar => tf.mean<Scalar>(tf.softplus(x));
        const [discriminatorLoss, generatorLoss] = [
          [
            detective,
            () => tf.add<Scalar>(cost(tf.neg(scores(real))), cost(scores(made()))),
          ] as const,
          [forger, () => cost(tf.neg(scores(made())))] as const,
        ].map(([{ network, optimizer }, loss]) =>
          optimizer.minimize(loss, true, network.trainableVariables),
        );
        return { discriminatorLoss, generatorLoss };
      },
    },
    {
      name: 'by gradients that are applied',
      fn: (real: Tensor2D, noise: Tensor2D, forger: Player, detective: Player) => {
        const judged = () => detective.network.apply(forger.network.apply(noise));
        const turn = ({ network, optimizer }: Player, loss: () => Scalar): Scalar => {
          const { value, grads } = optimizer.computeGradients(loss, [
            ...network.trainableVariables,
          ]);
          optimizer.applyGradients(grads);
          return value;
        };
        const first = turn(detective, () =>
          library.discriminatorLoss(detective.network.apply(real), judged()),
        );
        const second = turn(forger, () => library.generatorLoss(judged()));
        return { discriminatorLoss: first, generatorLoss: second };
      },
    },
  ],
  gradientPenalty: [
    {
      name: 'from the fake towards the real one',
      fn: (critic: Critic, real: Tensor2D, fake: Tensor2D, share: Tensor2D) => {
        const between = tf.add(fake, tf.mul(tf.sub(real, fake), share));
        const slope = tf.grad((x: Tensor) => tf.sum(critic(x as Tensor2D)))(between);
        const norm = slope.square().sum(1).add(1e-12).sqrt();
        return norm.sub(1).square().mean();
      },
    },
    {
      name: 'valueAndGrad, squares expanded',
      fn: (critic: Critic, real: Tensor2D, fake: Tensor2D, share: Tensor2D) => {
        const places = tf.add(tf.mul(share, real), tf.mul(tf.sub(1, share), fake));
        const { grad } = tf.valueAndGrad((x: Tensor) => tf.sum(critic(x as Tensor2D)))(places);
        const squares = tf.sum(tf.square(grad), -1);
        const norms = tf.sqrt(tf.add(squares, 1e-12));
        return tf.mean<Scalar>(tf.add(tf.sub(squares, tf.mul(norms, 2)), 1));
      },
    },
    {
      name: 'grads, and a mean by hand',
      fn: (critic: Critic, real: Tensor2D, fake: Tensor2D, share: Tensor2D) => {
        const places = real.mul(share).add(fake).sub(fake.mul(share));
        const [slope] = tf.grads((x: Tensor) => critic(x as Tensor2D).sum())([places]);
        const norms = tf.sqrt(tf.add(tf.sum(tf.square(slope as Tensor), 1), 1e-12));
        return tf.div(tf.sum(tf.squaredDifference(norms, 1)), real.shape[0]);
      },
    },
  ],
  qualityScore: [
    {
      name: 'in plain lists',
      fn: (logits: Tensor2D) => {
        const rows = logits.arraySync().map((scores) => {
          const top = Math.max(...scores);
          const powers = scores.map((score) => Math.exp(score - top));
          const sum = powers.reduce((a, b) => a + b, 0);
          return powers.map((power) => power / sum);
        });
        const overall = (rows[0] as number[]).map(
          (_, c) => rows.reduce((sum, row) => sum + (row[c] as number), 0) / rows.length,
        );
        let entropy = 0;
        for (const p of overall) if (p > 0) entropy -= p * Math.log(p);
        return {
          confidence: rows.reduce((sum, row) => sum + Math.max(...row), 0) / rows.length,
          entropy,
        };
      },
    },
    {
      name: 'by logSumExp, a little added to the logarithm',
      fn: (logits: Tensor2D) => {
        const p = tf.exp(tf.sub(logits, tf.logSumExp(logits, 1, true)));
        const overall = p.mean(0);
        return {
          confidence: p.max(1).mean().arraySync() as number,
          entropy: -(overall.mul(overall.add(1e-12).log()).sum().arraySync() as number),
        };
      },
    },
  ],
  nearestNeighbours: [
    {
      name: 'all differences',
      fn: (samples: Tensor2D, training: Tensor2D) => {
        const apart = tf.sub(tf.expandDims(samples, 1), training); // [N, M, D]
        const distances = tf.sqrt(tf.sum(tf.square(apart), 2));
        return { index: tf.argMin(distances, 1), distance: tf.min(distances, 1) };
      },
    },
    {
      name: 'the chosen row looked up',
      fn: (samples: Tensor2D, training: Tensor2D) => {
        const scores = samples.matMul(training, false, true).mul(-2).add(training.square().sum(1));
        const index = scores.argMin(1) as Tensor1D;
        const chosen = tf.gather(training, index);
        return { index, distance: samples.sub(chosen).square().sum(1).sqrt() };
      },
    },
    {
      name: 'one sample after another',
      fn: (samples: Tensor2D, training: Tensor2D) => {
        const known = training.arraySync();
        const found = samples.arraySync().map((sample) => {
          const far = known.map((row) =>
            Math.hypot(...row.map((v, d) => v - (sample[d] as number))),
          );
          const least = Math.min(...far);
          return [far.indexOf(least), least] as const;
        });
        return {
          index: tf.tensor1d(
            found.map(([i]) => i),
            'int32',
          ),
          distance: tf.tensor1d(found.map(([, d]) => d)),
        };
      },
    },
  ],
};
