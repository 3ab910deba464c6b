/** A generator of transposed convolutions. */
import * as z from 'zod/mini';
import { type Sequential, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';
import { generatorLayers, generatorParameters } from './parts/generator-layers.js';
import {
  type GeneratedActivation,
  generatorFilters,
  halved,
  latent,
  outputActivation,
  outputShape,
  startSeed,
} from './parts/options.js';

export interface DcganGeneratorOptions {
  /** Height, width and channels of one image; each of `filters` halves them on the way down. */
  outputShape: [number, number, number];
  /** Numbers of noise that an example is made from. Default 64. */
  latent?: number | undefined;
  /** Channels after the dense layer, and of all transposed convolutions but the last; each doubles height and width. Default `[64, 32]`. */
  filters?: readonly number[] | undefined;
  /** Of what is generated: `sigmoid` for numbers in [0, 1], `tanh` for [-1, 1], else `linear`. Default sigmoid. */
  outputActivation?: GeneratedActivation | undefined;
  /** Fixes the weights at the start. Default 0. */
  seed?: number | undefined;
}

const options = z
  .strictObject({
    outputShape,
    latent: latent(64),
    filters: generatorFilters,
    outputActivation,
    seed: startSeed,
  })
  .check(halved('outputShape')) satisfies z.ZodMiniType<
  Complete<DcganGeneratorOptions>,
  DcganGeneratorOptions
>;

const example = {
  outputShape: [4, 4, 1],
  latent: 4,
  filters: [8],
  seed: 1,
} satisfies DcganGeneratorOptions & {
  outputShape: [number, number, number];
};

export const spec: ModelSpec<DcganGeneratorOptions, Sequential> = {
  id: 'gan/dcgan-generator',
  task: 'generation',
  source:
    'Radford, Metz & Chintala 2016, Unsupervised representation learning with deep convolutional ' +
    'generative adversarial networks, arXiv:1511.06434',
  input: 'noise [B, latent], float32',
  output: 'images [B, H, W, channels], float32',
  options,
  build: (all) =>
    tf.sequential({
      layers: generatorLayers(all, partSeeds(all.seed), { inputShape: [all.latent] }),
      name: 'dcgan_generator',
    }),
  example: {
    options: example,
    inputs: [{ shape: [4] }],
    parameters: generatorParameters(4, example),
  },
};

/**
 * A generator of transposed convolutions (Radford et al. 2016): noise `[B, latent]` → images `[B, H, W,
 * channels]`.
 *
 * A dense layer makes an image of `H / 2ⁿ × W / 2ⁿ`, n the length of `filters`; transposed 4×4
 * convolutions of stride 2 double it n times, with batch normalisation and ReLU between. Weights start
 * normal with deviation 0.02. The paper's own ends in `tanh`, for pixels in [-1, 1].
 *
 * @throws RangeError for sizes that are no integers >= 1, or height and width that cannot be halved so
 *   often
 * @example
 * const generator = dcganGenerator({ outputShape: [28, 28, 1], seed: 1 });
 */
export function dcganGenerator(options: DcganGeneratorOptions): Sequential {
  return buildModel(spec, options);
}
