/**
 * Tensor types of gradus: what a notebook sees of a TensorFlow.js tensor.
 *
 * They are written by hand and name no type of TensorFlow.js, because tslab type-checks every
 * cell: with these a cell takes 0.1 s where TensorFlow.js's own declarations take seconds. That the
 * real objects fit is checked where `tf` is made (`../tf.ts`), without a cast.
 */

import type { ArrayOf, DataType, ShapeOf, TypedArray, Values, Widen } from './values.js';

/** A tensor, or values that become one. */
export type TensorLike = Tensor | Values;

/** A shape; `null` where any size fits (the batch). */
export type Shape = (number | null)[];
/** One axis or several; negative ones count from the last. */
export type Axis = number | number[];
/** One number for both directions, or one for each: [height, width]. */
export type Pair = number | [number, number];
/** `same` keeps the size at stride 1; `valid` adds nothing; a number pads each side by it. */
export type Padding = 'valid' | 'same' | number;

/** The same parameters and a tensor out; kept by rank where that is known. */
interface ChainSignatures<S extends number[]> {
  unary(): Tensor<S>;
  unary<T extends Tensor>(): T;
  binary<B extends number | Tensor<S> | Scalar, T extends Tensor = Tensor<S>>(b: B): T;
  binary<T extends Tensor = Tensor>(b: TensorLike): T;
  reduce(): Scalar;
  reduce<T extends Tensor = Tensor>(axis?: Axis, keepDims?: boolean): T;
  byAxis(axis?: number): Tensor<S>;
  byAxis<T extends Tensor>(axis?: number): T;
  argument<T extends Tensor = Tensor>(axis?: number): T;
  argument(axis: number | undefined): Tensor;
}

type Unary<S extends number[]> = ChainSignatures<S>['unary'];
type Binary<S extends number[]> = ChainSignatures<S>['binary'];
type Reduce<S extends number[]> = ChainSignatures<S>['reduce'];
type ByAxis<S extends number[]> = ChainSignatures<S>['byAxis'];
type Argument<S extends number[]> = ChainSignatures<S>['argument'];

/**
 * An immutable array of numbers with a shape and a dtype.
 *
 * `S` is the shape as a tuple type: `Tensor2D` is `Tensor<[number, number]>`, `Tensor` alone has
 * any rank. Every operation makes a new tensor; free it with `dispose` or work inside `tf.tidy`.
 */
export interface Tensor<S extends number[] = number[]> {
  readonly id: number;
  readonly shape: ShapeOf<S>;
  /** Number of elements. */
  readonly size: number;
  /** Number of dimensions. */
  readonly rank: number;
  readonly dtype: DataType;
  readonly isDisposed: boolean;

  /** The elements as nested lists. */
  array(): Promise<ArrayOf<S>>;
  /** The elements as nested lists, at once; blocks until they are computed. */
  arraySync(): ArrayOf<S>;
  /** The elements in row-major order. */
  data(): Promise<TypedArray>;
  /** The elements in row-major order, at once; blocks until they are computed. */
  dataSync(): TypedArray;
  /** A copy whose elements can be set. */
  buffer(): Promise<TensorBuffer>;
  bufferSync(): TensorBuffer;
  /** The raw bytes; for strings one list for each. */
  bytes(): Promise<Uint8Array | Uint8Array[]>;
  /** A variable that starts with these values. */
  variable(trainable?: boolean, name?: string, dtype?: DataType): Variable;
  /** @throws Error when it has been disposed of */
  throwIfDisposed(): void;
  dispose(): void;
  print(verbose?: boolean): void;
  toString(verbose?: boolean): string;

  readonly clone: Unary<S>;
  cast(dtype: DataType): Tensor<S>;
  cast<T extends Tensor>(dtype: DataType): T;
  asType(dtype: DataType): Tensor<S>;
  asType<T extends Tensor>(dtype: DataType): T;
  readonly toFloat: Unary<S>;
  readonly toInt: Unary<S>;
  readonly toBool: Unary<S>;

