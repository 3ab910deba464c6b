import { beforeAll, expect, test } from 'vitest';
import { use } from '../../nn/layers/test-tools.js';
import { type Tensor, tf } from '../../nn/tf.js';
import { unet } from './unet.js';

beforeAll(() => use('cpu'));

test('has the 31,030,593 weights of the sizes of the paper, padded', async () => {
  const model = unet({ inputShape: [16, 16, 1], classes: 1, depth: 4, filters: 64 });
  expect(model.countParams()).toBe(31_030_593);
  expect(model.getLayer('bottom_conv_1').outputShape).toEqual([null, 1, 1, 1024]);
  expect(model.getLayer('up_3_join').outputShape).toEqual([null, 2, 2, 1024]);
  model.dispose();
});

test('what lies beside a pixel at full size reaches it around the bottom', () => {
  const model = unet({ inputShape: [8, 8, 1], classes: 3, depth: 2, filters: 2, seed: 1 });
  const x = tf.randomUniform([1, 8, 8, 1], -1, 1, 'float32', 1);
  const y = model.predict(x) as Tensor;
  expect(y.shape).toEqual([1, 8, 8, 3]);
  // Without the bottom's weights, the way up still sees what the way down kept.
  const bottom = model.getLayer('bottom_conv_1');
  bottom.setWeights(bottom.getWeights().map((weight) => tf.zerosLike(weight)));
  const around = model.predict(x) as Tensor;
  const pixels = around.dataSync();
  expect(new Set(pixels).size).toBeGreaterThan(32);
  expect(pixels).not.toEqual(y.dataSync());
  tf.dispose([x, y, around]);
  model.dispose();
});

test('says which sizes it takes', () => {
  expect(() => unet({ inputShape: [28, 28, 1], classes: 2 })).toThrow(
    'Expected `inputShape` to be [H, W, channels] with H and W divisible by 8, as the other options have it. Received: [28,28,1]. Change it in the options of `unet`.',
  );
  unet({ inputShape: [28, 28, 1], classes: 2, depth: 2, filters: 1, batchNorm: true }).dispose();
});
