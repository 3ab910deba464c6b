import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { createRng } from '../backend/random.js';
import { tensorsKept, use } from '../nn/layers/test-tools.js';
import { type Scalar, type Tensor, tf } from '../nn/tf.js';
import {
  bernoulliLogLikelihood,
  gaussianLogLikelihood,
  klDivergence,
  klPerDimension,
  reparameterize,
} from './losses.js';

const values = (make: () => Tensor): number[] => tf.tidy(() => Array.from(make().dataSync()));

function relativeError(a: readonly number[], b: readonly number[]): number {
  const norm = (all: readonly number[]): number => Math.hypot(...all);
  return norm(a.map((value, i) => value - (b[i] as number))) / (norm(a) + norm(b));
}

/** The gradient of a sum, beside central differences of step 1e-2. */
function expectGradient(f: (x: Tensor) => Tensor, at: Float32Array, shape: number[]): void {
  const sum = (x: Tensor): Scalar => tf.sum<Scalar>(f(x));
  const gradient = values(() => tf.grad(sum)(tf.tensor(at, shape)));
  const slopes = Array.from(at, (_, i) => {
    const moved = (by: number): number => {
      const other = Float32Array.from(at);
      other[i] = (at[i] as number) + by;
      const each = values(() => f(tf.tensor(other, shape)));
      return each.reduce((total, value) => total + value, 0);
    };
    return (moved(1e-2) - moved(-1e-2)) / 2e-2;
  });
  expect(relativeError(gradient, slopes)).toBeLessThan(1e-3);
}

const [B, D] = [3, 4];
const normals = (seed: string): Float32Array => createRng(seed).normals(B * D);

