/** Gradients of operations whose input is the result of another one, as it is in every network. */
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { type Tensor, type Tensor2D, tf } from '../../nn/tf.js';
import { type BackendName, useBackend } from '../use-backend.js';

const cases: [name: string, f: (x: Tensor2D) => Tensor, slopes?: (x: number) => number][] = [
  ['logSigmoid', (x) => tf.logSigmoid(x), (x) => 1 / (1 + Math.exp(x))],
  ['logSigmoid, chained', (x) => x.logSigmoid(), (x) => 1 / (1 + Math.exp(x))],
  ['softplus', (x) => tf.softplus(x), (x) => 1 / (1 + Math.exp(-x))],
  ['softmax', (x) => tf.square(tf.softmax(x))],
  ['logSoftmax', (x) => tf.square(tf.logSoftmax(x))],
  ['batchNorm of a mean alone', (x) => tf.batchNorm(x, tf.mean(x, 0), tf.ones([2]))],
  [
    'batchNorm without offset',
    (x) => tf.batchNorm(x, tf.zeros([2]), tf.ones([2]), undefined, tf.tensor1d([2, 3])),
  ],
  ['batchNorm2d, chained', (x) => x.batchNorm(tf.zeros([2]), tf.ones([2]))],
  ['softmaxCrossEntropy', (x) => tf.losses.softmaxCrossEntropy(tf.eye(2), x)],
  ['fused matMul', (x) => tf.fused.matMul({ a: x, b: tf.ones([2, 2]), activation: 'relu' })],
  [
    'fused conv2d',
    (x) =>
      tf.fused.conv2d({
        x: tf.reshape(x, [1, 2, 2, 1] as [number, number, number, number]),
        filter: tf.ones([1, 1, 1, 1]),
        strides: 1,
        pad: 'same',
        activation: 'relu',
      }),
  ],
];

function suite(backend: BackendName): void {
  beforeAll(async () => void (await useBackend({ backend, printBackend: false })));
  afterAll(async () => void (await tf.setBackend('cpu')));

  test.each(cases)('%s', (_, f, slope) => {
    tf.tidy(() => {
      const x = tf.tensor2d([-2, -0.5, 0.25, 3], [2, 2]);
      const direct = tf
        .grad((t: Tensor) => f(t as Tensor2D))(x)
        .dataSync();
      const through = tf.grad((t: Tensor) => f(tf.tidy(() => tf.div(tf.mul(t, 2), 2)) as Tensor2D));
      const gradient = Array.from(through(x).dataSync());
      gradient.forEach((value, i) => {
        expect(value).toBeCloseTo(direct[i] as number, 5);
        if (slope) expect(value).toBeCloseTo(slope(x.dataSync()[i] as number), 5);
      });
    });
  });
}

describeIf('native', 'gradients through what is no input, on tensorflow', () =>
  suite('tensorflow'),
);
describeIf('wasm', 'gradients through what is no input, on wasm', () => suite('wasm'));
describe('gradients through what is no input, on cpu', () => suite('cpu'));
