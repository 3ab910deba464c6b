import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test } from 'vitest';
import { addChainedOps } from './chained-ops.js';
import { tf } from './tf.js';

beforeAll(() => tf.setBackend('cpu'));

const x = (): ReturnType<typeof tf.tensor2d> =>
  tf.tensor2d([
    [1, -2],
    [3, 4],
  ]);

test.each([
  [
    'add',
    () => x().add(1),
    [
      [2, -1],
      [4, 5],
    ],
  ],
  [
    'matMul',
    () => x().matMul(x()),
    [
      [-5, -10],
      [15, 10],
    ],
  ],
  [
    'relu',
    () => x().relu(),
    [
      [1, 0],
      [3, 4],
    ],
  ],
  ['sum', () => x().sum(1), [-1, 7]],
  ['argMax', () => x().argMax(1), [0, 1]],
  [
    'transpose',
    () => x().transpose(),
    [
      [1, 3],
      [-2, 4],
    ],
  ],
  ['reshape', () => x().reshape([4]), [1, -2, 3, 4]],
  ['flatten', () => x().flatten(), [1, -2, 3, 4]],
  [
    'concat',
    () => x().concat(x(), 1),
    [
      [1, -2, 1, -2],
      [3, 4, 3, 4],
    ],
  ],
  [
    'toInt',
    () => x().div(2).toInt(),
    [
      [0, -1],
      [1, 2],
    ],
  ],
  ['asScalar', () => tf.tensor1d([7]).asScalar(), 7],
])('a tensor has the method %s', (_name, op, values) => {
  expect(op().arraySync()).toEqual(values);
});

test('a disposed tensor is refused', () => {
  const gone = x();
  gone.dispose();
  expect(() => gone.add(1)).toThrow('Tensor is disposed');
});

test('a tensor of several elements is no scalar, and says its shape', () => {
  expect(() => x().asScalar()).toThrow('Expected a tensor with 1 element. Received: shape [2,2]');
});

test('methods take part in gradients', () => {
  const gradient = tf.grad((v: ReturnType<typeof x>) => v.square().sum())(x());
  expect(gradient.arraySync()).toEqual([
    [2, -4],
    [6, 8],
  ]);
});

test('adding them twice changes nothing', () => {
  addChainedOps();
  expect(x().neg().arraySync()).toEqual([
    [-1, 2],
    [-3, -4],
  ]);
});