function suite(): void {
  test('the KL divergence is 0 for the standard normal alone, and of the known value', () => {
    expect(values(() => klDivergence(tf.zeros([2, 3]), tf.zeros([2, 3])))).toEqual([0, 0]);
    const known = (mu: number, lv: number): number => 0.5 * (mu * mu + Math.exp(lv) - lv - 1);
    const got = values(() => klPerDimension(tf.tensor2d([[1, -2]]), tf.tensor2d([[0.5, -1]])));
    expect(got[0]).toBeCloseTo(known(1, 0.5), 5);
    expect(got[1]).toBeCloseTo(known(-2, -1), 5);
    const sum = values(() => klDivergence(tf.tensor2d([[1, -2]]), tf.tensor2d([[0.5, -1]])));
    expect(sum[0]).toBeCloseTo(known(1, 0.5) + known(-2, -1), 5);
  });

  test('likelihoods are those of the formulas, sums over all but the batch', () => {
    const x = tf.tensor([1, 0, 0.3, 0.8], [1, 2, 2]);
    const logits = tf.tensor([2, -1, 0.5, 60], [1, 2, 2]);
    const p = [2, -1, 0.5, 60].map((l) => 1 / (1 + Math.exp(-l)));
    const bernoulli = [1, 0, 0.3].map(
      (xi, i) => xi * Math.log(p[i] as number) + (1 - xi) * Math.log(1 - (p[i] as number)),
    );
    // log(1 − p) is −60 there, where p itself is 1 in float32.
    const expected = bernoulli.reduce((a, b) => a + b, 0) + 0.2 * -60;
    expect(values(() => bernoulliLogLikelihood(x, logits))[0]).toBeCloseTo(expected, 4);

    const density = (v: number, m: number, lv: number): number =>
      -0.5 * (Math.log(2 * Math.PI) + lv + (v - m) ** 2 / Math.exp(lv));
    const gauss = [1, 0, 0.3, 0.8].map((v, i) => density(v, [2, -1, 0.5, 60][i] as number, -0.7));
    const sum = gauss.reduce((a, b) => a + b, 0);
    for (const shape of [[], [1]]) {
      const one = values(() => gaussianLogLikelihood(x, logits, tf.tensor([-0.7], shape)));
      expect((one[0] as number) / sum).toBeCloseTo(1, 5);
    }
    const each = values(() => gaussianLogLikelihood(x, logits, tf.fill([1, 2, 2], -0.7)));
    expect((each[0] as number) / sum).toBeCloseTo(1, 5);
    tf.dispose([x, logits]);
  });

  test('gradients are those of finite differences', () => {
    const [other, noise] = [normals('other'), normals('noise')];
    const shape = [B, D];
    const fixed = (from: Float32Array): Tensor => tf.tensor(from, shape);
    const pixels = Float32Array.from(noise, (v) => 1 / (1 + Math.exp(-v)));
    const at = normals('at');
    expectGradient((x) => klDivergence(x, fixed(other)), at, shape);
    expectGradient((x) => klDivergence(fixed(other), x), at, shape);
    expectGradient((x) => bernoulliLogLikelihood(fixed(pixels), x), at, shape);
    expectGradient((x) => gaussianLogLikelihood(fixed(noise), x, fixed(other)), at, shape);
    expectGradient((x) => gaussianLogLikelihood(fixed(noise), fixed(other), x), at, shape);
    expectGradient((x) => tf.square(reparameterize(x, fixed(other), fixed(noise))), at, shape);
    expectGradient((x) => tf.square(reparameterize(fixed(other), x, fixed(noise))), at, shape);
  });

  test('no noise gives the mean; no tensor is left', async () => {
    const [mean, logVariance] = [normals('mean'), normals('variance')].map((all) =>
      tf.tensor(all, [B, D]),
    ) as [Tensor, Tensor];
    expect(values(() => reparameterize(mean, logVariance, tf.zeros([B, D])))).toEqual(
      Array.from(mean.dataSync()),
    );
    const work = (): void => {
      const pixels = tf.sigmoid(mean);
      const noise = tf.ones([B, D]);
      tf.dispose([
        klPerDimension(mean, logVariance),
        klDivergence(mean, logVariance),
        bernoulliLogLikelihood(pixels, mean),
        gaussianLogLikelihood(pixels, mean, logVariance),
        reparameterize(mean, logVariance, noise),
        pixels,
        noise,
      ]);
    };
    expect(await tensorsKept(work)).toEqual([0, 0]);
    tf.dispose([mean, logVariance]);
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('the KL divergence is what sampling estimates, and never below 0', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: -2, max: 2 }), fc.double({ min: -2, max: 1 })), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.integer(),
        (dimensions, seed) => {
          for (const part of dimensions) if (part.some(Number.isNaN)) return;
          const [mean, lv] = [0, 1].map((i) => dimensions.map((one) => one[i] as number)) as [
            number[],
            number[],
          ];
          const kl = values(() => klDivergence(tf.tensor2d([mean]), tf.tensor2d([lv])))[0];
          expect(kl).toBeGreaterThanOrEqual(-1e-6);
          const rng = createRng(seed);
          const n = 4000;
          const draws = Array.from({ length: n }, () =>
            mean.reduce((sum, mu, i) => {
              const [e, v] = [rng.normal(), lv[i] as number];
              const z = mu + Math.exp(v / 2) * e;
              // log q(z) − log p(z)
              return sum + 0.5 * (z * z - e * e - v);
            }, 0),
          );
          const average = draws.reduce((a, b) => a + b, 0) / n;
          const spread = Math.sqrt(
            draws.reduce((sum, d) => sum + (d - average) ** 2, 0) / (n - 1) / n,
          );
          // 4.5 deviations: over all the runs of this test, 3 would be passed by chance.
          expect(Math.abs((kl as number) - average)).toBeLessThan(4.5 * spread + 1e-5);
        },
      ),
      { numRuns: 40, seed: 15 },
    );
  });

  test('shapes that do not fit are told', () => {
    expect(() => klDivergence(tf.zeros([2, 3]), tf.zeros([2, 2]))).toThrow(
      'Expected `mean` and `logVariance` of one shape [B, …]. Received: [2,3] and [2,2]',
    );
    expect(() => bernoulliLogLikelihood(tf.zeros([2]), tf.zeros([3]))).toThrow('`x` and `logits`');
    expect(() => gaussianLogLikelihood(tf.zeros([2]), tf.zeros([3]), tf.scalar(0))).toThrow(
      '`x` and `mean`',
    );
    expect(() => gaussianLogLikelihood(tf.zeros([2]), tf.zeros([2]), tf.zeros([3]))).toThrow(
      '`x` and `logVariance`',
    );
  });
});

describeIf('wasm', 'on the wasm backend', () => {
  beforeAll(() => use('wasm'));
  suite();
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  suite();
});
