/** A value through which no gradient flows. */
import * as core from '@tensorflow/tfjs-core';
import type { Tensor } from '../tf-types.js';

/**
 * The same values, taken as a constant by `tf.grad`, `tf.variableGrads` and optimisers.
 *
 * @param x any shape and dtype; not disposed
 * @returns a tensor of its own with the values of `x`; no data is copied
 * @throws Error when `x` is not a tensor
 * @example
 * const target = stopGradient(teacher.predict(x));
 * const loss = tf.mean(tf.square(tf.sub(student.predict(x), target)));
 */
export function stopGradient<T extends Tensor>(x: T): T {
  if (!(x instanceof core.Tensor)) {
    throw new Error(`Expected a tensor for stopGradient. Received: ${typeof x}`);
  }
  // A node of the tape with no inputs: nothing leads from `x` to its output.
  const constant = core.customGrad(() => ({ value: core.clone(x), gradFunc: () => [] }));
  return constant();
}
