import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { isLibrary } from '../../backend/capture/index.js';
import { createRng } from '../../backend/random.js';
import { useBackend } from '../../backend/use-backend.js';
import {
  nativeTensorsLeft,
  numericalGradient,
  opsOf,
  relativeError,
  useNative,
} from '../test-tools.js';
import { type Scalar, type Tensor, tf } from '../tf.js';
import * as losses from './index.js';

const scores = [2, -1, 0.5, -30, 40, 3, 0.1, 0.2, 0.3, -2, 1, 1];
const logits = (): Tensor => tf.tensor2d(scores, [4, 3]);
const classes = (): Tensor => tf.tensor1d([0, 1, 2, 0], 'int32');
const soft = (): Tensor => tf.tensor2d([1, 0, 0, 0, 0.9, 0.1, 0.2, 0.3, 0.5, 0, 0, 1], [4, 3]);
const binary = (): Tensor => tf.tensor2d([1, 0, 0.5, 1, 0, 1, 0, 0, 1, 1, 0, 1], [4, 3]);

type Loss = (labels: Tensor, predictions: Tensor) => Tensor;

/** In double precision. */
const rowsOf = (flat: ArrayLike<number>): number[][] =>
  [0, 1, 2, 3].map((i) => Array.from(flat).slice(3 * i, 3 * i + 3));
const logSoftmax = (z: number[]): number[] => {
  const top = Math.max(...z);
  const logSum = top + Math.log(z.reduce((sum, v) => sum + Math.exp(v - top), 0));
  return z.map((v) => v - logSum);
};
const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const softly = (p: number[], z: number[]): number =>
  -logSoftmax(z).reduce((sum, v, i) => sum + v * (p[i] as number), 0);
const softplus = (v: number): number => Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)));

/** A loss, its labels, its value by hand, and the operations of value and gradient. */
const cases: [string, Loss, () => Tensor, (z: number[], i: number) => number, number][] = [
  [
    'sparseSoftmaxCrossEntropy',
    losses.sparseSoftmaxCrossEntropy,
    classes,
    (z, i) => -(logSoftmax(z)[[0, 1, 2, 0][i] as number] as number),
    3,
  ],
  [
    'softmaxCrossEntropy',
    losses.softmaxCrossEntropy,
    soft,
    (z, i) => softly(rowsOf(soft().dataSync())[i] as number[], z),
    3,
  ],
  [
    'sigmoidCrossEntropy',
    losses.sigmoidCrossEntropy,
    binary,
    (z, i) =>
      mean(z.map((v, c) => softplus(v) - v * (rowsOf(binary().dataSync())[i]?.[c] as number))),
    10,
  ],
  [
    'meanSquaredError',
    losses.meanSquaredError,
    binary,
    (z, i) => mean(z.map((v, c) => (v - (rowsOf(binary().dataSync())[i]?.[c] as number)) ** 2)),
    9,
  ],
];

