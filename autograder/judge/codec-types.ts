/** What encoder and decoder agree on: caps, the error, and what a driver adds. */
import type { LayerSpec } from './model-spec.js';
import type { TensorValue } from './value.js';

export const maxDepth = 32;
export const maxNodes = 10_000;
export const maxStringBytes = 8 * 1024;
export const maxRank = 8;

export type CodecCode = 'depth' | 'nodes' | 'bytes' | 'string' | 'type' | 'malformed';

/** A value that cannot be encoded, or bytes that are no value. */
export class CodecError extends Error {
  constructor(
    readonly code: CodecCode,
    message: string,
  ) {
    super(message);
  }
}

/** How the driver's own tensors become data and back. The judge needs none. */
export interface TensorAdapter {
  /** The tensor's data, or undefined when the value is no tensor. Throws when it is disposed. */
  toValue(value: unknown): TensorValue | undefined;
  fromValue(value: TensorValue): unknown;
  /** What is counted in this process. */
  usage?(): Usage;
}

/** Counts that a process gives of itself: a hint, never the ground of a verdict. */
export interface Usage {
  /** Tensors that live. */
  tensors: number;
  /** Calls of `tf.nextFrame`. */
  frames: number;
}

/** What a driver adds to plain values. The judge has none of it: to its decoder these are no values. */
export interface DriverHooks extends TensorAdapter {
  /** The function behind a callback's handle. */
  callback?(handle: number, answersBy: 'value' | 'promise'): unknown;
  helper?(name: string, args: unknown[]): unknown;
  /** Makes a model; the weights of its layers are what `fromValue` made of them. */
  model?(trainable: boolean, layers: readonly LayerSpec[]): unknown;
  /** The weights of a trainable model as they are now; undefined for anything else. */
  modelWeights?(value: object): readonly unknown[] | undefined;
  /** Keeps a function or an object with methods; `owner` is the object whose property it is. */
  hold?(value: object, owner?: object): number;
  /** What is kept under a handle. */
  held?(handle: number): unknown;
}

export const typedArrays = {
  Float32Array,
  Float64Array,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  BigInt64Array,
  BigUint64Array,
} as const;
export type TypedArrayName = keyof typeof typedArrays;

export const tensorArrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;
