/** Values that JavaScript computes anew for each training step. */
import * as core from '@tensorflow/tfjs-core';
import { currentRun, type StepInput } from './current-run.js';

/** The values of a step input as the device takes them. */
export function valuesOf(
  value: number | Float32Array | Int32Array,
  dtype: StepInput['dtype'],
): Float32Array | Int32Array {
  if (dtype === 'float32') return Float32Array.from(typeof value === 'number' ? [value] : value);
  return Int32Array.from(typeof value === 'number' ? [value] : value);
}

/**
 * A tensor whose value `read` gives. In a captured step it is an input, never a constant: `read` is
 * the function of the step that was recorded, and is asked again before each replay.
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
  const run = currentRun();
  const value = run?.repeated?.shift() ?? read();
  const tensor = core.tensor(valuesOf(value, dtype), [...shape], dtype);
  run?.recorder?.addStepInput(tensor, { read, shape, dtype });
  return tensor;
}
