/** A step of training that minimises an objective, and reports the parts that it is made of. */
import * as core from '@tensorflow/tfjs-core';
import { markLibrary } from '../../backend/capture/index.js';
import { gradientsOfLoss } from '../no-gradient.js';
import { type LayersModel, type Optimizer, type Scalar, tf } from '../tf.js';
import { clipGradients } from './clip-gradients.js';
import { variablesOf } from './target.js';
import type { StepNoise } from './training-types.js';

/** Scalars by name: `loss` is minimised, the others are reported. */
export type Measured = Readonly<Record<string, Scalar>> & { readonly loss: Scalar };

export interface ObjectiveStepOptions {
  /** Its weights are trained. */
  readonly model: LayersModel;
  readonly optimizer: Optimizer;
  /** The norm that all gradients together may have at most. Default: any. */
  readonly clipNorm?: number | undefined;
}

/**
 * A step for `TrainingLoop`; what it measures is reported with the norm of the gradients.
 *
 * @param measure of a batch that is learnt from
 */
export function objectiveStep<B>(
  { model, optimizer, clipNorm }: ObjectiveStepOptions,
  measure: (batch: B, noise: StepNoise) => Measured,
): (batch: B, noise: StepNoise) => Measured {
  return markLibrary((batch: B, noise: StepNoise): Measured => {
    let measured: Measured | undefined;
    const { value, grads } = gradientsOfLoss(
      () => {
        const { loss, ...rest } = measure(batch, noise);
        // The tape's scope would take along all but the loss.
        for (const one of Object.values(rest)) tf.keep(one);
        measured = { loss, ...rest };
        return loss as core.Scalar;
      },
      variablesOf(model.trainableWeights as never),
    );
    const all = new Map(Object.entries(grads));
    const { gradients, halfSquaredNorms } = clipGradients(all, clipNorm);
    optimizer.applyGradients(Object.fromEntries(gradients) as never);
    const gradientNorm = core.sqrt(core.mul(core.sum(halfSquaredNorms), 2));
    return { ...measured, loss: value as Scalar, gradientNorm: gradientNorm as Scalar };
  });
}
