import { beforeAll, expect, test } from 'vitest';
import { use } from '../../nn/layers/test-tools.js';
import { type Tensor, tf } from '../../nn/tf.js';
import { mobilenetSmall } from './mobilenet-small.js';

beforeAll(() => use('cpu'));

/** Weights to train of a block: 3×3 for each channel, 1×1 for all, two normalisations. */
const block = (from: number, to: number): number => 9 * from + 2 * from + from * to + 2 * to;

test('has the weights of the blocks of MobileNet', () => {
  const model = mobilenetSmall({ inputShape: [32, 32, 3], classes: 10 });
  const trained = model.getWeights(true).reduce((sum, { size }) => sum + size, 0);
  const blocks = [
    [32, 64],
    [64, 128],
    [128, 128],
    [128, 256],
    [256, 256],
  ].reduce((sum, [from, to]) => sum + block(from as number, to as number), 0);
  expect(trained).toBe(27 * 32 + 64 + blocks + 2570);
  expect(model.getLayer('block_4_pointwise').outputShape).toEqual([null, 8, 8, 256]);
  model.dispose();
});

test('the width multiplier thins each layer, to one filter at least', () => {
  const widths = [1, 0.5, 0.001].map((widthMultiplier) => {
    const model = mobilenetSmall({ inputShape: [8, 8, 1], classes: 2, widthMultiplier });
    const names = ['stem', 'block_1_pointwise', 'block_4_pointwise'];
    const shapes = names.map((name) => (model.getLayer(name).outputShape as number[])[3]);
    model.dispose();
    return shapes;
  });
  expect(widths).toEqual([
    [32, 128, 256],
    [16, 64, 128],
    [1, 1, 1],
  ]);
  expect(() => mobilenetSmall({ inputShape: [8, 8, 1], classes: 2, widthMultiplier: 0 })).toThrow(
    'Expected `widthMultiplier` to be a number > 0. Received: 0',
  );
});

test('takes images of odd size', () => {
  const model = mobilenetSmall({ inputShape: [9, 11, 1], classes: 2, widthMultiplier: 0.1 });
  const x = tf.zeros([1, 9, 11, 1]);
  const y = model.predict(x) as Tensor;
  expect(y.shape).toEqual([1, 2]);
  tf.dispose([x, y]);
  model.dispose();
});
