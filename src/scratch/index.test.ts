import { expect, test } from 'vitest';
import * as deepLearning from '../deep-learning/index.js';
import * as scratch from './index.js';

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
  expect(Object.keys(deepLearning)).toEqual(expect.arrayContaining(before));
  const both = before.filter((name) => Object.hasOwn(scratch, name));
  expect(both).toHaveLength(6);
  for (const name of both) {
    expect(Reflect.get(deepLearning, name), name).toBe(Reflect.get(scratch, name));
  }
});