  reshape<N extends number[]>(shape: [...N]): Tensor<Widen<N>>;
  reshape<T extends Tensor = Tensor>(shape: number[]): T;
  flatten(): Tensor1D;
  as1D(): Tensor1D;
  as2D(rows: number, columns: number): Tensor2D;
  as3D(rows: number, columns: number, depth: number): Tensor3D;
  as4D(rows: number, columns: number, depth: number, depth2: number): Tensor4D;
  as5D(rows: number, columns: number, depth: number, depth2: number, depth3: number): Tensor5D;
  asScalar(): Scalar;
  /** In the shape of another tensor. */
  reshapeAs<T extends Tensor>(x: T): T;
  reshapeAs(x: Tensor): Tensor;
  broadcastTo(shape: number[]): Tensor;
  stridedSlice(begin: number[], end: number[], strides?: number[]): Tensor;
  mirrorPad(paddings: [number, number][], mode: 'reflect' | 'symmetric'): Tensor;
  batchToSpaceND(blockShape: number[], crops: number[][]): Tensor;
  spaceToBatchND(blockShape: number[], paddings: number[][]): Tensor;
  /** This tensor and others along a new axis. */
  stack(x: Tensor | Tensor[], axis?: number): Tensor;
  oneHot(depth: number, onValue?: number, offValue?: number): Tensor;
  unsortedSegmentSum(segmentIds: TensorLike, numSegments: number): Tensor;
  /** Elements of this tensor where the condition holds, else those of `x`. */
  where(condition: TensorLike, x: TensorLike): Tensor<S>;
  where<T extends Tensor>(condition: TensorLike, x: TensorLike): T;
  squeeze<T extends Tensor = Tensor>(axis?: number[]): T;
  squeeze(axis: number[] | undefined): Tensor;
  expandDims<T extends Tensor = Tensor>(axis?: number): T;
  expandDims(axis: number | undefined): Tensor;
  transpose(perm?: number[]): Tensor<S>;
  transpose<T extends Tensor>(perm?: number[]): T;
  slice(begin: Axis, size?: Axis): Tensor<S>;
  slice<T extends Tensor>(begin: Axis, size?: Axis): T;
  gather(indices: TensorLike, axis?: number): Tensor<S>;
  gather<T extends Tensor>(indices: TensorLike, axis?: number): T;
  tile(reps: number[]): Tensor<S>;
  tile<T extends Tensor>(reps: number[]): T;
  pad(paddings: [number, number][], constantValue?: number): Tensor<S>;
  pad<T extends Tensor>(paddings: [number, number][], constantValue?: number): T;
  reverse(axis?: Axis): Tensor<S>;
  reverse<T extends Tensor>(axis?: Axis): T;
  concat(tensors: Tensor<S> | Tensor<S>[], axis?: number): Tensor<S>;
  concat<T extends Tensor>(tensors: T | T[], axis?: number): T;
  split(numOrSizes: number | number[], axis?: number): Tensor<S>[];
  split<T extends Tensor>(numOrSizes: number | number[], axis?: number): T[];
  unstack<T extends Tensor = Tensor>(axis?: number): T[];
  unstack(axis: number | undefined): Tensor[];

  readonly add: Binary<S>;
  readonly sub: Binary<S>;
  readonly mul: Binary<S>;
  readonly div: Binary<S>;
  readonly divNoNan: Binary<S>;
  readonly floorDiv: Binary<S>;
  readonly atan2: Binary<S>;
  readonly mod: Binary<S>;
  readonly pow: Binary<S>;
  readonly maximum: Binary<S>;
  readonly minimum: Binary<S>;
  readonly squaredDifference: Binary<S>;
  readonly equal: Binary<S>;
  readonly notEqual: Binary<S>;
  readonly greater: Binary<S>;
  readonly greaterEqual: Binary<S>;
  readonly less: Binary<S>;
  readonly lessEqual: Binary<S>;
  readonly logicalAnd: Binary<S>;
  readonly logicalOr: Binary<S>;
  readonly logicalXor: Binary<S>;

  matMul<B extends Tensor2D, T extends Tensor = Tensor<S>>(
    b: B,
    transposeA?: boolean,
    transposeB?: boolean,
  ): T;
  matMul<T extends Tensor = Tensor>(b: TensorLike, transposeA?: boolean, transposeB?: boolean): T;
  dot(b: TensorLike): Tensor;

  readonly abs: Unary<S>;
  readonly acos: Unary<S>;
  readonly acosh: Unary<S>;
  readonly asin: Unary<S>;
  readonly asinh: Unary<S>;
  readonly atan: Unary<S>;
  readonly atanh: Unary<S>;
  readonly ceil: Unary<S>;
  readonly cos: Unary<S>;
  readonly cosh: Unary<S>;
  readonly elu: Unary<S>;
  readonly erf: Unary<S>;
  readonly exp: Unary<S>;
  readonly expm1: Unary<S>;
  readonly floor: Unary<S>;
  readonly isFinite: Unary<S>;
  readonly isInf: Unary<S>;
  readonly isNaN: Unary<S>;
  readonly log: Unary<S>;
  readonly log1p: Unary<S>;
  readonly logSigmoid: Unary<S>;
  readonly logicalNot: Unary<S>;
  readonly neg: Unary<S>;
  readonly reciprocal: Unary<S>;
  readonly relu: Unary<S>;
  readonly relu6: Unary<S>;
  readonly round: Unary<S>;
  readonly rsqrt: Unary<S>;
  readonly selu: Unary<S>;
  readonly sigmoid: Unary<S>;
  readonly sign: Unary<S>;
  readonly sin: Unary<S>;
  readonly sinh: Unary<S>;
  readonly softplus: Unary<S>;
  readonly sqrt: Unary<S>;
  readonly square: Unary<S>;
  readonly step: Unary<S>;
  readonly tan: Unary<S>;
  readonly tanh: Unary<S>;
  readonly onesLike: Unary<S>;
  readonly zerosLike: Unary<S>;
  clipByValue<T extends Tensor = Tensor<S>>(min: number, max: number): T;
  clipByValue(min: number, max: number | undefined): Tensor;
  prelu<T extends Tensor = Tensor<S>>(alpha: TensorLike): T;
  prelu(alpha: Tensor): Tensor;
  leakyRelu(alpha: number): Tensor<S>;
  leakyRelu<T extends Tensor>(alpha: number): T;
  readonly softmax: ByAxis<S>;
  readonly logSoftmax: ByAxis<S>;
  readonly cumsum: ByAxis<S>;
  readonly cumprod: ByAxis<S>;

