/** Comparisons and logic: piecewise constant, so their gradient is zero wherever it exists. */
import type * as core from '@tensorflow/tfjs-core';
import { type AddedGradient, zeroGradient } from './added-gradient.js';

function constant(kernelName: string, inputs: string[]): AddedGradient {
  return {
    kernelName,
    inputsToSave: inputs,
    gradFunc: (_dy, saved) =>
      Object.fromEntries(
        inputs.map((input, i) => [input, () => zeroGradient(saved[i] as core.Tensor)]),
      ),
  };
}

/** tfjs-core has one of these, `GreaterEqual`; it fails for whole numbers. */
export const comparisonGradients: readonly AddedGradient[] = [
  ...['Greater', 'GreaterEqual', 'Less', 'LessEqual', 'Equal', 'NotEqual'].map((name) =>
    constant(name, ['a', 'b']),
  ),
  ...['LogicalAnd', 'LogicalOr'].map((name) => constant(name, ['a', 'b'])),
  ...['LogicalNot', 'Any', 'All'].map((name) => constant(name, ['x'])),
];
