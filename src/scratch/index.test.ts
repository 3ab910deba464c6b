import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test } from 'vitest';
import { type Tensor2D, tf } from '../backend/tf.js';
import { WithheldError, withhold } from '../backend/withheld.js';
import * as deepLearning from '../deep-learning/index.js';
import { useCpu } from '../deep-learning/test-tools.js';
import * as scratch from './index.js';

beforeAll(useCpu);

/** What notebooks of lesson 02 took from `gradus/deep-learning` before `gradus/scratch` was there. */
const before = [
  'accuracy',
  'crossEntropy',
  'denseBackward',
  'denseForward',
  'mlp',
  'nearestCentroid',
  'predictMlp',
  'softmax',
  'trainMlp',
];

test('`gradus/deep-learning` still has what it had, and it is the same', () => {
  expect(Object.keys(deepLearning).sort()).toEqual(before);
  for (const [name, value] of Object.entries(scratch)) {
    expect(Reflect.get(deepLearning, name), name).toBe(value);
  }
});

const x = (): Tensor2D => tf.ones([2, 2]);
const calls: Record<string, () => unknown> = {
  softmax: () => scratch.softmax(x()),
  crossEntropy: () => scratch.crossEntropy(x(), tf.tensor1d([0, 1], 'int32')),
  denseForward: () => scratch.denseForward(x(), x(), tf.ones([2])),
  denseBackward: () => scratch.denseBackward(x(), x(), x()),
};

test.each(Object.keys(calls))('%s is withheld by its name in either module', (name) => {
  for (const module of ['gradus/scratch', 'gradus/deep-learning']) {
    const restore = withhold([`${module}.${name}`]);
    expect(calls[name], module).toThrow(`${module}.${name} is withheld here`);
    restore();
    expect(calls[name]).not.toThrow();
  }
});

test('training is withheld by either name, and by what it is made of', async () => {
  const data = { x: x(), y: tf.tensor1d([0, 1], 'int32') };
  const options = { ...data, hidden: 2, classes: 2, epochs: 1, batchSize: 2, seed: 1 };
  const train = async () => scratch.trainMlp({ ...options, learningRate: 0.1 });
  for (const name of [
    'gradus/scratch.trainMlp',
    'gradus/deep-learning.trainMlp',
    'gradus/scratch.softmax',
    'gradus/deep-learning.denseForward',
  ]) {
    const restore = withhold([name]);
    await expect(train()).rejects.toThrow(WithheldError);
    restore();
  }
  expect((await train()).losses).toHaveLength(1);
});
