/** Every optimiser, and `tf.variableGrads`, looks whether the loss has a gradient at all. */
import * as core from '@tensorflow/tfjs-core';
import type { Tf } from '../../backend/tf.js';
import { gradientsOfLoss } from '../no-gradient.js';

export function checkGradients(tf: Tf): void {
  core.Optimizer.prototype.computeGradients = (loss, variables) => gradientsOfLoss(loss, variables);
  Object.assign(tf, { variableGrads: gradientsOfLoss });
}
