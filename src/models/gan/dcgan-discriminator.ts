/** A discriminator, or critic, of convolutions. */
import * as z from 'zod/mini';
import { type Sequential, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { imageShape } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';
import { convolutionLayers, scoreLayer } from './parts/discriminator-layers.js';
import {
  type DiscriminatorNormalization,
  discriminatorFilters,
  discriminatorNormalization,
  halved,
  startSeed,
} from './parts/options.js';

export interface DcganDiscriminatorOptions {
  /** Height, width and channels of one image. */
  inputShape: [number, number, number];
  /** Filters of the convolutions; each halves height and width. Default `[32, 64]`. */
  filters?: readonly number[] | undefined;
  /** What keeps each layer tame: `none`, `batch` or `layer` normalisation, `spectral` of kernels; a critic has no `batch`. Default batch. */
  normalization?: DiscriminatorNormalization | undefined;
  /** Fixes the weights at the start. Default 0. */
  seed?: number | undefined;
}

const options = z
  .strictObject({
    inputShape: imageShape('Height, width and channels of one image.'),
    filters: discriminatorFilters,
    normalization: discriminatorNormalization('batch'),
    seed: startSeed,
  })
  .check(halved('inputShape')) satisfies z.ZodMiniType<
  Complete<DcganDiscriminatorOptions>,
  DcganDiscriminatorOptions
>;

function build(all: Complete<DcganDiscriminatorOptions>): Sequential {
  const { inputShape, filters, normalization, seed } = all;
  const seedOf = partSeeds(seed);
  return tf.sequential({
    layers: [
      ...convolutionLayers(filters, normalization, seedOf, [...inputShape]),
      scoreLayer(normalization, seedOf),
    ],
    name: 'dcgan_discriminator',
  });
}

export const spec: ModelSpec<DcganDiscriminatorOptions, Sequential> = {
  id: 'gan/dcgan-discriminator',
  task: 'discrimination',
  source:
    'Radford, Metz & Chintala 2016, Unsupervised representation learning with deep convolutional ' +
    'generative adversarial networks, arXiv:1511.06434',
  input: 'images [B, H, W, channels], float32',
  output: 'scores [B, 1], float32',
  options,
  build,
  example: {
    options: { inputShape: [4, 4, 1], filters: [2, 4], seed: 1 },
    inputs: [{ shape: [4, 4, 1] }],
    parameters: 16 * 2 + 2 + 16 * 2 * 4 + 4 * 4 + 4 + 1,
  },
};

/**
 * A discriminator of convolutions (Radford et al. 2016): images `[B, H, W, channels]` → scores `[B, 1]`,
 * high for real ones. As a critic of `loss: 'wgan-gp'`, give it `normalization: 'none'` or `'layer'`.
 *
 * 4×4 convolutions of stride 2 with leaky ReLU of slope 0.2, then one dense unit. Weights start normal
 * with deviation 0.02. `normalization` is that of each convolution but the first; `spectral` (Miyato et
 * al. 2018) is of all kernels.
 *
 * @throws RangeError for sizes that are no integers >= 1, or height and width that cannot be halved so
 *   often
 * @example
 * const discriminator = dcganDiscriminator({ inputShape: [28, 28, 1], seed: 2 });
 */
export function dcganDiscriminator(options: DcganDiscriminatorOptions): Sequential {
  return buildModel(spec, options);
}
