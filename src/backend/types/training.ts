/** Gradients, optimisers, memory and the engine behind them. */
import type { NamedTensors, Scalar, Tensor, TensorLike, Variable } from './tensor.js';
import type { DataType, TypedArray } from './values.js';

/** What a custom gradient gives: the value, and how `dy` flows back to each input. */
export interface CustomGradient<T extends Tensor> {
  value: T;
  gradFunc(dy: T, saved: Tensor[]): Tensor | Tensor[];
}

/** Keeps tensors for the backward pass. */
export type SaveTensors = GradientFunctions<Tensor, Tensor>['save'];

export interface Optimizer {
  /** Steps that were taken. */
  readonly iterations: number;
  /** One step: computes the gradients of `f` and applies them. */
  minimize(f: () => Scalar, returnCost?: boolean, variables?: Variable[]): Scalar | null;
  computeGradients(f: () => Scalar, variables?: Variable[]): { value: Scalar; grads: NamedTensors };
  applyGradients(gradients: NamedTensors | NamedTensor[]): void;
  /** What the optimiser carries from step to step; do not dispose it. */
  getWeights(): Promise<NamedTensor[]>;
  /** Goes on where the optimiser that gave these was. */
  setWeights(weights: NamedTensor[]): Promise<void>;
  getConfig(): object;
  getClassName(): string;
  dispose(): void;
}

/** A tensor and what it is called. */
export interface NamedTensor {
  name: string;
  tensor: Tensor;
}

export interface Optimizers {
  sgd(learningRate: number): Optimizer;
  momentum(learningRate: number, momentum: number, useNesterov?: boolean): Optimizer;
  rmsprop(
    learningRate: number,
    decay?: number,
    momentum?: number,
    epsilon?: number,
    centered?: boolean,
  ): Optimizer;
  adam(learningRate?: number, beta1?: number, beta2?: number, epsilon?: number): Optimizer;
  adadelta(learningRate?: number, rho?: number, epsilon?: number): Optimizer;
  adamax(learningRate?: number, beta1?: number, beta2?: number, epsilon?: number): Optimizer;
  adagrad(learningRate: number, initialAccumulatorValue?: number): Optimizer;
}

/** The functions that gradient functions give back; methods, so that parameters compare both ways. */
interface GradientFunctions<T extends Tensor, O extends Tensor> {
  grad(x: T | TensorLike, dy?: TensorLike): T;
  grads(args: TensorLike[], dy?: TensorLike): Tensor[];
  valueAndGrad(x: T, dy?: O): { value: O; grad: T };
  valueAndGrads(args: Tensor[], dy?: O): { value: O; grads: Tensor[] };
  custom(...args: Tensor[]): O;
  save(tensors: Tensor[]): void;
}

export interface GradientOps {
  /** The same values, taken as a constant: no gradient flows through it. */
  stopGradient<T extends Tensor>(x: T): T;
  /** The gradient of a function of one tensor. */
  grad<T extends Tensor>(f: (x: T) => Tensor): GradientFunctions<T, Tensor>['grad'];
  grad(f: (x: Tensor) => Tensor): GradientFunctions<Tensor, Tensor>['grad'];
  /** The gradients of a function of several tensors. */
  grads(f: (...args: Tensor[]) => Tensor): GradientFunctions<Tensor, Tensor>['grads'];
  valueAndGrad<T extends Tensor, O extends Tensor>(
    f: (x: T) => O,
  ): GradientFunctions<T, O>['valueAndGrad'];
  valueAndGrad(f: (x: Tensor) => Tensor): GradientFunctions<Tensor, Tensor>['valueAndGrad'];
  valueAndGrads<O extends Tensor>(
    f: (...args: Tensor[]) => O,
  ): GradientFunctions<Tensor, O>['valueAndGrads'];
  valueAndGrads(
    f: (...args: Tensor[]) => Tensor,
  ): GradientFunctions<Tensor, Tensor>['valueAndGrads'];
  /** Value and gradients with respect to variables (default: all trainable ones). */
  variableGrads(f: () => Scalar, variables?: Variable[]): { value: Scalar; grads: NamedTensors };
  /** A function with a gradient of your own; the last input of `f` saves tensors for it. */
  customGrad<T extends Tensor, I extends (Tensor | SaveTensors)[]>(
    f: (...inputs: I) => CustomGradient<T>,
  ): GradientFunctions<Tensor, T>['custom'];
  customGrad(
    f: (...inputs: (Tensor | SaveTensors)[]) => CustomGradient<Tensor>,
  ): GradientFunctions<Tensor, Tensor>['custom'];
  readonly train: Optimizers;
}

