/** Options that variational autoencoders share, checked; apart from the layers, for the types of notebooks. */
import * as z from 'zod/mini';
import { choice, positiveOr, seed, size, sizes, together } from '../../options.js';
import type { Likelihood, PixelVariance } from './likelihood.js';

export const vaeOptions = {
  latent: z._default(size('Numbers of a code.'), 8),
  likelihood: z._default(
    choice(
      ['bernoulli', 'gaussian'],
      'What a pixel is drawn from, given a code: `bernoulli` for pixels in [0, 1], `gaussian` for any.',
    ),
    'bernoulli',
  ),
  variance: z._default(
    positiveOr(
      'learnt',
      'Variance of a pixel of a Gaussian decoder: a number above 0, or `learnt`, one for all pixels.',
    ),
    'learnt',
  ),
  seed: z._default(seed('Fixes the weights at the start.'), 0),
};

/** Those of dense layers too. */
export const denseVaeOptions = {
  ...vaeOptions,
  inputShape: sizes('Shape of one example without the batch, such as `[64]` or `[28, 28, 1]`.', 1),
  hidden: z._default(
    sizes("Units of the encoder's hidden layers; the decoder has them the other way round."),
    [256],
  ),
};

interface WithVariance {
  readonly likelihood: Likelihood;
  readonly variance: PixelVariance;
}

/** A variance that nothing would use is a mistake. */
export const varianceFits = <Options extends WithVariance>() =>
  together<Options>(({ likelihood, variance }) =>
    likelihood === 'gaussian' || variance === 'learnt'
      ? undefined
      : { path: ['variance'], expected: 'gaussianVariance' },
  );
