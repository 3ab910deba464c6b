/** What a trainer is given: examples, and what learns from them. */
import type { Scalar, Tensor, Variable } from './tf.js';

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
