/** What fills the weights of a layer, what they are held to, and what they cost. */
import type { Scalar, Shape, Tensor } from './tensor.js';
import type { DataType } from './values.js';

/** An object that fills a new weight; made by `tf.initializers`. */
export interface Initializer {
  apply(shape: Shape, dtype?: DataType): Tensor;
}
/** What a weight is held to after each step of training; made by `tf.constraints`. */
export interface Constraint {
  apply(weight: Tensor): Tensor;
}
/** A penalty on weights; made by `tf.regularizers`. */
export interface Regularizer {
  apply(x: Tensor): Scalar;
}

export interface Initializers {
  zeros(): Initializer;
  ones(): Initializer;
  constant(options: { value: number }): Initializer;
  randomNormal(options: { mean?: number; stddev?: number; seed?: number }): Initializer;
  randomUniform(options: { minval?: number; maxval?: number; seed?: number }): Initializer;
  truncatedNormal(options: { mean?: number; stddev?: number; seed?: number }): Initializer;
  glorotNormal(options: { seed?: number }): Initializer;
  glorotUniform(options: { seed?: number }): Initializer;
  heNormal(options: { seed?: number }): Initializer;
  heUniform(options: { seed?: number }): Initializer;
  leCunNormal(options: { seed?: number }): Initializer;
  leCunUniform(options: { seed?: number }): Initializer;
  orthogonal(options: { gain?: number; seed?: number }): Initializer;
  identity(options: { gain?: number }): Initializer;
  varianceScaling(options: {
    scale?: number;
    mode?: 'fanIn' | 'fanOut' | 'fanAvg';
    distribution?: 'normal' | 'uniform' | 'truncatedNormal';
    seed?: number;
  }): Initializer;
}

export interface Constraints {
  maxNorm(options: { maxValue?: number; axis?: number }): Constraint;
  minMaxNorm(options: {
    minValue?: number;
    maxValue?: number;
    axis?: number;
    rate?: number;
  }): Constraint;
  nonNeg(): Constraint;
  unitNorm(options: { axis?: number }): Constraint;
}
