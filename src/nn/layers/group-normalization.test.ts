import { beforeAll, expect, test } from 'vitest';
import { tf } from '../tf.js';
import { use } from './test-tools.js';

beforeAll(() => use('cpu'));

test('each group of each example has mean 0 and variance 1, whatever the others are', () => {
  tf.tidy(() => {
    const x = tf.mul(
      tf.randomNormal([3, 4, 4, 6], 0, 1, 'float32', 1),
      tf.tensor1d([1, 1, 1, 9, 9, 9]),
    );
    const moved = tf.add(x, tf.tensor4d([0, 50, -7], [3, 1, 1, 1]));
    const layer = tf.layers.groupNormalization({ groups: 2, epsilon: 1e-6 });
    const y = tf.reshape(layer.apply(moved), [3, 16, 2, 3]);
    const { mean, variance } = tf.moments(y, [1, 3]);
    for (const value of mean.dataSync()) expect(Math.abs(value)).toBeLessThan(1e-5);
    for (const value of variance.dataSync()) expect(Math.abs(value - 1)).toBeLessThan(1e-3);
    layer.dispose();
  });
});

test('one group of all channels is layer normalisation of a row', () => {
  tf.tidy(() => {
    const x = tf.randomNormal([4, 5], 1, 2, 'float32', 2);
    const ours = tf.layers.groupNormalization({ groups: 1 }).apply(x).dataSync();
    const rows = tf.layers.layerNormalization({ epsilon: 1e-3 }).apply(x).dataSync();
    ours.forEach((value, i) => {
      expect(value).toBeCloseTo(rows[i] as number, 5);
    });
  });
});

test('says what it takes', () => {
  expect(() => tf.layers.groupNormalization({ groups: 0 })).toThrow(
    'Expected `groups` to be an integer >= 1. Received: 0',
  );
  expect(() => tf.layers.groupNormalization({ epsilon: 0 })).toThrow('`epsilon`');
  expect(() => tf.layers.groupNormalization({ groups: 4 }).apply(tf.zeros([1, 6]))).toThrow(
    'Expected a number of channels that is a multiple of `groups`=4. Received: 6',
  );
});
