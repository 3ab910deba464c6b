import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { createRng } from '../backend/random.js';
import { conditionalVae } from '../models/vae/conditional-vae.js';
import { vaeParts } from '../models/vae/parts/vae-parts.js';
import { vae } from '../models/vae/vae.js';
import { tensorsKept, use } from '../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, tf } from '../nn/tf.js';
import { bitsPerDimension, elbo, importanceWeightedBound } from './bound.js';

/**
 * x = w z + b + σ ε with one number each, of which all is known: log p(x) is that of a normal distribution,
 * and so is the posterior.
 *
 * @param off is added to the mean of q(z|x): 0 for the true posterior
 */
function linearModel([w, b, variance]: readonly [number, number, number], off = 0): LayersModel {
  const model = vae({ inputShape: [1], latent: 1, hidden: [], likelihood: 'gaussian', variance });
  const { encoder, scores } = vaeParts(model);
  const all = w * w + variance;
  tf.tidy(() => {
    encoder
      .getLayer('mean')
      .setWeights([tf.tensor([w / all], [1, 1]), tf.tensor([off - (w * b) / all])]);
    encoder
      .getLayer('log_variance')
      .setWeights([tf.zeros([1, 1]), tf.tensor([Math.log(variance / all)])]);
    scores.getLayer('score').setWeights([tf.tensor([w], [1, 1]), tf.tensor([b])]);
  });
  return model;
}

const points = [0.3, -1.2, 2.5, 0.9];

/** Mean of log p(x) over points. */
function exact([w, b, variance]: readonly [number, number, number], given = points): number {
  const all = w * w + variance;
  const each = given.map((x) => -0.5 * (Math.log(2 * Math.PI * all) + (x - b) ** 2 / all));
  return each.reduce((sum, value) => sum + value, 0) / given.length;
}

const linear = [0.8, 0.4, 0.3] as const;

function suite(): void {
  test('with the true posterior every bound is the log-likelihood', async () => {
    const model = linearModel(linear);
    const x = tf.tensor2d(points, [4, 1]);
    const expected = exact(linear);
    // Each weight is p(x) itself, whatever code is drawn.
    for (const samples of [1, 7]) {
      expect(await importanceWeightedBound(model, x, { samples, seed: samples })).toBeCloseTo(
        expected,
        4,
      );
    }
    expect(await bitsPerDimension(model, x)).toBeCloseTo(-expected / Math.LN2, 4);
    const { elbo: bound, reconstruction, kl } = await elbo(model, x, { samples: 4000 });
    expect(bound).toBeCloseTo(-reconstruction - kl, 6);
    expect(Math.abs(bound - expected)).toBeLessThan(0.05);
    x.dispose();
    model.dispose();
  });

  test('batches change nothing; a condition is passed on; nothing is left', async () => {
    const model = conditionalVae({
      inputShape: [3],
      conditions: 2,
      latent: 2,
      hidden: [4],
      seed: 1,
    });
    const x = tf.randomUniform([7, 3], 0, 1, 'float32', 1);
    const condition = tf.tensor2d([1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0], [7, 2]);
    const all = await elbo(model, x, { condition, seed: 2 });
    const parts = await elbo(model, x, { condition, seed: 2, batchSize: 3 });
    expect(parts.elbo).toBeCloseTo(all.elbo, 4);
    const other = await elbo(model, x, { condition: tf.sub(1, condition), seed: 2 });
    expect(other.reconstruction).not.toBeCloseTo(all.reconstruction, 3);
    const work = async (): Promise<void> => {
      await elbo(model, x, { condition, samples: 2, batchSize: 3 });
      await importanceWeightedBound(model, x, { condition, samples: 2, batchSize: 3 });
    };
    expect(await tensorsKept(work)).toEqual([0, 0]);
    tf.dispose([x, condition]);
    model.dispose();
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('one sample is the evidence lower bound in expectation', async () => {
    const model = linearModel(linear, 0.7);
    const one = tf.tensor2d([0.3], [1, 1]);
    // As many draws as rows: each has a code of its own.
    const many = tf.tile(one, [8000, 1]);
    const exactBound = async (): Promise<number> => {
      const { kl } = await elbo(model, one);
      const [w, b, variance] = linear;
      const all = w * w + variance;
      const [mean, spread] = [0.7 + (w * (0.3 - b)) / all, variance / all];
      const error = (0.3 - b - w * mean) ** 2 + w * w * spread;
      return -0.5 * (Math.log(2 * Math.PI * variance) + error / variance) - kl;
    };
    const expected = await exactBound();
    const bound = await importanceWeightedBound(model, many, { samples: 1, seed: 4 });
    // The deviation of one weight is below 1.5 here: 3 σ of the mean of 8000.
    expect(Math.abs(bound - expected)).toBeLessThan((3 * 1.5) / Math.sqrt(8000));
    expect((await elbo(model, many, { seed: 4 })).elbo).toBeCloseTo(expected, 1);
    expect(expected).toBeLessThan(exact(linear, [0.3]));
    tf.dispose([one, many]);
    model.dispose();
  });

  test('more samples tighten the bound, and none goes beyond the log-likelihood', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0.2, max: 1.5, noNaN: true }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        fc.double({ min: 0.3, max: 0.8, noNaN: true }),
        fc.integer({ min: 0, max: 1000 }),
        async (w, variance, off, seed) => {
          const parameters = [w, 0.2, variance] as const;
          const model = linearModel(parameters, off);
          const x = tf.tile(tf.tensor2d(points, [4, 1]), [500, 1]);
          const bounds: number[] = [];
          for (const samples of [1, 4, 16]) {
            bounds.push(
              await importanceWeightedBound(model, x, { samples, seed, batchSize: 2000 }),
            );
          }
          const [one, four, sixteen] = bounds as [number, number, number];
          const limit = exact(parameters);
          // Means of 2,000: what chance may add.
          const slack = 0.02;
          expect(four).toBeGreaterThan(one - slack);
          expect(sixteen).toBeGreaterThan(four - slack);
          expect(sixteen).toBeLessThan(limit + slack);
          expect(limit - sixteen).toBeLessThan(limit - one);
          x.dispose();
          model.dispose();
        },
      ),
      { numRuns: 5, seed: 3 },
    );
  });

  test('a Bernoulli model that knows nothing needs one bit a pixel', async () => {
    const model = vae({ inputShape: [5], latent: 2, hidden: [] });
    tf.tidy(() => model.setWeights(model.getWeights().map((weight) => tf.zerosLike(weight))));
    const x = tf.tensor(createRng(1).uniforms(30), [6, 5]) as Tensor;
    expect(await bitsPerDimension(model, x)).toBeCloseTo(1, 5);
    x.dispose();
    model.dispose();
  });

  test('what does not fit is told', async () => {
    const model = vae({ inputShape: [2], hidden: [] });
    await expect(elbo(model, tf.zeros([1, 2]), { samples: 0 })).rejects.toThrow(
      'Expected `samples` of elbo to be an integer >= 1. Received: 0',
    );
    await expect(bitsPerDimension(model, tf.fill([1, 2], -1))).rejects.toThrow(
      'Expected pixels in [0, 1] for importanceWeightedBound',
    );
    model.dispose();
  });
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  suite();
});
