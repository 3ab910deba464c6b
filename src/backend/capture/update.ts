/** Updates of variables that TensorFlow can do in place, in one operation. */
import type * as core from '@tensorflow/tfjs-core';
import type { NativeAttributes } from '../native-op.js';

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
 * no copy. Both must give the same numbers.
 */
export function updateVariables(_update: () => VariableUpdate, eager: () => void): void {
  eager();
}
