/**
 * TensorFlow's own operations, called by name through the binding.
 *
 * Only the `tensorflow` backend has them; whoever calls one keeps a composed form for the others.
 */
import * as core from '@tensorflow/tfjs-core';
import { unobserved } from './capture/current-run.js';

/** What an attribute of an operation may be. */
type AttributeValue = number | boolean | string | readonly number[];

/** An attribute as the binding takes it; `type` is one of TensorFlow's `TF_ATTR_*`. */
export interface NativeAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: AttributeValue;
}

/** The constants of the binding that attributes are made of. */
interface BindingConstants {
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_INT64: number;
  readonly TF_BOOL: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
}

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

/** The `tensorflow` backend while it is the current one, else undefined. */
export function nativeOps(): NativeOps | undefined {
  if (core.getBackend() !== 'tensorflow') return undefined;
  const backend: unknown = core.backend();
  return hasOps(backend) ? backend : undefined;
}

/** The types that attributes name. */
export type NativeType = 'float32' | 'int32' | 'int64' | 'bool';

/** Attributes by kind, for `nativeOp`. */
export interface NativeAttributes {
  readonly types?: Readonly<Record<string, NativeType>>;
  readonly floats?: Readonly<Record<string, number>>;
  readonly ints?: Readonly<Record<string, number | readonly number[]>>;
  readonly bools?: Readonly<Record<string, boolean>>;
  readonly strings?: Readonly<Record<string, string>>;
}

/** The attributes in the form of the binding. */
export function encodeAttributes(
  binding: BindingConstants,
  { types = {}, floats = {}, ints = {}, bools = {}, strings = {} }: NativeAttributes,
): NativeAttribute[] {
  const codes: Record<NativeType, number> = {
    float32: binding.TF_FLOAT,
    int32: binding.TF_INT32,
    int64: binding.TF_INT64,
    bool: binding.TF_BOOL,
  };
  const all = (values: Readonly<Record<string, AttributeValue>>, type: number): NativeAttribute[] =>
    Object.entries(values).map(([name, value]) => ({ name, type, value }));
  return [
    ...Object.entries(types).map(([name, type]) => ({
      name,
      type: binding.TF_ATTR_TYPE,
      value: codes[type],
    })),
    ...all(floats, binding.TF_ATTR_FLOAT),
    ...all(ints, binding.TF_ATTR_INT),
    ...all(bools, binding.TF_ATTR_BOOL),
    ...all(strings, binding.TF_ATTR_STRING),
  ];
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
