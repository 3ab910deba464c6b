import { beforeAll, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { drawnScenes } from '../../data/generated/drawn-scenes.js';
import { sparseSoftmaxCrossEntropy, Trainer } from '../../nn/index.js';
import { use } from '../../nn/layers/test-tools.js';
import { type Tensor, tf } from '../../nn/tf.js';
import { meanIou } from '../../vision/mean-iou.js';
import { unet } from './unet.js';

beforeAll(() => use('cpu'));

/** Weights from the formula: 3×3 twice at each size and way, 2×2 up, 1×1 at the end. */
function weights(depth: number, filters: number, classes: number): number {
  const twice = (from: number, to: number): number => 9 * (from + to) * to + 2 * to;
  let count = twice(1, filters) + filters * classes + classes;
  for (let level = 0; level < depth; level++) {
    const [wide, narrow] = [filters * 2 ** (level + 1), filters * 2 ** level];
    // Down to the next size, up from it, and the way up that sees both.
    count += twice(narrow, wide) + (4 * wide * narrow + narrow) + twice(wide, narrow);
  }
  return count;
}

test('has the weights of the formula, by which the sizes of the paper, padded, have 31,030,593', () => {
  expect(weights(4, 64, 1)).toBe(31_030_593);
  const model = unet({ inputShape: [16, 16, 1], classes: 3, depth: 4, filters: 4 });
  expect(model.countParams()).toBe(weights(4, 4, 3));
  expect(model.getLayer('bottom_conv_1').outputShape).toEqual([null, 1, 1, 64]);
  expect(model.getLayer('up_3_join').outputShape).toEqual([null, 2, 2, 64]);
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

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));

  test('learns masks, by the Trainer and by fit, and beats the ground alone', async () => {
    const data = drawnScenes({ count: 160, size: 24, seed: 1 });
    const held = drawnScenes({ count: 40, size: 24, seed: 'held out' });
    const model = unet({ inputShape: [24, 24, 1], classes: 4, depth: 2, filters: 8, seed: 1 });
    const optimizer = tf.train.adam(5e-3);
    const trainer = new Trainer({ model, loss: sparseSoftmaxCrossEntropy, optimizer, seed: 1 });
    const { loss } = await trainer.fit({ x: data.x, y: data.masks }, { epochs: 4, batchSize: 16 });
    expect(loss.at(-1)).toBeLessThan((loss[0] as number) / 2);
    model.compile({ optimizer, loss: sparseSoftmaxCrossEntropy, metrics: ['accuracy'] });
    await model.fit(data.x, data.masks, { epochs: 6, batchSize: 16, verbose: 0 });
    const [last, accuracy] = model.evaluate(held.x, held.masks) as Tensor[];
    expect(last?.dataSync()[0]).toBeLessThan(loss.at(-1) as number);
    expect(accuracy?.dataSync()[0]).toBeGreaterThan(0.93);
    const [ours, ground] = tf.tidy(() => {
      const predicted = tf.argMax(model.predict(held.x) as Tensor, -1);
      return [predicted, tf.zerosLike(held.masks)].map((one) => meanIou(one, held.masks, 4));
    });
    expect(ours).toBeGreaterThan((ground as number) + 0.1);
    tf.dispose([data.x, data.masks, held.x, held.masks, last as Tensor, accuracy as Tensor]);
    optimizer.dispose();
    model.dispose();
  });
});
