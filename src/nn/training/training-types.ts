/** What a trainer is given: examples, and what learns from them. */
import type { Scalar, Tensor, Variable } from '../tf.js';

/** Examples to learn from: row i of `x` belongs to row i of `y`. */
export interface Examples {
  /** `[N, …]` */
  readonly x: Tensor;
  /** `[N, …]` */
  readonly y: Tensor;
}

/** A model as a function: the loss of a batch, computed with variables of your own. */
export interface LossModel {
  /** What is trained, each made by `tf.variable`. */
  readonly variables: readonly Variable[];
  /** Mean loss of a batch. */
  loss(batch: { x: Tensor; y: Tensor }): Scalar;
}

interface LossSignature {
  loss(labels: Tensor, output: Tensor): Tensor;
}
/** Labels and a model's output in; a loss for each example, or their mean, out. */
export type TrainerLoss = LossSignature['loss'];

/** A tensor, or lists and objects of them, of shapes `[B, …]`; scalars may be among them. */
export type Batch = Tensor | readonly Batch[] | { readonly [name: string]: Batch };

/** Random numbers of a step: other ones at each step, the same for the same seed on one backend. */
export interface StepNoise {
  /** Normal with mean 0 and standard deviation 1, float32. */
  normal(shape: readonly number[]): Tensor;
  /** Uniform in [0, 1), float32. */
  uniform(shape: readonly number[]): Tensor;
}

/** A loss, and what is measured beside it: all of them scalars. */
export type StepResult = Scalar | ({ readonly loss: Scalar } & Readonly<Record<string, Scalar>>);
