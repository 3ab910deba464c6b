import { beforeAll, expect, test } from 'vitest';
import { use } from '../../nn/layers/test-tools.js';
import { type Tensor, tf } from '../../nn/tf.js';
import { vit } from './vit.js';

beforeAll(() => use('cpu'));

/** Weights of a Vision Transformer, from the formula. */
function weights(patch: number, channels: number, patches: number, layers: number, width: number) {
  const block = 4 * width + 4 * width * (width + 1) + 8 * width * width + 5 * width;
  return (
    (patch * patch * channels + 1) * width +
    width +
    (patches + 1) * width +
    layers * block +
    2 * width
  );
}

test('has the weights of the formula, by which ViT-B/16 has its 86,567,656', () => {
  expect(weights(16, 3, 196, 12, 768) + 768 * 1000 + 1000).toBe(86_567_656);
  const options = { classes: 10, patchSize: 4, layers: 3, heads: 2, width: 24 };
  const model = vit({ inputShape: [16, 8, 3], ...options });
  expect(model.countParams()).toBe(weights(4, 3, 8, 3, 24) + 24 * 10 + 10);
  model.dispose();
  const mean = vit({ inputShape: [16, 8, 3], ...options, pooling: 'mean' });
  // No token, and none of its position.
  expect(mean.countParams()).toBe(weights(4, 3, 8, 3, 24) - 2 * 24 + 24 * 10 + 10);
  mean.dispose();
});

test.each(['token', 'mean'] as const)('with pooling %s, each patch sees all others', (pooling) => {
  const options = { classes: 3, patchSize: 2, layers: 1, heads: 2, width: 8, pooling, seed: 2 };
  const model = vit({ inputShape: [4, 4, 1], ...options });
  for (const name of ['positions', 'block_0']) {
    const layer = model.getLayer(name);
    layer.setWeights(layer.getWeights().map((w) => (w.rank === 2 ? tf.mul(w, 10) : w)));
  }
  const x = tf.randomUniform([1, 4, 4, 1], -1, 1, 'float32', 1);
  const gradient = tf.tidy(() => {
    const loss = (at: Tensor): Tensor => tf.sum(tf.square(model.apply(at) as Tensor));
    return Array.from(tf.grad(loss)(x).dataSync());
  });
  expect(gradient.every((slope) => Math.abs(slope) > 1e-9)).toBe(true);
  // Without positions the order of patches would not matter.
  const [turned, y] = [tf.reverse(x, [1, 2]), model.predict(x) as Tensor];
  const other = model.predict(turned) as Tensor;
  expect(other.dataSync()).not.toEqual(y.dataSync());
  tf.dispose([x, y, turned, other]);
  model.dispose();
});

test('says which sizes it takes', () => {
  expect(() => vit({ inputShape: [30, 32, 1], classes: 2 })).toThrow(
    'Expected `inputShape` to be [H, W, channels] with H and W divisible by 4, as the other options have it. Received: [30,32,1]',
  );
  expect(() => vit({ inputShape: [32, 32, 1], classes: 2, width: 10 })).toThrow(
    'Expected `width` to be a multiple of `heads`, 4. Received: 10',
  );
});
