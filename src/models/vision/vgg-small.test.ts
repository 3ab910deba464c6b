import { beforeAll, expect, test } from 'vitest';
import { use } from '../../nn/layers/test-tools.js';
import { tf } from '../../nn/tf.js';
import { vggSmall } from './vgg-small.js';

beforeAll(() => use('cpu'));

/** Weights of 3×3 convolutions with bias. */
const convolutions = (widths: readonly number[]): number =>
  widths.slice(1).reduce((sum, to, i) => sum + 9 * (widths[i] as number) * to + to, 0);

test('has the convolutions of VGG-16 where they are asked for', () => {
  // torchvision's VGG-11 has 9,220,480 weights in its convolutions, of one and two a block; those of
  // VGG-13, two in each of five blocks, are 9,404,992.
  const model = vggSmall({
    ...{ inputShape: [32, 32, 3], classes: 10, filters: [64, 128, 256, 512, 512], hidden: 1 },
  });
  const last = 512 + 1 + (10 + 10);
  expect(model.countParams() - last).toBe(9_404_992);
  expect(model.getLayer('block_4_pool').outputShape).toEqual([null, 1, 1, 512]);
  model.dispose();
});

test('has the layers that were asked for', () => {
  const options = { inputShape: [8, 8, 1], classes: 3, filters: [2, 4], hidden: 5 } as const;
  const inputShape: [number, number, number] = [...options.inputShape];
  const dense = 2 * 2 * 4 * 5 + 5 + (5 * 3 + 3);
  const plain = vggSmall({ ...options, inputShape, convolutions: 3 });
  expect(plain.countParams()).toBe(convolutions([1, 2, 2, 2, 4, 4, 4]) + dense);
  const normed = vggSmall({ ...options, inputShape, convolutions: 1, batchNorm: true });
  // Scale, shift, mean and variance instead of a bias.
  expect(normed.countParams()).toBe(convolutions([1, 2, 4]) + 3 * (2 + 4) + dense);
  const dropped = vggSmall({ ...options, inputShape, dropout: 0.5 });
  expect(dropped.layers.map((layer) => layer.getClassName())).toContain('Dropout');
  const x = tf.ones([2, 8, 8, 1]);
  const y = plain.predict(x) as typeof x;
  expect(y.shape).toEqual([2, 3]);
  tf.dispose([x, y]);
  for (const one of [plain, normed, dropped]) one.dispose();
});

test('says when an image is too small for its blocks', () => {
  expect(() => vggSmall({ inputShape: [7, 8, 1], classes: 2 })).toThrow(
    'Expected `inputShape` to be [H, W, channels] with H and W >= 8. Received: [7,8,1]',
  );
  vggSmall({ inputShape: [7, 8, 1], classes: 2, filters: [1, 1] }).dispose();
});
