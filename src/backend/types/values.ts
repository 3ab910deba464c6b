/** Elements, shapes and values outside of tensors, as types. */

/** What one element of a tensor is. */
export type DataType = 'float32' | 'int32' | 'bool' | 'complex64' | 'string';

/** Elements of a numeric tensor in row-major order. */
export type TypedArray = Float32Array | Int32Array | Uint8Array;

/** Numbers nested one list per dimension. */
export type NestedArray =
  | number
  | number[]
  | number[][]
  | number[][][]
  | number[][][][]
  | number[][][][][]
  | number[][][][][][];

/** What `array()` of a tensor with this shape gives: one nesting per dimension. */
export type ArrayOf<S extends number[]> = ArrayByRank[S['length']];

/** A scalar's shape is an empty list, which TensorFlow.js types as `number[]`. */
export type ShapeOf<S extends number[]> = S extends [] ? number[] : S;

interface ArrayByRank {
  [rank: number]: NestedArray;
  0: number;
  1: number[];
  2: number[][];
  3: number[][][];
  4: number[][][][];
  5: number[][][][][];
  6: number[][][][][][];
}

/** `[2, 3]` as `[number, number]`: a type tells ranks apart, not sizes. */
export type Widen<S extends number[]> = { [K in keyof S]: number };

/** A list of elements, or of lists of them, to any depth. */
export interface NestedList<T> {
  readonly [index: number]: T | NestedList<T>;
}

/** Values that a function takes in the place of a tensor. */
export type Values =
  | TypedArray
  | number
  | boolean
  | string
  | NestedList<number | TypedArray>
  | NestedList<boolean>
  | NestedList<string>;
