import { beforeAll, expect, test } from 'vitest';
import { createRng } from '../backend/random.js';
import { vaeParts } from '../models/vae/parts/vae-parts.js';
import { vae } from '../models/vae/vae.js';
import { use } from '../nn/layers/test-tools.js';
import { type Scalar, type Tensor, tf, type Variable } from '../nn/tf.js';
import { termsOf } from './terms.js';

beforeAll(() => use('cpu'));

test.each(['bernoulli', 'gaussian'] as const)(
  'the gradient of the bound, by each weight, is that of finite differences (%s)',
  (likelihood) => {
    const model = vae({ inputShape: [3], latent: 2, hidden: [], likelihood, seed: 3 });
    const parts = vaeParts(model);
    const x = tf.tensor(createRng(1).uniforms(12), [4, 3]) as Tensor;
    const noise = tf.tensor(createRng(2).normals(8), [4, 2]) as Tensor;
    const loss = (): Scalar => {
      const { reconstruction, kl } = termsOf(parts, { x }, noise, true);
      return tf.mean<Scalar>(tf.sub(kl, reconstruction));
    };
    const weights = model.trainableWeights.map((one) => one.read() as Variable);
    expect(weights).toHaveLength(likelihood === 'gaussian' ? 7 : 6);
    const { value, grads } = tf.variableGrads(loss, weights);
    const [gradient, slopes]: [number[], number[]] = [[], []];
    for (const weight of weights) {
      gradient.push(...Array.from((grads[weight.name] as Tensor).dataSync()));
      const start = Array.from(weight.dataSync());
      const at = (i: number, by: number): number =>
        tf.tidy(() => {
          const moved = start.map((one, j) => (j === i ? one + by : one));
          weight.assign(tf.tensor(moved, weight.shape));
          return loss().dataSync()[0] as number;
        });
      start.forEach((_, i) => {
        slopes.push((at(i, 1e-2) - at(i, -1e-2)) / 2e-2);
      });
      tf.tidy(() => weight.assign(tf.tensor(start, weight.shape)));
    }
    const norm = (all: readonly number[]): number => Math.hypot(...all);
    const gap = norm(gradient.map((one, i) => one - (slopes[i] as number)));
    expect(gap / (norm(gradient) + norm(slopes))).toBeLessThan(1e-3);
    tf.dispose([x, noise, value, ...Object.values(grads)]);
    model.dispose();
  },
);
