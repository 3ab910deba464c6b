import { beforeAll, expect, test } from 'vitest';
import { createRng } from '../backend/random.js';
import {
  numericalGradient,
  relativeError,
  tensorsLeft,
  useCpu,
} from '../deep-learning/test-tools.js';
import { type Tensor2D, tf } from '../nn/tf.js';
import { crossEntropy } from './cross-entropy.js';

beforeAll(useCpu);

const loss = (logits: number[][], labels: number[]): number =>
  tf.tidy(
    () =>
      crossEntropy(tf.tensor2d(logits), tf.tensor1d(labels, 'int32')).dataSync()[0] ?? Number.NaN,
  );

test('knowing nothing costs ln C', () => {
  expect(
    loss(
      [
        [0, 0, 0, 0],
        [5, 5, 5, 5],
      ],
      [1, 3],
    ),
  ).toBeCloseTo(Math.log(4), 6);
});

test('is the mean, so a batch said twice costs the same', () => {
  const [logits, labels] = [
    [
      [1, 2, 0.5],
      [0, -1, 3],
    ],
    [0, 2],
  ];
  expect(loss([...logits, ...logits], [...labels, ...labels])).toBeCloseTo(loss(logits, labels), 6);
});

test('stays finite and right when the right class is hopeless', () => {
  expect(loss([[0, 10_000]], [0])).toBe(10_000);
  expect(loss([[0, 10_000]], [1])).toBe(0);
});

test('its gradient agrees with central differences', () => {
  const logits = createRng(3).normals(12);
  const labels = tf.tensor1d([0, 3, 1], 'int32');
  const shaped = (values: Float32Array): Tensor2D => tf.tensor2d(values, [3, 4]);
  const numerical = numericalGradient(
    (values) => tf.tidy(() => crossEntropy(shaped(values), labels).dataSync()[0] ?? Number.NaN),
    logits,
  );
  const exact = tf.grad((z) => crossEntropy(z as Tensor2D, labels))(shaped(logits));
  expect(relativeError(numerical, exact.dataSync())).toBeLessThan(1e-3);
});

test('leaves one tensor, its result', async () => {
  const [logits, labels] = [tf.tensor2d([[1, 2]]), tf.tensor1d([1], 'int32')];
  expect(await tensorsLeft(() => crossEntropy(logits, labels))).toBe(1);
});
