import { beforeAll, expect, test } from 'vitest';
import { use } from '../../nn/layers/test-tools.js';
import { type Tensor, tf } from '../../nn/tf.js';
import { identity } from './resnet/basic-block.js';
import { resnet20 } from './resnet20.js';

beforeAll(() => use('cpu'));

test.each([
  // The table of the paper, in millions: 0.27, 0.46, 0.66, 0.85.
  [3, 'resnet20', 269_722],
  [5, 'resnet32', 464_154],
  [7, 'resnet44', 658_586],
  [9, 'resnet56', 853_018],
])('with %i blocks a stage it is %s, with %i weights to train', (blocks, name, weights) => {
  const model = resnet20({ inputShape: [32, 32, 3], classes: 10, blocks });
  expect(model.name).toBe(name);
  expect(model.getWeights(true).reduce((sum, { size }) => sum + size, 0)).toBe(weights);
  expect(model.getLayer('stage_2_block_0_add').outputShape).toEqual([null, 8, 8, 64]);
  model.dispose();
});

test('a shortcut takes every other pixel and pads the channels with zeros', () => {
  const input = tf.input({ shape: [5, 4, 2] });
  const outputs = identity(input, { name: 'block', filters: 5, stride: 2 }, () => 1);
  const model = tf.model({ inputs: input, outputs });
  const x = tf.reshape(tf.range(1, 41), [1, 5, 4, 2]);
  const y = model.predict(x) as Tensor;
  expect(y.shape).toEqual([1, 3, 2, 5]);
  expect(Array.from(y.dataSync())).toEqual(
    [
      [1, 2, 5, 6],
      [17, 18, 21, 22],
      [33, 34, 37, 38],
    ].flatMap(([a, b, c, d]) => [0, a, b, 0, 0, 0, c, d, 0, 0]),
  );
  tf.dispose([x, y]);
  model.dispose();
});

test('takes images of odd size', () => {
  const model = resnet20({ inputShape: [9, 11, 1], classes: 2, blocks: 1, filters: 2 });
  expect(model.getLayer('stage_2_block_0_add').outputShape).toEqual([null, 3, 3, 8]);
  model.dispose();
});
