import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { softmaxCrossEntropy, sparseSoftmaxCrossEntropy } from '../../nn/losses/index.js';
import '../../nn/tf.js';
import { type Scalar, type Tensor, tf } from '../tf.js';
import { useBackend } from '../use-backend.js';

/** Functions whose gradient needs their output; none of these is linear where it is tried. */
const cases: [name: string, f: (x: Tensor) => Tensor][] = [
  ['tanh', (x) => tf.tanh(x)],
  ['sigmoid', (x) => tf.sigmoid(x)],
  ['exp', (x) => tf.exp(x)],
  ['expm1', (x) => tf.expm1(x)],
  ['elu', (x) => tf.elu(x)],
  ['pow', (x) => tf.pow(tf.add(x, 3), 2.5)],
  ['sqrt', (x) => tf.sqrt(tf.square(tf.add(x, 3)).add(x))],
  ['rsqrt', (x) => tf.rsqrt(tf.add(x, 3))],
  ['reciprocal', (x) => tf.reciprocal(tf.add(x, 3))],
  ['softmax', (x) => tf.softmax(x as never)],
  ['logSoftmax', (x) => tf.logSoftmax(x as never)],
  ['logSumExp', (x) => tf.logSumExp(x, 1)],
  ['max of squares', (x) => tf.max(tf.square(x), 1)],
  ['min of cubes', (x) => tf.min(tf.pow(tf.add(x, 3), 3), 1)],
  ['norm', (x) => tf.norm(x, 'euclidean', 1)],
  ['a layer of tanh in a layer', (x) => tf.tanh(tf.mul(tf.sigmoid(tf.mul(x, 2)), x))],
  [
    'dense with sigmoid, fused',
    (x) =>
      tf.fused.matMul({
        a: x as never,
        b: tf.tensor2d([0.3, -0.2, 0.5, 0.7, 0.1, -0.4], [3, 2]),
        activation: 'sigmoid',
      }),
  ],
  [
    'softmaxCrossEntropy',
    (x) => softmaxCrossEntropy(tf.tensor2d([1, 0, 0, 0, 1, 0], [2, 3]), x as never),
  ],
  [
    'tf.losses.softmaxCrossEntropy',
    (x) => tf.losses.softmaxCrossEntropy(tf.tensor2d([1, 0, 0, 0, 1, 0], [2, 3]), x),
  ],
  [
    'tf.losses.softmaxCrossEntropy, of its labels',
    (x) => tf.losses.softmaxCrossEntropy(tf.square(x), tf.sin(x)),
  ],
  [
    'batchNorm without scale and offset',
    (x) => tf.batchNorm(tf.square(x), tf.mean(tf.square(x), 0), tf.add(tf.mean(tf.exp(x), 0), 1)),
  ],
  ['sparseSoftmaxCrossEntropy', (x) => sparseSoftmaxCrossEntropy(tf.tensor1d([0, 1], 'int32'), x)],
];
const at = [-0.9, 0.35, 0.8, 0.15, -0.4, 0.6];
const shape: [number, number] = [2, 3];

/** How the squared slope of a sum of squares changes with x, by the tape and by differences. */
function twice(f: (x: Tensor) => Tensor): { taped: number[]; differences: number[] } {
  const weights = tf.tensor([0.4, -0.7, 1.1, 0.9, -0.3, 0.5], shape);
  const slope = tf.grad((x: Tensor) => tf.sum(tf.square(f(x))));
  const of = (x: Tensor): Scalar => tf.sum(tf.mul(slope(x), weights)) as Scalar;
  const taped = Array.from(tf.grad(of)(tf.tensor(at, shape)).dataSync());
  const h = 1e-2;
  const moved = (i: number, by: number): number =>
    of(
      tf.tensor(
        at.map((v, j) => (j === i ? v + by : v)),
        shape,
      ),
    ).dataSync()[0] as number;
  return { taped, differences: at.map((_, i) => (moved(i, h) - moved(i, -h)) / (2 * h)) };
}

const where = {
  cpu: describe,
  wasm: describeIf.bind(null, 'wasm'),
  tensorflow: describeIf.bind(null, 'native'),
};
for (const name of Object.keys(where) as (keyof typeof where)[]) {
  where[name](`gradients of gradients on ${name}`, () => {
    beforeAll(() => useBackend(name));
    afterAll(async () => void (await tf.setBackend('cpu')));

    test.each(cases)('%s', (_name, f) => {
      const { taped, differences } = tf.tidy(() => twice(f));
      const error = Math.hypot(...taped.map((v, i) => v - (differences[i] as number)));
      expect(error / Math.hypot(...differences)).toBeLessThan(1e-3);
    });
  });
}
