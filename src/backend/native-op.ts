/**
 * TensorFlow's own operations, called by name through the binding.
 *
 * Only the `tensorflow` backend has them; whoever calls one keeps a composed form for the others.
 */
import * as core from '@tensorflow/tfjs-core';
import { unobserved } from './capture/current-run.js';
import {
  type BindingConstants,
  encodeAttributes,
  type NativeAttribute,
  type NativeAttributes,
} from './native-attributes.js';

/** The backend of the binding, as far as operations need it. */
export interface NativeOps {
  readonly isUsingGpuDevice: boolean;
  readonly binding: BindingConstants;
  executeMultipleOutputs(
    name: string,
    attributes: readonly NativeAttribute[],
    inputs: readonly core.TensorInfo[],
    outputs: number,
  ): core.Tensor[];
}

function hasOps(backend: unknown): backend is NativeOps {
  return typeof backend === 'object' && backend !== null && 'executeMultipleOutputs' in backend;
}

let composing = false;

/**
 * Runs work as if there were no operations of TensorFlow's own, so that everything takes the composed
 * form: then all of it passes TensorFlow.js's engine. With false, as it is otherwise.
 */
export function composedForms<T>(on: boolean, work: () => T): T {
  const before = composing;
  composing = on;
  try {
    return work();
  } finally {
    composing = before;
  }
}

/** The `tensorflow` backend while it is the current one, else undefined. */
export function nativeOps(): NativeOps | undefined {
  if (composing || core.getBackend() !== 'tensorflow') return undefined;
  const backend: unknown = core.backend();
  return hasOps(backend) ? backend : undefined;
}

/**
 * Runs one of TensorFlow's operations.
 *
 * It leaves no trace on the gradient tape: wrap it in `tf.customGrad`, or use it where a gradient
 * is computed.
 *
 * @param name its name in TensorFlow, such as `ReluGrad`
 * @param inputs in the order of its definition; not disposed
 * @param attributes those without a default; types that follow from the inputs too, since a
 *   captured graph does not infer them
 * @param outputs how many tensors it gives
 * @throws Error when another backend than `tensorflow` runs
 */
export function nativeOp(
  name: string,
  inputs: readonly core.TensorInfo[],
  attributes: NativeAttributes = {},
  outputs = 1,
): core.Tensor[] {
  const ops = nativeOps();
  if (ops === undefined) {
    throw new Error(
      `Expected the tensorflow backend for \`${name}\`. Running: ${core.getBackend()}`,
    );
  }
  return ops.executeMultipleOutputs(
    name,
    encodeAttributes(ops.binding, attributes),
    inputs,
    outputs,
  );
}

/** As `nativeOp`, for the many operations with one output. */
export function nativeOp1<T extends core.Tensor>(
  name: string,
  inputs: readonly core.TensorInfo[],
  attributes: NativeAttributes = {},
): T {
  return nativeOp(name, inputs, attributes)[0] as T;
}

/**
 * Whether a fused operation works here: tried once for each backend, on tiny input.
 *
 * @param tryIt calls the operation; throws, or gives false, where it does not work
 * @returns a function that says whether it may be used now
 */
export function probe(tryIt: () => boolean): () => boolean {
  let known: boolean | undefined;
  return () => {
    if (nativeOps() === undefined) return false;
    if (known === undefined) {
      try {
        known = unobserved(() => core.tidy(tryIt));
      } catch {
        known = false;
      }
    }
    return known;
  };
}
