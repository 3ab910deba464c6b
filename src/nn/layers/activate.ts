/** The end that dense and convolutional layers have in common: bias, then activation. */
import type * as core from '@tensorflow/tfjs-core';
import { isFusedActivation } from '../../backend/fused/activations.js';
import { biasActivation } from '../../backend/fused/bias-activation.js';
import type { WeightedFields } from './tfjs-class.js';

/** `activation(x + bias)` of a layer; the channels of x come last. */
export function activateWithBias(
  { bias, activation }: Pick<WeightedFields, 'bias' | 'activation'>,
  x: core.Tensor,
): core.Tensor {
  const name = activation?.getClassName() ?? 'linear';
  const offset = bias?.read() ?? null;
  if (isFusedActivation(name)) return biasActivation(x, offset, name);
  const sum = biasActivation(x, offset, 'linear');
  return activation === null ? sum : activation.apply(sum);
}
