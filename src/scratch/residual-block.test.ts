import { beforeAll, expect, test } from 'vitest';
import { tensorsLeft, useCpu } from '../deep-learning/test-tools.js';
import { type Tensor, type Tensor1D, type Tensor4D, tf } from '../nn/tf.js';
import { type ResidualWeights, residualBlock } from './residual-block.js';

beforeAll(useCpu);

let seed = 0;
const normal = <T extends Tensor>(...shape: number[]): T =>
  tf.randomNormal(shape, 0, 1, 'float32', ++seed) as T;

function weights(channels: number, filters: number, hasShortcut: boolean): ResidualWeights {
  return {
    w1: normal<Tensor4D>(3, 3, channels, filters),
    b1: normal<Tensor1D>(filters),
    w2: normal<Tensor4D>(3, 3, filters, filters),
    b2: normal<Tensor1D>(filters),
    ...(hasShortcut ? { shortcut: normal<Tensor4D>(1, 1, channels, filters) } : {}),
  };
}

test.each([
  [2, 2, false, 1],
  [2, 3, true, 1],
  [2, 3, true, 2],
])('from %i to %i channels it is the formula', (channels, filters, hasShortcut, stride) => {
  const x = normal<Tensor4D>(2, 5, 4, channels);
  const block = weights(channels, filters, hasShortcut);
  const { w1, b1, w2, b2, shortcut } = block;
  const inner = tf.relu(tf.add(tf.conv2d(x, w1, stride, 'same'), b1)) as Tensor4D;
  const round = shortcut === undefined ? x : tf.conv2d(x, shortcut, stride, 'same');
  const exact = tf.relu(tf.addN([tf.conv2d(inner, w2, 1, 'same'), round]).add(b2));
  const got = residualBlock(x, block, stride);
  expect(got.shape).toEqual(exact.shape);
  expect(tf.max(tf.abs(tf.sub(got, exact))).dataSync()[0]).toBeLessThan(1e-3);
});

test('without weights what is positive goes round unchanged', () => {
  const x = tf.abs(normal<Tensor4D>(1, 3, 3, 2));
  const none: ResidualWeights = {
    w1: tf.zeros([3, 3, 2, 2]),
    b1: tf.zeros([2]),
    w2: tf.zeros([3, 3, 2, 2]),
    b2: tf.zeros([2]),
  };
  expect(residualBlock(x, none, 1).arraySync()).toEqual(x.arraySync());
});

test('what cannot go round as it is is refused', () => {
  const x = normal<Tensor4D>(1, 4, 4, 2);
  expect(() => residualBlock(x, weights(2, 3, false), 1)).toThrow(/shortcut/);
  expect(() => residualBlock(x, weights(2, 2, false), 2)).toThrow(/shortcut/);
});

test('leaves its result and nothing else', async () => {
  const [x, block] = [normal<Tensor4D>(1, 4, 4, 2), weights(2, 3, true)];
  expect(await tensorsLeft(() => residualBlock(x, block, 2))).toBe(1);
});
