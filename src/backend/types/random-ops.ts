/** Random tensors; what has no seed of its own follows `setSeed`. */
import type { Tensor, Tensor1D, Tensor2D, TensorLike } from './tensor.js';
import type { DataType, Widen } from './values.js';

type NumberType = 'float32' | 'int32';

export interface RandomOps {
  /** Normally distributed numbers; default mean 0, standard deviation 1. */
  randomNormal<S extends number[]>(
    shape: [...S],
    mean?: number,
    stdDev?: number,
    dtype?: NumberType,
    seed?: number,
  ): Tensor<Widen<S>>;
  randomNormal(
    shape: number[],
    mean?: number,
    stdDev?: number,
    dtype?: NumberType,
    seed?: number,
  ): Tensor;
  /** Normally distributed numbers with mean 0 and standard deviation 1. */
  randomStandardNormal<S extends number[]>(
    shape: [...S],
    dtype?: NumberType,
    seed?: number,
  ): Tensor<Widen<S>>;
  randomStandardNormal(shape: number[], dtype?: NumberType, seed?: number): Tensor;
  /** As `randomNormal`, without values over two standard deviations from the mean. */
  truncatedNormal<S extends number[]>(
    shape: [...S],
    mean?: number,
    stdDev?: number,
    dtype?: NumberType,
    seed?: number,
  ): Tensor<Widen<S>>;
  truncatedNormal(
    shape: number[],
    mean?: number,
    stdDev?: number,
    dtype?: NumberType,
    seed?: number,
  ): Tensor;
  /** Numbers from `minval` up to but not including `maxval`; default 0 to 1. */
  randomUniform<S extends number[]>(
    shape: [...S],
    minval?: number,
    maxval?: number,
    dtype?: DataType,
    seed?: number | string,
  ): Tensor<Widen<S>>;
  randomUniform(
    shape: number[],
    minval?: number,
    maxval?: number,
    dtype?: DataType,
    seed?: number | string,
  ): Tensor;
  /** Whole numbers (int32) from `minval` up to but not including `maxval`. */
  randomUniformInt<S extends number[]>(
    shape: [...S],
    minval: number,
    maxval: number,
    seed?: number | string,
  ): Tensor<Widen<S>>;
  randomUniformInt(shape: number[], minval: number, maxval: number, seed?: number | string): Tensor;
  /** Gamma-distributed numbers; `beta` is the inverse scale, default 1. */
  randomGamma<S extends number[]>(
    shape: [...S],
    alpha: number,
    beta?: number,
    dtype?: NumberType,
    seed?: number,
  ): Tensor<Widen<S>>;
  randomGamma(
    shape: number[],
    alpha: number,
    beta?: number,
    dtype?: NumberType,
    seed?: number,
  ): Tensor;
  /** A tensor whose elements `randFunction` gives, one call for each. */
  rand<S extends number[]>(
    shape: [...S],
    randFunction: () => number,
    dtype?: DataType,
  ): Tensor<Widen<S>>;
  rand(shape: number[], randFunction: () => number, dtype?: DataType): Tensor;
  /**
   * Draws classes: logits [C] or [B, C] → int32 [numSamples] or [B, numSamples].
   *
   * @param normalized whether the logits are log probabilities already; default false
   */
  multinomial(
    logits: TensorLike,
    numSamples: number,
    seed?: number,
    normalized?: boolean,
  ): Tensor1D | Tensor2D;
  /** Sets a share `rate` of the elements to 0 and scales the others by 1 / (1 - rate). */
  dropout(x: TensorLike, rate: number, noiseShape?: number[], seed?: number | string): Tensor;
}