/** How many tensors and bytes are alive. */
export interface MemoryInfo {
  numTensors: number;
  numDataBuffers: number;
  numBytes: number;
  unreliable?: boolean;
}

/** Settings of TensorFlow.js. */
export interface Flags {
  get(name: string): number | boolean | string;
  getBool(name: string): boolean;
  getNumber(name: string): number;
  set(name: string, value: number | boolean | string): void;
}

export interface Utilities {
  /** Shuffles a list in place. */
  shuffle<L extends Shuffled>(array: L): void;
  shuffle(array: Shuffled): void;
  /** Shuffles two lists in place, in the same order. */
  shuffleCombo(array: Shuffled, array2: Shuffled): void;
  /** The numbers from 0 to n - 1 in random order. */
  createShuffledIndices(n: number): Uint32Array;
  sizeFromShape(shape: number[]): number;
  arraysEqual(a: number[] | TypedArray, b: number[] | TypedArray): boolean;
  arraysEqualWithNull(n1: number[], n2: number[]): boolean;
  computeStrides(shape: number[]): number[];
  /** Milliseconds, with fractions. */
  now(): number;
  /** @throws Error with the message, where `expr` is false */
  assert(expr: boolean, msg: () => string): void;
  assertShapesMatch(shapeA: number[], shapeB: number[], errorMessagePrefix?: string): void;
  bytesPerElement(dtype: DataType): number;
  clamp(min: number, x: number, max: number): number;
  distSquared(a: number[] | TypedArray, b: number[] | TypedArray): number;
  encodeString(s: string, encoding?: string): Uint8Array;
  decodeString(bytes: Uint8Array, encoding?: string): string;
  /** The place of an element by its index in row-major order, and the way back. */
  indexToLoc(index: number, rank: number, strides: number[]): number[];
  locToIndex(locs: number[], rank: number, strides: number[]): number;
  /** A shape with -1 made whole. */
  inferFromImplicitShape(shape: number[], size: number): number[];
  isScalarShape(shape: number[]): boolean;
  nearestDivisor(size: number, start: number): number;
  parseAxisParam(axis: number | number[], shape: number[]): number[];
  squeezeShape(shape: number[], axis?: number[]): { newShape: number[]; keptDims: number[] };
}

type Shuffled = unknown[] | Uint32Array | Int32Array | Float32Array;

export interface EngineOps {
  /** Runs `f` and frees every tensor it made, except those it returns. */
  tidy<T>(f: () => T): T;
  tidy<T>(name: string, f: () => T): T;
  /** Frees a tensor, or all tensors in a list or an object. */
  dispose<T extends Tensor>(x: T): void;
  dispose<C extends object>(container: C): void;
  /** Saves a tensor from the `tidy` around it. */
  keep<T extends Tensor>(x: T): T;
  keep(x: Tensor): Tensor;
  disposeVariables(): void;
  memory(): MemoryInfo;
  profile(f: () => void | Promise<void>): Promise<{ newBytes: number; newTensors: number }>;
  time(f: () => void): Promise<{ kernelMs: number | { error: string }; wallMs: number }>;
  nextFrame(): Promise<void>;
  ready(): Promise<void>;
  getBackend(): string;
  /** Switches the backend; `useBackend` of gradus also verifies and explains it. */
  setBackend(name: string): Promise<boolean>;
  engine(): {
    startScope(name?: string): void;
    endScope<T extends Tensor>(result?: T): void;
    endScope<C extends object>(result?: C): void;
  };
  env(): Flags;
  readonly util: Utilities;
}