function suite(): void {
  test.each(cases)(
    '%s is right for large scores too, and so is its gradient',
    (_, loss, labels, hand) => {
      const expected = rowsOf(scores).map(hand);
      const value = loss(labels(), logits());
      expect(value.shape).toEqual([4]);
      expect(relativeError(value.dataSync(), expected)).toBeLessThan(1e-6);
      // Differences in double precision: the loss of a score of 40 has none in float32.
      const weights = [1, -0.5, 2, 0.3];
      const differences = numericalGradient(
        (z) => rowsOf(z).reduce((sum, row, i) => sum + (weights[i] as number) * hand(row, i), 0),
        scores,
        1e-2,
      );
      const f = (z: Tensor): Tensor => tf.sum(tf.mul(loss(labels(), z), weights));
      expect(relativeError(tf.grad(f)(logits()).dataSync(), differences)).toBeLessThan(1e-3);
    },
  );

  test('sequences: labels […, 1] or […] of numbers of any type', () => {
    const z = tf.reshape(logits(), [2, 2, 3]);
    const flat = losses.sparseSoftmaxCrossEntropy(classes(), logits());
    for (const shape of [
      [2, 2],
      [2, 2, 1],
    ]) {
      const labels = tf.reshape(tf.cast(classes(), 'float32'), shape);
      const value = losses.sparseSoftmaxCrossEntropy(labels, z);
      expect(value.shape).toEqual([2, 2]);
      expect(value.dataSync()).toEqual(flat.dataSync());
      expect(losses.sparseAccuracy(labels, z).shape).toEqual([2, 2]);
    }
  });

  test('accuracy from scores', () => {
    expect(Array.from(losses.sparseAccuracy(classes(), logits()).dataSync())).toEqual([1, 1, 1, 0]);
    const right = losses.binaryAccuracy(tf.tensor2d([[1, 0]]), tf.tensor2d([[0.2, 0.4]]));
    expect(Array.from(right.dataSync())).toEqual([0.5]);
  });

  test('shapes and labels that do not fit are refused', () => {
    const sparse = losses.sparseSoftmaxCrossEntropy;
    expect(() => sparse(tf.zeros([3], 'int32'), logits())).toThrow(
      'Expected class numbers […] or […, 1] for scores […, C]. Received: labels [3], logits [4,3]',
    );
    expect(() => sparse(tf.tensor1d([0, 1, 2, 3], 'int32'), logits())).toThrow(/3/);
    for (const loss of [
      losses.softmaxCrossEntropy,
      losses.sigmoidCrossEntropy,
      losses.meanSquaredError,
    ]) {
      expect(() => loss(classes(), logits())).toThrow('of one shape');
    }
  });

  test('fit takes class numbers, and accuracy means accuracy', async () => {
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 3, inputShape: [2], kernelInitializer: 'zeros' })],
    });
    model.compile({
      optimizer: 'adam',
      loss: losses.sparseSoftmaxCrossEntropy,
      metrics: ['accuracy'],
    });
    const x = tf.tensor2d(createRng(1).normals(128), [64, 2]);
    const y = tf.argMax(tf.concat([x, tf.zeros([64, 1])], 1), 1);
    const { history } = await model.fit(x, y, { epochs: 60, batchSize: 16, verbose: 0 });
    expect(history.loss?.[0]).toBeLessThan(1.2);
    await model.fit(x, y, { epochs: 1, verbose: 0 });
    const [loss, accuracy] = (model.evaluate(x, y) as Scalar[]).map((t) => t.dataSync()[0]);
    expect(loss).toBeLessThan(history.loss?.[0] as number);
    const scored = losses.sparseAccuracy(y, model.predict(x) as Tensor);
    expect(accuracy).toBeCloseTo(tf.mean(scored).dataSync()[0] as number, 5);
    expect(accuracy).toBeGreaterThan(0.7);
  });

  test('binary accuracy of scores is taken at 0', () => {
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: 'ones' })],
    });
    model.compile({
      optimizer: 'sgd',
      loss: losses.sigmoidCrossEntropy,
      metrics: ['accuracy'],
    });
    const [, accuracy] = model.evaluate(
      tf.tensor2d([[0.2], [-0.2]]),
      tf.tensor2d([[1], [0]]),
    ) as Scalar[];
    expect(accuracy?.dataSync()[0]).toBe(1);
  });
}

describe('losses on the cpu backend', () => {
  beforeAll(async () => void (await useBackend({ backend: 'cpu', printBackend: false })));
  suite();

  test('each is the library’s own', () => {
    for (const loss of Object.values(losses)) expect(isLibrary(loss)).toBe(true);
  });
});

describeIf('wasm', 'losses on the wasm backend', () => {
  beforeAll(async () => void (await useBackend({ backend: 'wasm', printBackend: false })));
  suite();
});

describeIf('native', 'losses on TensorFlow', () => {
  beforeAll(useNative);
  suite();

  test.each(cases)('%s takes few operations and leaves no tensor', (_, loss, labels, __, most) => {
    const [z, y, dy] = [logits(), labels(), tf.ones([4])];
    const step = (): void => tf.tidy(() => void tf.grad((t) => loss(y, t))(z, dy));
    expect(opsOf(step).length).toBeLessThanOrEqual(most);
    expect(nativeTensorsLeft(step)).toBe(0);
  });
});
