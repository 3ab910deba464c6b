/** The layers of a convolutional discriminator (Radford et al. 2016, arXiv:1511.06434). */
import { spectralNormalization } from '../../../nn/layers/spectral-normalization.js';
import { type Layer, tf } from '../../../nn/tf.js';
import type { partSeeds } from '../../part-seeds.js';
import { smallNormal } from './generator-layers.js';
import type { DiscriminatorNormalization } from './options.js';

type SeedOf = ReturnType<typeof partSeeds>;

/** The paper's slope below 0. */
const SLOPE = 0.2;

/** A normalisation between a layer and its leaky ReLU; the first layer has none, as in the paper. */
function norms(normalization: DiscriminatorNormalization, name: string, isFirst: boolean): Layer[] {
  if (isFirst) return [];
  if (normalization === 'layer') {
    return [tf.layers.layerNormalization({ epsilon: 1e-5, name: `${name}_norm` })];
  }
  if (normalization !== 'batch') return [];
  return [tf.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5, name: `${name}_norm` })];
}

/** The shift of a batch normalisation is a bias. */
const hasBias = (normalization: DiscriminatorNormalization, i: number): boolean =>
  normalization !== 'batch' || i === 0;

const leaky = (name: string): Layer => tf.layers.leakyReLU({ alpha: SLOPE, name: `${name}_relu` });

/** A layer, in its wrapper where kernels are normalised. */
export function wrapped(
  make: (place: { inputShape?: number[] }) => Layer,
  normalization: DiscriminatorNormalization,
  { name, seedOf, inputShape }: { name: string; seedOf: SeedOf; inputShape?: number[] },
): Layer {
  const place = inputShape === undefined ? {} : { inputShape };
  if (normalization !== 'spectral') return make(place);
  const seed = seedOf(`${name}_vector`);
  return spectralNormalization({ layer: make({}), seed, name: `${name}_spectral`, ...place });
}

/** Dense layers, each with its leaky ReLU; weights start as He et al. 2015. */
export function denseLayers(
  hidden: readonly number[],
  normalization: DiscriminatorNormalization,
  seedOf: SeedOf,
  inputShape: number[] | undefined,
): Layer[] {
  return hidden.flatMap((units, i) => {
    const name = `hidden_${i}`;
    const kernelInitializer = tf.initializers.heNormal({ seed: seedOf(name) });
    const make = (place: { inputShape?: number[] }): Layer =>
      tf.layers.dense({
        ...place,
        units,
        useBias: hasBias(normalization, i),
        kernelInitializer,
        name,
      });
    const first = i === 0 && inputShape !== undefined ? { inputShape } : {};
    const dense = wrapped(make, normalization, { name, seedOf, ...first });
    return [dense, ...norms(normalization, name, i === 0), leaky(name)];
  });
}

/** 4×4 convolutions of stride 2, each with its leaky ReLU, then all features in one row. */
export function convolutionLayers(
  filters: readonly number[],
  normalization: DiscriminatorNormalization,
  seedOf: SeedOf,
  inputShape: number[],
): Layer[] {
  const layers = filters.flatMap((count, i) => {
    const name = `down_${i}`;
    const make = (place: { inputShape?: number[] }): Layer =>
      tf.layers.conv2d({
        ...place,
        filters: count,
        kernelSize: 4,
        strides: 2,
        padding: 'same',
        useBias: hasBias(normalization, i),
        kernelInitializer: smallNormal(name, seedOf),
        name,
      });
    const first = i === 0 ? { inputShape } : {};
    const convolution = wrapped(make, normalization, { name, seedOf, ...first });
    return [convolution, ...norms(normalization, name, i === 0), leaky(name)];
  });
  return [...layers, tf.layers.flatten({ name: 'flatten' })];
}

/** The last layer: one score, without an activation. */
export function scoreLayer(
  normalization: DiscriminatorNormalization,
  seedOf: SeedOf,
  inputShape?: number[],
): Layer {
  const kernelInitializer = tf.initializers.glorotUniform({ seed: seedOf('score') });
  return wrapped(
    (place) => tf.layers.dense({ ...place, units: 1, kernelInitializer, name: 'score' }),
    normalization,
    { name: 'score', seedOf, ...(inputShape === undefined ? {} : { inputShape }) },
  );
}
