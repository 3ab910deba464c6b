/** The options of hidden layers, checked; apart from the layers, for the types of notebooks. */
import * as z from 'zod/mini';
import { choice, flag, type Misfit, rate, seed, sizes } from '../../options.js';
import type { DenseStack } from './dense-stack.js';

export const denseStackOptions = {
  inputShape: sizes('Shape of one example without the batch, such as `[64]` or `[28, 28, 1]`.', 1),
  hidden: sizes('Units of each hidden layer.'),
  dropout: z._default(rate('Rate of dropout after each hidden layer, in [0, 1).'), 0),
  normalization: z._default(
    choice(
      ['none', 'batch', 'layer'],
      'What comes before each ReLU: `none`, `batch` or `layer` normalisation.',
    ),
    'none',
  ),
  residual: z._default(
    flag('Whether each hidden layer but the first adds to its input; all have one width then.'),
    false,
  ),
  seed: z._default(seed('Fixes the weights at the start and the dropout.'), 0),
};

/** Residual connections need hidden layers to pass by, and one width. */
export function residualMisfit({ hidden, residual }: DenseStack): Misfit | undefined {
  if (!residual) return undefined;
  const [width = 0, ...others] = hidden;
  if (others.length === 0) return { path: ['hidden'], expected: 'residualLayers' };
  const at = others.findIndex((units) => units !== width);
  if (at < 0) return undefined;
  return { path: ['hidden', at + 1], expected: 'sameWidth', params: { width } };
}
