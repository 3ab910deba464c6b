import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { loadDataset } from '../../data/load.js';
import { meanSquaredError, Trainer } from '../../nn/index.js';
import { tensorsKept, use } from '../../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, tf } from '../../nn/tf.js';
import { loadModel } from '../load-model.js';
import { saveModel } from '../save-model.js';
import { autoencoder } from './autoencoder.js';
import { convAutoencoder } from './conv-autoencoder.js';
import { mlp } from './mlp.js';
import { decoderOf, encoderOf } from './parts/encoder-decoder.js';

const numbers = (model: LayersModel, x: Tensor): number[] =>
  tf.tidy(() => Array.from((model.predict(x) as Tensor).dataSync()));

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));

  test('is by default 128, 64 and a code of 32, and back', () => {
    const model = autoencoder({ inputShape: [28, 28, 1], seed: 1 });
    const widths = [784, 128, 64, 32, 64, 128, 784];
    const count = widths.slice(1).reduce((sum, to, i) => sum + ((widths[i] ?? 0) + 1) * to, 0);
    expect(model.countParams()).toBe(count);
    expect(model.outputShape).toEqual([null, 28, 28, 1]);
    expect(encoderOf(model).outputShape).toEqual([null, 32]);
    expect(decoderOf(model).outputShape).toEqual([null, 28, 28, 1]);
    model.dispose();
  });

  test('may have no hidden layer: then it is as linear as PCA', () => {
    const model = autoencoder({
      inputShape: [6],
      latent: 2,
      hidden: [],
      outputActivation: 'linear',
    });
    expect(model.countParams()).toBe(6 * 2 + 2 + 2 * 6 + 6);
    tf.tidy(() => {
      const [a, b] = [tf.ones([1, 6]), tf.range(0, 6).reshape([1, 6])];
      const sum = numbers(model, tf.add(a, b));
      const [first, second] = [numbers(model, a), numbers(model, b)];
      for (const [i, value] of sum.entries()) {
        expect(value).toBeCloseTo((first[i] ?? 0) + (second[i] ?? 0), 4);
      }
    });
    model.dispose();
  });

  test('encoder and decoder together are the model, also after it was saved and loaded', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'autoencoder-'));
    const x = tf.randomUniform([4, 2, 3], 0, 1, 'float32', 1);
    const model = autoencoder({ inputShape: [2, 3], latent: 2, hidden: [5], noise: 0.5, seed: 1 });
    await saveModel(model, folder);
    const { model: loaded } = await loadModel(folder);
    for (const one of [model, loaded]) {
      const codes = encoderOf(one).predict(x) as Tensor;
      expect(codes.shape).toEqual([4, 2]);
      expect(numbers(decoderOf(one), codes)).toEqual(numbers(model, x));
      codes.dispose();
    }
    for (const one of [x, model, loaded]) one.dispose();
    await rm(folder, { recursive: true });
  });

  test('its parts are disposed with it', async () => {
    const x = tf.ones([1, 6]);
    for (const noise of [0, 0.5]) {
      const makeAndUse = (): void => {
        const model = autoencoder({ inputShape: [6], latent: 2, hidden: [5], noise });
        numbers(encoderOf(model), x);
        model.dispose();
      };
      expect(await tensorsKept(makeAndUse)).toEqual([0, 0]);
    }
  });

  test('a model without these parts is told what has them', () => {
    const model = mlp({ inputShape: [2], hidden: [3], classes: 2 });
    expect(() => encoderOf(model)).toThrow(
      'Expected `model` to have the parts `encoder` and `decoder`, as `autoencoder` and ' +
        '`convAutoencoder` make it. Received: layers hidden_0, logits',
    );
    expect(() => decoderOf(model)).toThrow(TypeError);
    model.dispose();
    expect(() => autoencoder({ inputShape: [6], noise: -1 })).toThrow(
      'Expected `noise` to be a number >= 0. Received: -1',
    );
    expect(() => autoencoder({ inputShape: [6], outputActivation: 'tanh' as never })).toThrow(
      'Expected `outputActivation` to be one of `sigmoid`, `linear`. Received: "tanh"',
    );
  });
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));

  test.each([
    ['dense', () => autoencoder({ inputShape: [8, 8, 1], latent: 8, hidden: [64], seed: 1 })],
    [
      'convolutional',
      () => convAutoencoder({ inputShape: [8, 8, 1], latent: 8, filters: [16, 32], seed: 1 }),
    ],
  ])('the %s one gives digits back better than their mean picture', async (_, make) => {
    const digits = await loadDataset('digits');
    const images = tf.reshape(digits.x, [-1, 8, 8, 1]);
    const x = tf.slice(images, 0, 1400);
    const held = tf.slice(images, 1400);
    const model = make();
    const optimizer = tf.train.adam(5e-3);
    const trainer = new Trainer({ model, loss: meanSquaredError, optimizer, seed: 1 });
    await trainer.fit({ x, y: x }, { epochs: 8 });
    const error = (guess: () => Tensor): number =>
      tf.tidy(() => tf.mean(tf.squaredDifference(guess(), held)).dataSync()[0] as number);
    const mean = error(() => tf.mean(x, 0, true));
    expect(error(() => model.predict(held) as Tensor)).toBeLessThan(0.5 * mean);
    for (const one of [digits.x, digits.y, images, x, held, model, optimizer]) one.dispose();
  });
});
