import { beforeAll, expect, test } from 'vitest';
import { tensorsLeft, useCpu } from '../deep-learning/test-tools.js';
import { scaledDotProductAttention, sinusoidalPositions } from '../nlp/index.js';
import { type Tensor, type Tensor2D, type Tensor3D, tf } from '../nn/tf.js';
import {
  attend,
  causalMask,
  type DecoderWeights,
  decoderBlock,
  multiHead,
  positionWaves,
  unitNorm,
} from './attention.js';

beforeAll(useCpu);

let seed = 0;
const normal = <T extends Tensor>(...shape: number[]): T =>
  tf.randomNormal(shape, 0, 1, 'float32', ++seed) as T;
const apart = (a: Tensor, b: Tensor): number =>
  tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0] as number);

const maps = (width: number) => ({
  wq: normal<Tensor2D>(width, width),
  wk: normal<Tensor2D>(width, width),
  wv: normal<Tensor2D>(width, width),
  wo: normal<Tensor2D>(width, width),
});
const block = (width: number, hidden: number): DecoderWeights => ({
  self: maps(width),
  cross: maps(width),
  up: normal<Tensor2D>(width, hidden),
  down: normal<Tensor2D>(hidden, width),
});

test('attention and its causal mask are those of the family', () => {
  const [q, k, v] = [normal(2, 3, 5, 4), normal(2, 3, 5, 4), normal(2, 3, 5, 4)];
  const plain = scaledDotProductAttention(q as never, k as never, v as never);
  expect(apart(attend(q, k, v).y, plain)).toBeLessThan(1e-5);
  const causal = scaledDotProductAttention(q as never, k as never, v as never, { causal: true });
  expect(apart(attend(q, k, v, causalMask(5)).y, causal)).toBeLessThan(1e-5);
});

test('rows sum to 1, and what may not be seen has no weight at all', () => {
  const { weights } = attend(normal(2, 4, 3), normal(2, 4, 3), normal(2, 4, 3), causalMask(4));
  expect(apart(tf.sum(weights, -1), tf.ones([2, 4]))).toBeLessThan(1e-6);
  expect(apart(tf.mul(weights, tf.sub(1, causalMask(4))), tf.zeros([2, 4, 4]))).toBe(0);
  expect(causalMask(2).arraySync()).toEqual([
    [1, 0],
    [1, 1],
  ]);
});

test('one head with maps that leave all as it is, is attention itself', () => {
  const [x, memory] = [normal<Tensor3D>(2, 3, 4), normal<Tensor3D>(2, 5, 4)];
  const eye = tf.eye(4);
  const { y } = multiHead(x, memory, { wq: eye, wk: eye, wv: eye, wo: eye }, 1);
  expect(apart(y, attend(x, memory, memory).y)).toBeLessThan(1e-5);
  expect(() => multiHead(x, memory, maps(4), 3)).toThrow(/heads/);
});

test('the waves are those of the layer', () => {
  const layer = sinusoidalPositions().apply(tf.zeros([1, 9, 6])) as Tensor3D;
  expect(apart(positionWaves(9, 6), tf.squeeze(layer, [0]))).toBeLessThan(1e-5);
  expect(() => positionWaves(3, 5)).toThrow(/even/);
});

test('a decoder does not see the future, and nothing of the memory that it may not look at', () => {
  const weights = block(4, 8);
  const [x, memory] = [normal<Tensor3D>(2, 5, 4), normal<Tensor3D>(2, 3, 4)];
  const edited = tf.concat([x.slice([0, 0, 0], [2, 3, 4]), normal<Tensor3D>(2, 2, 4)], 1);
  const past = (y: Tensor3D) => y.slice([0, 0, 0], [2, 3, 4]);
  const before = decoderBlock(x, memory, weights, 2);
  const after = decoderBlock(edited as Tensor3D, memory, weights, 2);
  expect(apart(past(before), past(after))).toBe(0);
  const keep = tf.tensor([1, 1, 0], [1, 1, 1, 3]);
  const other = tf.concat([memory.slice([0, 0, 0], [2, 2, 4]), normal<Tensor3D>(2, 1, 4)], 1);
  const [seen, same] = [memory, other].map((read) =>
    decoderBlock(x, read as Tensor3D, weights, 2, keep),
  ) as [Tensor3D, Tensor3D];
  expect(apart(seen, same)).toBe(0);
});

test('norms have mean 0 and variance 1, and only what is handed back is left', async () => {
  const { mean, variance } = tf.moments(unitNorm(normal<Tensor3D>(2, 3, 16)), -1);
  expect(apart(mean, tf.zeros([2, 3]))).toBeLessThan(1e-5);
  expect(apart(variance, tf.ones([2, 3]))).toBeLessThan(1e-3);
  const [x, weights] = [normal<Tensor3D>(1, 3, 4), block(4, 4)];
  expect(await tensorsLeft(() => decoderBlock(x, x, weights, 2))).toBe(1);
  expect(await tensorsLeft(() => multiHead(x, x, weights.self, 2))).toBe(2);
});
