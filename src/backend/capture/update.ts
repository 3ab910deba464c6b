/** Updates of variables that TensorFlow can do in place, in one operation. */
import type * as core from '@tensorflow/tfjs-core';
import type { NativeAttributes } from '../native-op.js';
import { currentRun } from './current-run.js';

/** One operation of the `ResourceApply…` family. */
export interface VariableUpdate {
  /** Its name in TensorFlow, such as `ResourceApplyAdam`. */
  readonly op: string;
  readonly attributes: NativeAttributes;
  /** In the order of its definition: a variable stands for its handle, a tensor for its value. */
  readonly inputs: readonly (core.Variable | core.Tensor)[];
}

/**
 * Updates variables: eagerly by `eager`, in a captured step by TensorFlow's operation, which needs
 * no copy. Both must give the same numbers, and both must change the same variables.
 *
 * @param update called only while a step is recorded; small operations that it runs for its inputs
 *   become part of the graph
 * @param eager assigns the variables; while a step is recorded it runs too, but leaves no trace
 */
export function updateVariables(update: () => VariableUpdate, eager: () => void): void {
  const recorder = currentRun()?.recorder;
  if (recorder === undefined) eager();
  else recorder.addUpdate(update, eager);
}
