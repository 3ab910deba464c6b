/** Operations on tensors: making, reshaping, mathematics, reductions. */
import type {
  Axis,
  Scalar,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
  TensorLike,
  Variable,
} from './tensor.js';
import type { DataType, TypedArray, Values, Widen } from './values.js';

/**
 * The few signatures that most operations share.
 *
 * Each has two overloads. That is what makes TensorFlow.js's own functions fit without a cast: the
 * result of those is a free type parameter, and TypeScript compares overloaded signatures with
 * type parameters erased. They are methods because a method's parameters are compared both ways.
 */
interface Signatures {
  unary<T extends Tensor>(x: T): T;
  unary(x: TensorLike): Tensor;
  binary<A extends Tensor, B extends A | Scalar | number, T extends Tensor = A>(a: A, b: B): T;
  binary<A extends Tensor2D | Tensor3D | Tensor4D, B extends Tensor1D, T extends Tensor = A>(
    a: A,
    b: B,
  ): T;
  binary<T extends Tensor = Tensor>(a: TensorLike, b: TensorLike): T;
  reduce(x: TensorLike): Scalar;
  reduce<T extends Tensor = Tensor>(x: TensorLike, axis?: Axis, keepDims?: boolean): T;
  argument<T extends Tensor = Tensor>(x: TensorLike, axis?: number): T;
  argument(x: TensorLike, axis: number | undefined): Tensor;
  byAxis<T extends Tensor>(x: T, axis?: number): T;
  byAxis(x: TensorLike, axis?: number): Tensor;
  filled<S extends number[]>(shape: [...S], dtype?: DataType): Tensor<Widen<S>>;
  filled(shape: number[], dtype?: DataType): Tensor;
}

export type Unary = Signatures['unary'];
export type Binary = Signatures['binary'];
export type Reduce = Signatures['reduce'];
export type Argument = Signatures['argument'];
export type ByAxis = Signatures['byAxis'];
export type Filled = Signatures['filled'];

/** Making tensors. */
export interface CreationOps {
  /** The class of all tensors, for `instanceof`. */
  readonly Tensor: abstract new (
    ...args: never[]
  ) => Tensor;
  tensor<T extends Tensor = Tensor>(values: Values, shape?: number[], dtype?: DataType): T;
  tensor(values: Values, shape: number[] | undefined, dtype?: DataType): Tensor;
  scalar(value: number | boolean | string, dtype?: DataType): Scalar;
  tensor1d(
    values: TypedArray | readonly (number | boolean | string | Uint8Array)[],
    dtype?: DataType,
  ): Tensor1D;
  tensor2d(values: Values, shape?: [number, number], dtype?: DataType): Tensor2D;
  tensor3d(values: Values, shape?: [number, number, number], dtype?: DataType): Tensor3D;
  tensor4d(values: Values, shape?: [number, number, number, number], dtype?: DataType): Tensor4D;
  readonly zeros: Filled;
  readonly ones: Filled;
  readonly zerosLike: Unary;
  readonly onesLike: Unary;
  fill<S extends number[]>(shape: [...S], value: number, dtype?: DataType): Tensor<Widen<S>>;
  fill(shape: number[], value: number, dtype?: DataType): Tensor;
  eye(rows: number, columns?: number): Tensor2D;
  /** `count` numbers from `start` to `stop`, both included. */
  linspace(start: number, stop: number, count: number): Tensor1D;
  /** Numbers from `start` up to but not including `stop`. */
  range(start: number, stop: number, step?: number, dtype?: 'float32' | 'int32'): Tensor1D;
  oneHot(indices: TensorLike, depth: number, onValue?: number, offValue?: number): Tensor;
  diag(x: Tensor): Tensor;
  readonly clone: Unary;
  /** A weight: a tensor whose values training replaces. */
  variable<S extends number[]>(
    initialValue: Tensor<S>,
    trainable?: boolean,
    name?: string,
  ): Variable<S>;
  variable(initialValue: Tensor, trainable?: boolean, name?: string): Variable;
  print(x: Tensor, verbose?: boolean): void;
}

