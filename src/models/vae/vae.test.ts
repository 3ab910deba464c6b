import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { tensorsKept, use } from '../../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, tf } from '../../nn/tf.js';
import { decoderOf, encoderOf } from '../deep-learning/parts/encoder-decoder.js';
import { loadModel } from '../load-model.js';
import { saveGraphModel } from '../save-graph-model.js';
import { saveModel } from '../save-model.js';
import { conditionalVae } from './conditional-vae.js';
import { convVae } from './conv-vae.js';
import { vaeParts } from './parts/vae-parts.js';
import { vae } from './vae.js';

const numbers = (make: () => Tensor | Tensor[]): number[] =>
  tf.tidy(() => [make()].flat().flatMap((one) => Array.from(one.dataSync())));

/** Each kind, small, with what it is given. */
const kinds: readonly [string, () => LayersModel, () => Tensor[]][] = [
  [
    'dense',
    () => vae({ inputShape: [2, 3], latent: 2, hidden: [5], seed: 1 }),
    () => [tf.randomUniform([4, 2, 3], 0, 1, 'float32', 1)],
  ],
  [
    'dense, Gaussian',
    () => vae({ inputShape: [6], latent: 2, hidden: [], likelihood: 'gaussian', seed: 1 }),
    () => [tf.randomNormal([4, 6], 0, 1, 'float32', 1)],
  ],
  [
    'convolutional',
    () => convVae({ inputShape: [4, 4, 3], latent: 3, filters: [4], variance: 'learnt', seed: 1 }),
    () => [tf.randomUniform([4, 4, 4, 3], 0, 1, 'float32', 1)],
  ],
  [
    'conditional',
    () => conditionalVae({ inputShape: [2, 3], conditions: 3, latent: 2, hidden: [5], seed: 1 }),
    () => [
      tf.randomUniform([4, 2, 3], 0, 1, 'float32', 1),
      tf.tensor2d([1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0], [4, 3]),
    ],
  ],
];

const single = (inputs: Tensor[]): Tensor | Tensor[] =>
  inputs.length === 1 ? (inputs[0] as Tensor) : inputs;

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));

  test.each(kinds)(
    '%s: decoder of the mean code is the model, also when loaded',
    async (...kind) => {
      const [, make, inputs] = kind;
      const folder = await mkdtemp(join(tmpdir(), 'vae-'));
      const given = inputs();
      const [, ...condition] = given;
      const model = make();
      await saveModel(model, folder);
      const { model: loaded } = await loadModel(folder);
      const expected = numbers(() => model.predict(single(given)));
      for (const one of [model, loaded]) {
        const { encoder, scores, likelihood, latent, inputShape } = vaeParts(one);
        expect(numbers(() => one.predict(single(given)))).toEqual(expected);
        const [mean, logVariance] = encoder.predict(single(given)) as [Tensor, Tensor];
        expect([mean.shape, logVariance.shape]).toEqual([
          [4, latent],
          [4, latent],
        ]);
        const codes = single([mean, ...condition]);
        expect(numbers(() => decoderOf(one).predict(codes))).toEqual(expected);
        const pixels = (x: Tensor): Tensor => (likelihood === 'bernoulli' ? tf.sigmoid(x) : x);
        const fromScores = numbers(() => pixels(scores.predict(codes) as Tensor));
        for (const [i, value] of fromScores.entries())
          expect(value).toBeCloseTo(expected[i] ?? 0, 6);
        expect((scores.outputShape as number[]).slice(1)).toEqual(inputShape);
        // In training it is as deterministic.
        expect(numbers(() => one.apply(single(given) as Tensor, { training: true }))).toEqual(
          expected,
        );
        tf.dispose([mean, logVariance]);
      }
      tf.dispose(given);
      for (const one of [model, loaded]) one.dispose();
      await rm(folder, { recursive: true });
    },
  );

  test.each(kinds)('%s: its parts are disposed with it', async (_, make, inputs) => {
    const given = inputs();
    const work = (): void => {
      const model = make();
      tf.dispose([encoderOf(model).predict(single(given)), model.predict(single(given))]);
      model.dispose();
    };
    expect(await tensorsKept(work)).toEqual([0, 0]);
    tf.dispose(given);
  });

  test('is by default 256 hidden units and a code of 8', () => {
    const model = vae({ inputShape: [28, 28, 1], seed: 1 });
    const [down, up] = [784 * 256 + 256 + 2 * (256 * 8 + 8), 8 * 256 + 256 + 256 * 784 + 784];
    expect(model.countParams()).toBe(down + up);
    expect(model.outputShape).toEqual([null, 28, 28, 1]);
    model.dispose();
  });

  test('the variance of pixels is a weight where it is learnt, else a number', () => {
    const learnt = vae({ inputShape: [2], hidden: [], likelihood: 'gaussian' });
    const fixed = vae({ inputShape: [2], hidden: [], likelihood: 'gaussian', variance: 0.25 });
    expect(learnt.countParams()).toBe(fixed.countParams() + 1);
    expect(numbers(() => vaeParts(learnt).logVariance())).toEqual([0]);
    expect(numbers(() => vaeParts(fixed).logVariance())[0]).toBeCloseTo(Math.log(0.25), 6);
    learnt.dispose();
    fixed.dispose();
    expect(() => vae({ inputShape: [2], likelihood: 'gaussian', variance: 0 })).toThrow(
      'Expected `variance` to be a number > 0 or `learnt`. Received: 0. Change it in the options of `vae`.',
    );
    expect(() => vae({ inputShape: [2], variance: 0.1 })).toThrow(
      'Expected `variance` to be `learnt` where `likelihood` is `bernoulli`, which has no variance. ' +
        'Received: 0.1.',
    );
  });

  test('halves an image with each of its filters', () => {
    const model = convVae({ inputShape: [28, 28, 3], latent: 10, seed: 1 });
    const { encoder, scores } = vaeParts(model);
    const shapes = (one: LayersModel) => one.layers.map(({ outputShape }) => outputShape);
    expect(shapes(encoder)).toContainEqual([null, 7, 7, 64]);
    expect(shapes(scores)).toContainEqual([null, 28, 28, 32]);
    model.dispose();
    expect(() => convVae({ inputShape: [28, 30, 1] })).toThrow(
      'Expected `inputShape` to be [H, W, channels] with H and W multiples of 4',
    );
  });
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));

  test.each(kinds)('%s: the decoder alone becomes a graph that draws the same', async (...kind) => {
    const [, make] = kind;
    const folder = await mkdtemp(join(tmpdir(), 'vae-graph-'));
    const model = make();
    // It predicts beside the model before anything is written, and throws where they differ.
    await saveGraphModel(decoderOf(model), join(folder, 'decoder'));
    await saveGraphModel(encoderOf(model), join(folder, 'encoder'));
    model.dispose();
    await rm(folder, { recursive: true });
  });
});
