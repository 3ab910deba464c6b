/**
 * The format of values, on which encoder and decoder agree: nodes, caps, the error, and what a driver
 * adds.
 *
 * A value is a node of the frame's JSON. null, true, false, a finite number other than -0 and a text
 * of at most 8 KB stand for themselves; everything else is a list that begins with a tag. A list of a
 * student's is tagged too, so nothing that a student returns can pass for a node of another kind.
 * Numbers in bulk and long texts are bytes of the frame's body: a node has their offset and length,
 * both in bytes, and no byte belongs to two nodes.
 *
 * | tag | fields                    | value                                                          |
 * | --- | ------------------------- | -------------------------------------------------------------- |
 * | u   |                           | undefined                                                      |
 * | n   | text                      | NaN, Infinity, -Infinity or -0, which JSON has not              |
 * | i   | digits                    | a bigint of at most 1000 digits                                |
 * | x   | offset, length            | a text of 8 to 256 KB, in UTF-8                                |
 * | a   | nodes                     | a list                                                         |
 * | p   | offset, length            | a list of 16 numbers or more, as float64                       |
 * | s   | nodes                     | a Set                                                          |
 * | m   | [key, value] nodes        | a Map                                                          |
 * | o   | [name, node] pairs        | a plain object; when decoded it has no prototype                |
 * | y   | type, offset, length      | a typed array, by the name of its class                        |
 * | t   | dtype, shape, offset, length | a tensor, row-major; complex64 as pairs of real and imaginary |
 * | e   | name, message, stack, class | an error, as text; the class is one of the language, or missing |
 * | f   | type, description, handle | a function or an object with methods, which the driver holds    |
 * | c   | handle, answersBy         | a function of the judge                                        |
 * | h   | name, argument nodes      | a helper of the library, made in the driver                    |
 * | w   | trainable, node of layers | a model with its weights, made in the driver                   |
 *
 * c, h and w go from judge to driver alone: a judge that receives one takes it for tampering. The
 * handle of f may be missing; without one the value cannot be called.
 */
import type { LayerSpec } from './model-spec.js';
import type { TensorValue } from './value.js';

export const maxDepth = 32;
export const maxNodes = 10_000;
/** A text in UTF-8. */
export const maxStringBytes = 256 * 1024;
/** A text up to this size lies in the header, as JSON; a longer one is bytes of the body. */
export const maxInlineBytes = 8 * 1024;
/** The name of an object's property, which always lies in the header. */
export const maxKeyBytes = 8 * 1024;
/** A whole number without a limit of its own. */
export const maxBigintDigits = 1000;
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

/** How the numbers of a tensor lie in bytes, and how many of them make one element. */
export const tensorArrays = {
  float32: { type: Float32Array, parts: 1 },
  int32: { type: Int32Array, parts: 1 },
  bool: { type: Uint8Array, parts: 1 },
  complex64: { type: Float32Array, parts: 2 },
} as const;
