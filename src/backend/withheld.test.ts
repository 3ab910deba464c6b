import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test } from 'vitest';
import { tf } from './tf.js';
import { WithheldError, withhold, withholdable } from './withheld.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('a withheld op throws as function and as method, and works again after', () => {
  const x = tf.tensor1d([1, 2]);
  const restore = withhold(['tf.softmax', 'tf.losses.softmaxCrossEntropy']);
  expect(() => tf.softmax(x)).toThrow('tf.softmax is withheld here');
  expect(() => (x as unknown as { softmax(): unknown }).softmax()).toThrow(WithheldError);
  expect(() => tf.losses.softmaxCrossEntropy(x, x)).toThrow(WithheldError);
  restore();
  expect(tf.sum(tf.softmax(x)).dataSync()[0]).toBeCloseTo(1);
});

test('a withheld namespace refuses each of its functions by name', () => {
  const { layers } = tf;
  const restore = withhold(['tf.layers']);
  expect(() => tf.layers.conv1d({ filters: 1, kernelSize: 1 })).toThrow(
    'tf.layers.conv1d is withheld here',
  );
  const { dense } = tf.layers;
  expect(() => dense({ units: 1 })).toThrow(WithheldError);
  restore();
  expect(tf.layers).toBe(layers);
});

test('a library function is withheld under the name students know', () => {
  const double = withholdable('gradus/family.double', (x: number) => 2 * x);
  expect(double(2)).toBe(4);
  const restore = withhold(['gradus/family.double']);
  expect(() => double(2)).toThrow('gradus/family.double is withheld here');
  restore();
  expect(double(2)).toBe(4);
});

test('a name that does not exist is ignored', () => {
  withhold(['tf.noSuchOp', 'tf.no.such'])();
});

test('patched sets and maps unlock nothing', () => {
  const double = withholdable('gradus/family.patched', (x: number) => 2 * x);
  const restore = withhold(['gradus/family.patched']);
  const { has } = Set.prototype;
  try {
    Set.prototype.has = () => false;
    expect(() => double(2)).toThrow(WithheldError);
  } finally {
    Set.prototype.has = has;
    restore();
  }
});

test('what hangs on a class is withheld too', () => {
  const restore = withhold(['tf.train.sgd']);
  expect(() => tf.train.sgd(1)).toThrow(WithheldError);
  restore();
  expect(tf.train.sgd(1)).toBeDefined();
});