/** Shapes: reshaping, joining, cutting, picking. */
export interface ShapeOps {
  reshape<S extends number[]>(x: TensorLike, shape: [...S]): Tensor<Widen<S>>;
  reshape(x: TensorLike, shape: number[]): Tensor;
  squeeze<T extends Tensor = Tensor>(x: TensorLike, axis?: number[]): T;
  squeeze(x: TensorLike, axis: number[] | undefined): Tensor;
  expandDims<T extends Tensor = Tensor>(x: TensorLike, axis?: number): T;
  expandDims(x: TensorLike, axis: number | undefined): Tensor;
  transpose<T extends Tensor>(x: T, perm?: number[]): T;
  transpose(x: TensorLike, perm?: number[]): Tensor;
  cast<T extends Tensor>(x: T, dtype: DataType): T;
  cast(x: TensorLike, dtype: DataType): Tensor;
  concat<T extends Tensor>(tensors: T[], axis?: number): T;
  concat(tensors: TensorLike[], axis?: number): Tensor;
  stack<T extends Tensor = Tensor>(tensors: TensorLike[], axis?: number): T;
  stack(tensors: TensorLike[], axis: number | undefined): Tensor;
  unstack<T extends Tensor = Tensor>(x: TensorLike, axis?: number): T[];
  unstack(x: TensorLike, axis: number | undefined): Tensor[];
  split<T extends Tensor>(x: T, numOrSizes: number | number[], axis?: number): T[];
  split(x: TensorLike, numOrSizes: number | number[], axis?: number): Tensor[];
  slice<T extends Tensor>(x: T, begin: Axis, size?: Axis): T;
  slice(x: TensorLike, begin: Axis, size?: Axis): Tensor;
  slice1d(x: TensorLike, begin: number, size: number): Tensor1D;
  slice2d(x: TensorLike, begin: [number, number], size: [number, number]): Tensor2D;
  stridedSlice(x: TensorLike, begin: number[], end: number[], strides?: number[]): Tensor;
  gather<T extends Tensor>(x: T, indices: TensorLike, axis?: number): T;
  gather(x: TensorLike, indices: TensorLike, axis?: number): Tensor;
  gatherND(x: TensorLike, indices: TensorLike): Tensor;
  scatterND<S extends number[]>(
    i: TensorLike,
    updates: TensorLike,
    shape: [...S],
  ): Tensor<Widen<S>>;
  scatterND(indices: TensorLike, updates: TensorLike, shape: number[]): Tensor;
  tile<T extends Tensor>(x: T, reps: number[]): T;
  tile(x: TensorLike, reps: number[]): Tensor;
  broadcastTo<S extends number[]>(x: TensorLike, shape: [...S]): Tensor<Widen<S>>;
  broadcastTo(x: TensorLike, shape: number[]): Tensor;
  pad<T extends Tensor>(x: T, paddings: [number, number][], constantValue?: number): T;
  pad(x: TensorLike, paddings: [number, number][], constantValue?: number): Tensor;
  reverse<T extends Tensor>(x: T, axis?: Axis): T;
  reverse(x: TensorLike, axis?: Axis): Tensor;
  booleanMaskAsync(x: TensorLike, mask: TensorLike, axis?: number): Promise<Tensor>;
  whereAsync(condition: TensorLike): Promise<Tensor2D>;
  unsortedSegmentSum<T extends Tensor, I extends Tensor1D>(
    x: T,
    segmentIds: I,
    numSegments: number,
  ): T;
  unsortedSegmentSum(x: TensorLike, segmentIds: TensorLike, numSegments: number): Tensor;
}

