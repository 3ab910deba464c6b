/** Every optimiser, and `tf.variableGrads`, looks whether the loss has a gradient at all. */
import * as core from '@tensorflow/tfjs-core';
import { tf } from '../../backend/tf.js';
import { gradientsOfLoss } from '../no-gradient.js';

core.Optimizer.prototype.computeGradients = (loss, variables) => gradientsOfLoss(loss, variables);
Object.assign(tf, { variableGrads: gradientsOfLoss });