  conv1d(filter: TensorLike, stride: number, pad: Padding, dataFormat?: 'NWC' | 'NCW'): Tensor;
  conv2d(filter: TensorLike, strides: Pair, pad: 'valid' | 'same'): Tensor;
  conv2dTranspose(
    filter: TensorLike,
    outputShape: [number, number, number, number] | [number, number, number],
    strides: Pair,
    pad: 'valid' | 'same',
  ): Tensor;
  depthwiseConv2d(filter: TensorLike, strides: Pair, pad: 'valid' | 'same'): Tensor;
  separableConv2d(
    depthwiseFilter: TensorLike,
    pointwiseFilter: TensorLike,
    strides: Pair,
    pad: 'valid' | 'same',
  ): Tensor;
  dilation2d(filter: TensorLike, strides: Pair, pad: 'valid' | 'same', dilations?: Pair): Tensor;
  maxPool(filterSize: Pair, strides: Pair, pad: Padding): Tensor;
  avgPool(filterSize: Pair, strides: Pair, pad: Padding): Tensor;
  pool(windowShape: Pair, poolingType: 'avg' | 'max', padding: Padding): Tensor;
  batchNorm(
    mean: TensorLike,
    variance: TensorLike,
    offset?: TensorLike,
    scale?: TensorLike,
    varianceEpsilon?: number,
  ): Tensor;
  localResponseNormalization(
    depthRadius?: number,
    bias?: number,
    alpha?: number,
    beta?: number,
  ): Tensor;
  depthToSpace(blockSize: number, dataFormat: 'NHWC' | 'NCHW'): Tensor;
  resizeBilinear(
    newShape2D: [number, number],
    alignCorners?: boolean,
    halfPixelCenters?: boolean,
  ): Tensor;
  resizeNearestNeighbor(
    newShape2D: [number, number],
    alignCorners?: boolean,
    halfPixelCenters?: boolean,
  ): Tensor;

  fft(): Tensor;
  ifft(): Tensor;
  rfft(): Tensor;
  irfft(): Tensor;

  readonly sum: Reduce<S>;
  readonly mean: Reduce<S>;
  readonly max: Reduce<S>;
  readonly min: Reduce<S>;
  readonly prod: Reduce<S>;
  readonly all: Reduce<S>;
  readonly any: Reduce<S>;
  readonly logSumExp: Reduce<S>;
  readonly argMax: Argument<S>;
  readonly argMin: Argument<S>;
  euclideanNorm(axis?: Axis, keepDims?: boolean): Tensor;
  norm(ord?: number | 'euclidean' | 'fro', axis?: Axis, keepDims?: boolean): Tensor;
}

export type Scalar = Tensor<[]>;
export type Tensor1D = Tensor<[number]>;
export type Tensor2D = Tensor<[number, number]>;
export type Tensor3D = Tensor<[number, number, number]>;
export type Tensor4D = Tensor<[number, number, number, number]>;
export type Tensor5D = Tensor<[number, number, number, number, number]>;

/** A tensor whose values can be replaced: a weight in training. */
export interface Variable<S extends number[] = number[]> extends Tensor<S> {
  name: string;
  trainable: boolean;
  /** Replaces the values; shape and dtype must be the same. The old values are freed. */
  assign(value: Tensor<S>): void;
}

/** Values that are set one by one before they become a tensor. */
export interface TensorBuffer {
  readonly shape: number[];
  readonly dtype: DataType;
  readonly size: number;
  readonly rank: number;
  readonly strides: number[];
  /** Sets the element at these places, one for each dimension; default: the first. */
  set(value: number | boolean | string, ...at: number[]): void;
  get<V extends number | boolean | string = number>(...at: number[]): V;
  get(...at: (number | undefined)[]): number | boolean | string;
  toTensor(): Tensor;
}

/** Tensors by name, as `tf.variableGrads` gives them. */
export interface NamedTensors {
  [name: string]: Tensor;
}
