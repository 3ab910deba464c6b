/** Options that generators and discriminators share, checked; apart from the layers, for the types of notebooks. */
import * as z from 'zod/mini';
import { choice, imageShape, seed, size, sizes, together } from '../../options.js';

/** The numbers of a generated example: `sigmoid` for [0, 1], `tanh` for [-1, 1], `linear` for any. */
export type GeneratedActivation = 'sigmoid' | 'tanh' | 'linear';

/** What stands between a convolution and its leaky ReLU, or around it. */
export type DiscriminatorNormalization = 'none' | 'batch' | 'layer' | 'spectral';

export const outputActivation = z._default(
  choice(
    ['sigmoid', 'tanh', 'linear'],
    'Of what is generated: `sigmoid` for numbers in [0, 1], `tanh` for [-1, 1], else `linear`.',
  ),
  'sigmoid',
);

export const latent = (byDefault: number) =>
  z._default(size('Numbers of noise that an example is made from.'), byDefault);

export const generatorFilters = z._default(
  sizes(
    'Channels after the dense layer, and of all transposed convolutions but the last; each doubles height and width.',
    1,
  ),
  [64, 32],
);

export const discriminatorFilters = z._default(
  sizes('Filters of the convolutions; each halves height and width.', 1),
  [32, 64],
);

export const discriminatorNormalization = (byDefault: DiscriminatorNormalization) =>
  z._default(
    choice(
      ['none', 'batch', 'layer', 'spectral'],
      'What keeps each layer tame: `none`, `batch` or `layer` normalisation, `spectral` of kernels; a critic has no `batch`.',
    ),
    byDefault,
  );

export const startSeed = z._default(seed('Fixes the weights at the start.'), 0);

export const outputShape = imageShape(
  'Height, width and channels of one image; each of `filters` halves them on the way down.',
);

interface Halved {
  readonly filters: readonly number[];
}

/** Height and width must be halved by each of `filters`. */
export const halved = <Name extends string>(name: Name) =>
  together<Halved & Record<Name, readonly number[]>>((all) => {
    const factor = 2 ** all.filters.length;
    const [height = 0, width = 0] = all[name];
    if (height % factor === 0 && width % factor === 0) return undefined;
    return { path: [name], expected: 'halvedShape', params: { factor } };
  });
