/** A discriminator, or critic, of dense layers. */
import * as z from 'zod/mini';
import { type Sequential, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { sizes } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';
import { denseLayers, scoreLayer } from './parts/discriminator-layers.js';
import {
  type DiscriminatorNormalization,
  discriminatorNormalization,
  startSeed,
} from './parts/options.js';

export interface GanDiscriminatorOptions {
  /** Shape of one example, such as `[2]` or `[28, 28, 1]`. */
  inputShape: readonly number[];
  /** Units of each hidden layer. Default `[128, 128]`. */
  hidden?: readonly number[] | undefined;
  /** What keeps each layer tame: `none`, `batch` or `layer` normalisation, `spectral` of kernels; a critic has no `batch`. Default none. */
  normalization?: DiscriminatorNormalization | undefined;
  /** Fixes the weights at the start. Default 0. */
  seed?: number | undefined;
}

const options = z.strictObject({
  inputShape: sizes('Shape of one example, such as `[2]` or `[28, 28, 1]`.', 1),
  hidden: z._default(sizes('Units of each hidden layer.', 1), [128, 128]),
  normalization: discriminatorNormalization('none'),
  seed: startSeed,
}) satisfies z.ZodMiniType<Complete<GanDiscriminatorOptions>, GanDiscriminatorOptions>;

function build(all: Complete<GanDiscriminatorOptions>): Sequential {
  const { inputShape, hidden, normalization, seed } = all;
  const seedOf = partSeeds(seed);
  const isFlat = inputShape.length === 1;
  const shape = [...inputShape];
  return tf.sequential({
    name: 'gan_discriminator',
    layers: [
      ...(isFlat ? [] : [tf.layers.flatten({ inputShape: shape, name: 'flatten' })]),
      ...denseLayers(hidden, normalization, seedOf, isFlat ? shape : undefined),
      scoreLayer(normalization, seedOf),
    ],
  });
}

export const spec: ModelSpec<GanDiscriminatorOptions, Sequential> = {
  id: 'gan/gan-discriminator',
  task: 'discrimination',
  source: 'Goodfellow et al. 2014, Generative adversarial networks, arXiv:1406.2661',
  input: 'examples [B, ...inputShape], float32',
  output: 'scores [B, 1], float32',
  options,
  build,
  example: {
    options: { inputShape: [2, 3], hidden: [8, 4], normalization: 'layer', seed: 1 },
    inputs: [{ shape: [2, 3] }],
    parameters: 6 * 8 + 8 + 8 * 4 + 4 + 2 * 4 + 4 + 1,
  },
};

/**
 * A discriminator of dense layers (Goodfellow et al. 2014): examples `[B, ...inputShape]` → scores
 * `[B, 1]`, high for real ones; logits for the losses of `loss: 'gan'`, and a critic for `'wgan-gp'`.
 *
 * Leaky ReLU of slope 0.2. With `normalization`, that of each hidden layer but the first, or the spectral
 * one of all kernels. Weights start as He et al. 2015, those of the last layer as Glorot & Bengio 2010.
 *
 * @throws RangeError for sizes that are no integers >= 1
 * @example
 * const critic = ganDiscriminator({ inputShape: [2], hidden: [64, 64], seed: 2 });
 */
export function ganDiscriminator(options: GanDiscriminatorOptions): Sequential {
  return buildModel(spec, options);
}
