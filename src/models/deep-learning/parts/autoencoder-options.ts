/** Options that autoencoders share, checked; apart from the layers, for the types of notebooks. */
import * as z from 'zod/mini';
import { choice, deviation, seed } from '../../options.js';

export const autoencoderOptions = {
  outputActivation: z._default(
    choice(
      ['sigmoid', 'linear'],
      'Of the reconstruction: `sigmoid` for pixels in [0, 1], else `linear`.',
    ),
    'sigmoid',
  ),
  noise: z._default(
    deviation('Deviation of normal noise added to the input, in training alone.'),
    0,
  ),
  seed: z._default(seed('Fixes the weights at the start and the noise.'), 0),
};
