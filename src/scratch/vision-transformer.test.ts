import { beforeAll, expect, test } from 'vitest';
import { tensorsLeft, useCpu } from '../deep-learning/test-tools.js';
import {
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tf,
} from '../nn/tf.js';
import { vit } from '../vision/index.js';
import { patchEmbed } from './patches.js';
import {
  attentionRollout,
  type BlockWeights,
  multiHeadAttention,
  preNormBlock,
} from './vision-transformer.js';

beforeAll(useCpu);

let seed = 0;
const normal = <T extends Tensor>(...shape: number[]): T =>
  tf.randomNormal(shape, 0, 0.5, 'float32', ++seed) as T;
const apart = (a: Tensor, b: Tensor): number =>
  tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0] as number);

const weightsOf = (width: number, hidden: number): BlockWeights => ({
  gamma1: normal<Tensor1D>(width),
  beta1: normal<Tensor1D>(width),
  wQkv: normal<Tensor2D>(width, 3 * width),
  bQkv: normal<Tensor1D>(3 * width),
  wOut: normal<Tensor2D>(width, width),
  bOut: normal<Tensor1D>(width),
  gamma2: normal<Tensor1D>(width),
  beta2: normal<Tensor1D>(width),
  wUp: normal<Tensor2D>(width, hidden),
  bUp: normal<Tensor1D>(hidden),
  wDown: normal<Tensor2D>(hidden, width),
  bDown: normal<Tensor1D>(width),
});

test('the parts compute what the model of the library computes', () => {
  const model = vit({
    ...{ inputShape: [4, 6, 2], classes: 3, patchSize: 2, layers: 1, heads: 2, width: 8 },
    ...{ pooling: 'mean', seed: 1 },
  });
  model.setWeights(model.getWeights().map(({ shape }) => normal(...shape)));
  const [filters, bias, positions, ...rest] = model.getWeights() as [Tensor4D, Tensor1D, Tensor2D];
  const [gamma1, beta1, wQkv, bQkv, wOut, bOut, gamma2, beta2, wUp, bUp, wDown, bDown] =
    rest as Tensor[];
  const block = { gamma1, beta1, wQkv, bQkv, wOut, bOut, gamma2, beta2, wUp, bUp, wDown, bDown };
  const x = normal<Tensor4D>(2, 4, 6, 2);
  const embedded = tf.add<Tensor3D>(patchEmbed(x, filters, bias), positions);
  const [norm] = [model.getLayer('norm')];
  const after = preNormBlock(embedded, block as BlockWeights, 2);
  const logits = model.getLayer('logits').apply(tf.mean(norm.apply(after) as Tensor, 1)) as Tensor;
  expect(apart(logits, model.predict(x) as Tensor)).toBeLessThan(1e-4);
});

test('who moves takes its answer along', () => {
  const [x, weights] = [normal<Tensor3D>(2, 5, 8), weightsOf(8, 16)];
  const order = tf.tensor1d([3, 0, 4, 1, 2], 'int32');
  const moved = multiHeadAttention(tf.gather(x, order, 1), weights, 4);
  const still = multiHeadAttention(x, weights, 4);
  expect(apart(moved.y, tf.gather(still.y, order, 1))).toBeLessThan(1e-5);
  const both = tf.gather(tf.gather(still.attention, order, 2), order, 3);
  expect(apart(moved.attention, both)).toBeLessThan(1e-6);
  const blocks = [tf.gather(x, order, 1), x].map((each) => preNormBlock(each, weights, 4));
  expect(apart(blocks[0] as Tensor, tf.gather(blocks[1] as Tensor, order, 1))).toBeLessThan(1e-4);
});

test('a width that heads do not divide is refused', () => {
  const x = normal<Tensor3D>(1, 2, 6);
  expect(() => multiHeadAttention(x, weightsOf(6, 4), 4)).toThrow(/`heads`=4. Received: 6/);
});

test('a rollout by hand, and its rows sum to 1', () => {
  const first = tf.tensor4d([1, 0, 0, 1, 0, 1, 1, 0], [1, 2, 2, 2]); // mean: all 0.5
  const second = tf.tensor4d([0, 1, 1, 0], [1, 1, 2, 2]);
  expect(attentionRollout([first]).arraySync()).toEqual([
    [
      [0.75, 0.25],
      [0.25, 0.75],
    ],
  ]);
  expect(attentionRollout([second, first]).arraySync()).toEqual([
    [
      [0.5, 0.5],
      [0.5, 0.5],
    ],
  ]);
  const many = [0, 1, 2].map(() => tf.softmax(normal(2, 3, 4, 4)) as Tensor4D);
  expect(apart(tf.sum(attentionRollout(many), 2), tf.ones([2, 4]))).toBeLessThan(1e-6);
  expect(() => attentionRollout([])).toThrow(/at least one layer/);
});

test('leaves its result and nothing else', async () => {
  const [x, weights] = [normal<Tensor3D>(1, 3, 4), weightsOf(4, 6)];
  const { attention } = multiHeadAttention(x, weights, 2);
  expect(await tensorsLeft(() => multiHeadAttention(x, weights, 2))).toBe(2);
  expect(await tensorsLeft(() => preNormBlock(x, weights, 2))).toBe(1);
  expect(await tensorsLeft(() => attentionRollout([attention, attention]))).toBe(1);
});
