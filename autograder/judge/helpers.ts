/** Helpers of the library that a test can hand to student code; they are made in the driver. */
import { train } from '@tensorflow/tfjs-core';
import { createRng } from '../../src/backend/random.js';

/** By the names with which a student would make them: a failed call is shown as code. */
const helpers = {
  createRng,
  /** Plain gradient descent: after its step a test knows each weight. Cells read no type of TensorFlow.js. */
  'tf.train.sgd': (learningRate: number): object => train.sgd(learningRate),
} as const;
export type HelperName = keyof typeof helpers;

/** Makes the helper of this name inside the driver. */
export function makeHelper(name: string, args: unknown[]): unknown {
  if (!Object.hasOwn(helpers, name)) {
    throw new RangeError(
      `Expected one of the helpers ${Object.keys(helpers).join(', ')}. Received: ${name}`,
    );
  }
  return (helpers[name as HelperName] as (...given: unknown[]) => unknown)(...args);
}
