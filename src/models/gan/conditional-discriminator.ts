/** A discriminator of images that is told the class. */
import * as z from 'zod/mini';
import { type LayersModel, type SymbolicTensor, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { imageShape, size } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';
import { convolutionLayers, scoreLayer, wrapped } from './parts/discriminator-layers.js';
import {
  type DiscriminatorNormalization,
  discriminatorFilters,
  discriminatorNormalization,
  halved,
  startSeed,
} from './parts/options.js';

export interface ConditionalDiscriminatorOptions {
  /** Height, width and channels of one image. */
  inputShape: [number, number, number];
  /** Classes, C. */
  classes: number;
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
    classes: size('Classes, C.'),
    filters: discriminatorFilters,
    normalization: discriminatorNormalization('batch'),
    seed: startSeed,
  })
  .check(halved('inputShape')) satisfies z.ZodMiniType<
  Complete<ConditionalDiscriminatorOptions>,
  ConditionalDiscriminatorOptions
>;

function build(all: Complete<ConditionalDiscriminatorOptions>): LayersModel {
  const { inputShape, classes, filters, normalization, seed } = all;
  const seedOf = partSeeds(seed);
  const images = tf.input({ shape: [...inputShape], name: 'images' });
  const condition = tf.input({ shape: [classes], name: 'condition' });
  const layers = convolutionLayers(filters, normalization, seedOf, [...inputShape]);
  const features = layers.reduce((x, layer): SymbolicTensor => layer.apply(x), images);
  const units = features.shape.at(-1) as number;
  const projection = wrapped(
    (place) =>
      tf.layers.dense({
        ...place,
        units,
        useBias: false,
        kernelInitializer: tf.initializers.glorotUniform({ seed: seedOf('projection') }),
        name: 'projection',
      }),
    normalization,
    { name: 'projection', seedOf },
  );
  const score = scoreLayer(normalization, seedOf).apply(features) as SymbolicTensor;
  const vectors = projection.apply(condition) as SymbolicTensor;
  const agreement = tf.layers.dot({ axes: 1, name: 'agreement' }).apply([features, vectors]);
  const sum = tf.layers.add({ name: 'sum' }).apply([score, agreement as SymbolicTensor]);
  return tf.model({
    inputs: [images, condition],
    outputs: sum as SymbolicTensor,
    name: 'conditional_discriminator',
  });
}

export const spec: ModelSpec<ConditionalDiscriminatorOptions> = {
  id: 'gan/conditional-discriminator',
  task: 'discrimination',
  source:
    'Miyato & Koyama 2018, cGANs with projection discriminator, arXiv:1802.05637; layers of Radford et al. ' +
    '2016',
  input: 'images [B, H, W, channels] and one-hot classes [B, C], float32',
  output: 'scores [B, 1], float32',
  options,
  build,
  example: {
    options: { inputShape: [4, 4, 1], classes: 3, filters: [4], seed: 1 },
    inputs: [{ shape: [4, 4, 1] }, { shape: [3] }],
    // The convolution, a vector of 16 features for each class, and the score of all of them.
    parameters: 16 * 4 + 4 + 3 * 16 + 16 + 1,
  },
};

/**
 * A discriminator that is told the class (Miyato & Koyama 2018): images `[B, H, W, channels]` and one-hot
 * classes `[B, C]` → scores `[B, 1]`. To the score of its features it adds their inner product with a
 * vector of the class; the layers are those of `dcganDiscriminator`.
 *
 * @throws RangeError for sizes that are no integers >= 1, or height and width that cannot be halved so
 *   often
 * @example
 * const discriminator = conditionalDiscriminator({ inputShape: [8, 8, 1], classes: 10, seed: 2 });
 */
export function conditionalDiscriminator(options: ConditionalDiscriminatorOptions): LayersModel {
  return buildModel(spec, options);
}
