/** tfjs's cross-entropies by name, computed from the scores behind the probabilities where known. */
import * as core from '@tensorflow/tfjs-core';
import { markLibrary } from '../../backend/capture/index.js';
import { logitsOf } from '../logits.js';
import { sigmoidCrossEntropy, softmaxCrossEntropy, sparseSoftmaxCrossEntropy } from './losses.js';

export type LossFunction = (labels: core.Tensor, predictions: core.Tensor) => core.Tensor;

/** The loss from scores, by the name of that from probabilities, and how its labels lie. */
const fromScores: Readonly<Record<string, readonly [LossFunction, sparse: boolean]>> = {
  categoricalCrossentropy: [softmaxCrossEntropy, false],
  sparseCategoricalCrossentropy: [sparseSoftmaxCrossEntropy, true],
  binaryCrossentropy: [sigmoidCrossEntropy, false],
};

/**
 * The loss with that name from scores where these are known, else as tfjs has it. tfjs cuts
 * probabilities off at 1e-7, where the gradient ends; from scores it goes on.
 *
 * @param name as `compile` takes it
 * @param loss what tfjs has for it
 */
export function cheaperLoss(name: string, loss: LossFunction): LossFunction {
  const known = Object.hasOwn(fromScores, name) ? fromScores[name] : undefined;
  if (known === undefined) return loss;
  const [better, sparse] = known;
  return markLibrary((labels: core.Tensor, predictions: core.Tensor) => {
    const logits = logitsOf(predictions);
    if (logits === undefined) return loss(labels, predictions);
    return core.tidy(() => {
      const rows = sparse
        ? core.reshape(labels, [labels.size])
        : core.reshape(labels, logits.shape);
      return core.reshape(better(rows, logits), predictions.shape.slice(0, -1));
    });
  });
}