/** Mathematics element by element, with broadcasting. */
export interface MathOps {
  readonly add: Binary;
  readonly sub: Binary;
  readonly mul: Binary;
  readonly div: Binary;
  /** Like `div`, with 0 where the divisor is 0. */
  readonly divNoNan: Binary;
  readonly floorDiv: Binary;
  readonly mod: Binary;
  readonly pow: Binary;
  readonly maximum: Binary;
  readonly minimum: Binary;
  readonly squaredDifference: Binary;
  readonly atan2: Binary;
  readonly equal: Binary;
  readonly notEqual: Binary;
  readonly greater: Binary;
  readonly greaterEqual: Binary;
  readonly less: Binary;
  readonly lessEqual: Binary;
  readonly logicalAnd: Binary;
  readonly logicalOr: Binary;
  readonly logicalXor: Binary;
  addN<T extends Tensor>(tensors: T[]): T;
  addN(tensors: TensorLike[]): Tensor;
  /** Elements of `a` where the condition holds, else those of `b`. */
  where<T extends Tensor>(condition: TensorLike, a: T, b: T): T;
  where(condition: TensorLike, a: TensorLike, b: TensorLike): Tensor;

  readonly abs: Unary;
  readonly acos: Unary;
  readonly acosh: Unary;
  readonly asin: Unary;
  readonly asinh: Unary;
  readonly atan: Unary;
  readonly atanh: Unary;
  readonly ceil: Unary;
  readonly cos: Unary;
  readonly cosh: Unary;
  readonly elu: Unary;
  readonly erf: Unary;
  readonly exp: Unary;
  readonly expm1: Unary;
  readonly floor: Unary;
  readonly isFinite: Unary;
  readonly isInf: Unary;
  readonly isNaN: Unary;
  readonly log: Unary;
  readonly log1p: Unary;
  readonly logSigmoid: Unary;
  readonly logicalNot: Unary;
  readonly neg: Unary;
  readonly reciprocal: Unary;
  readonly relu: Unary;
  readonly relu6: Unary;
  readonly round: Unary;
  readonly rsqrt: Unary;
  readonly selu: Unary;
  readonly sigmoid: Unary;
  readonly sign: Unary;
  readonly sin: Unary;
  readonly sinh: Unary;
  readonly softplus: Unary;
  readonly sqrt: Unary;
  readonly square: Unary;
  readonly tan: Unary;
  readonly tanh: Unary;
  /** 1 where the element is above 0, else `alpha` (default 0). */
  readonly step: Signatures['byAxis'];
  clipByValue<T extends Tensor>(x: T, min: number, max: number): T;
  clipByValue(x: TensorLike, min: number, max: number): Tensor;
  leakyRelu<T extends Tensor>(x: T, alpha?: number): T;
  leakyRelu(x: TensorLike, alpha?: number): Tensor;
  prelu<T extends Tensor>(x: T, alpha: TensorLike): T;
  prelu(x: TensorLike, alpha: TensorLike): Tensor;
  readonly softmax: ByAxis;
  readonly logSoftmax: ByAxis;
  cumprod<T extends Tensor>(x: T, axis?: number, exclusive?: boolean, reverse?: boolean): T;
  cumprod(x: TensorLike, axis?: number, exclusive?: boolean, reverse?: boolean): Tensor;
  cumsum<T extends Tensor>(x: T, axis?: number, exclusive?: boolean, reverse?: boolean): T;
  cumsum(x: TensorLike, axis?: number, exclusive?: boolean, reverse?: boolean): Tensor;
}

/** Reductions along axes, and statistics. */
export interface ReductionOps {
  readonly sum: Reduce;
  readonly mean: Reduce;
  readonly max: Reduce;
  readonly min: Reduce;
  readonly prod: Reduce;
  readonly all: Reduce;
  readonly any: Reduce;
  readonly logSumExp: Reduce;
  readonly argMax: Argument;
  readonly argMin: Argument;
  moments(x: TensorLike, axis?: Axis, keepDims?: boolean): { mean: Tensor; variance: Tensor };
  norm(x: TensorLike, ord?: number | 'euclidean' | 'fro', axis?: Axis, keepDims?: boolean): Tensor;
  topk<T extends Tensor>(x: T, k?: number, sorted?: boolean): { values: T; indices: T };
  topk(x: TensorLike, k?: number, sorted?: boolean): { values: Tensor; indices: Tensor };
  bincount<T extends Tensor1D>(x: T, weights: T, size: number): T;
  bincount(x: TensorLike, weights: TensorLike, size: number): Tensor1D;
}
