/** Values that JavaScript computes anew for each training step. */
import * as core from '@tensorflow/tfjs-core';

/** A value that changes from step to step: a learning rate, a seed. */
export interface StepInput {
  /** Called once when the step runs eagerly, and once before each replay. */
  read(): number | Float32Array | Int32Array;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
}

/**
 * A tensor whose value `read` gives. In a captured step it is an input, never a constant.
 *
 * @param read the value for this step
 * @param shape default `[]`, a scalar
 * @param dtype default float32
 */
export function stepInput(
  read: StepInput['read'],
  shape: readonly number[] = [],
  dtype: StepInput['dtype'] = 'float32',
): core.Tensor {
  const value = read();
  return core.tensor(typeof value === 'number' ? [value] : value, [...shape], dtype);
}
