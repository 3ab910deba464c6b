import { beforeAll, expect, test } from 'vitest';
import { use } from '../../nn/layers/test-tools.js';
import { type Tensor, tf } from '../../nn/tf.js';
import { convAutoencoder } from './conv-autoencoder.js';
import { decoderOf, encoderOf } from './parts/encoder-decoder.js';

beforeAll(() => use('cpu'));

test('halves the image with each of its filters, and doubles it again', () => {
  const model = convAutoencoder({ inputShape: [28, 28, 3], latent: 10, seed: 1 });
  expect(encoderOf(model).layers.map(({ outputShape }) => outputShape)).toEqual([
    [null, 14, 14, 32],
    [null, 7, 7, 64],
    [null, 7 * 7 * 64],
    [null, 10],
  ]);
  expect(decoderOf(model).layers.map(({ outputShape }) => outputShape)).toEqual([
    [null, 7 * 7 * 64],
    [null, 7, 7, 64],
    [null, 14, 14, 64],
    [null, 28, 28, 32],
    [null, 28, 28, 3],
  ]);
  tf.tidy(() => {
    const values = (model.predict(tf.randomNormal([2, 28, 28, 3])) as Tensor).dataSync();
    expect(values.every((value) => value > 0 && value < 1)).toBe(true);
  });
  model.dispose();
});

test('an image that cannot be halved so often is refused', () => {
  expect(() => convAutoencoder({ inputShape: [28, 30, 1] })).toThrow(
    'Expected `inputShape` to be [H, W, channels] with H and W multiples of 4, since each of `filters` ' +
      'halves them. Received: [28,30,1]. Change it in the options of `convAutoencoder`.',
  );
});
