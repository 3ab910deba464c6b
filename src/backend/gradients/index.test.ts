import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { nativeTensorsLeft, opsOf, relativeError, useNative } from '../../nn/test-tools.js';
import { type Tensor, tf } from '../tf.js';

/** tfjs cannot differentiate the comparisons in these once more. */
const onceOnly = ['relu6', 'selu', 'leakyRelu'];
const values = [-3, -0.7, -0.1, 0.2, 0.9, 7];
const shape: [number, number] = [2, 3];

/** An operation, and what runs for value and gradient on TensorFlow. */
const cases: [name: string, f: (x: Tensor) => Tensor, ops: string[]][] = [
  ['relu', (x) => tf.relu(x), ['Relu', 'ReluGrad']],
  ['relu6', (x) => tf.relu6(x), ['Relu6', 'Relu6Grad']],
  ['sigmoid', (x) => tf.sigmoid(x), ['Sigmoid', 'SigmoidGrad']],
  ['tanh', (x) => tf.tanh(x), ['Tanh', 'TanhGrad']],
  ['elu', (x) => tf.elu(x), ['Elu', 'EluGrad']],
  ['selu', (x) => tf.selu(x), ['Selu', 'SeluGrad']],
  ['leakyRelu', (x) => tf.leakyRelu(x, 0.3), ['LeakyRelu', 'LeakyReluGrad']],
  ['softplus', (x) => tf.softplus(x), ['Softplus', 'SoftplusGrad']],
  [
    'add of a bias',
    (x) => tf.add(tf.tensor(values, shape), tf.sum(x, 0)),
    ['Sum', 'Add', 'Sum', 'Reshape', 'BroadcastTo'],
  ],
  ['sum', (x) => tf.sum(x), ['Sum', 'BroadcastTo']],
  ['sum of columns', (x) => tf.sum(x, 0), ['Sum', 'Reshape', 'BroadcastTo']],
  ['mean', (x) => tf.mean(x), ['Mean', 'Mul', 'BroadcastTo']],
  ['mean of rows, kept', (x) => tf.mean(x, -1, true), ['Mean', 'Mul', 'BroadcastTo']],
];

describeIf('native', 'gradients on TensorFlow', () => {
  beforeAll(useNative);
  afterAll(async () => void (await tf.setBackend('cpu')));

  test.each(cases)(
    '%s: the numbers of tfjs, also twice differentiated, in few operations',
    async (name, f, ops) => {
      const numbers = (): number[][] =>
        tf.tidy(() => {
          const x = tf.tensor(values, shape);
          const first = tf.grad((t: Tensor) => f(t));
          const dy = tf.mul(f(x), 0.3);
          const second = tf.grad((t: Tensor) => tf.mul(first(t, dy), t));
          const taken = onceOnly.includes(name) ? [first(x, dy)] : [first(x, dy), second(x)];
          return taken.map((t) => Array.from(t.dataSync()));
        });
      await tf.setBackend('cpu');
      const expected = numbers();
      await useNative();
      for (const [i, got] of numbers().entries()) {
        expect(relativeError(got, expected[i] as number[])).toBeLessThan(3e-6);
      }
      const x = tf.tensor(values, shape);
      const dy = tf.tidy(() => tf.onesLike(f(x)));
      const run = (): void => tf.tidy(() => void tf.grad((t: Tensor) => f(t))(x, dy));
      expect(opsOf(run)).toEqual(ops);
      expect(nativeTensorsLeft(run)).toBe(0);
      tf.dispose([x, dy]);
    },
  );
});
