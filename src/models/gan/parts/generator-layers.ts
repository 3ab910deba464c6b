/** The layers of a convolutional generator (Radford et al. 2016, arXiv:1511.06434). */
import { type Layer, tf } from '../../../nn/tf.js';
import type { partSeeds } from '../../part-seeds.js';
import type { GeneratedActivation } from './options.js';

type SeedOf = ReturnType<typeof partSeeds>;

export interface ConvolutionalGenerator {
  readonly outputShape: readonly [number, number, number];
  readonly filters: readonly number[];
  readonly outputActivation: GeneratedActivation;
}

/** The paper's normal weights of deviation 0.02. */
export const smallNormal = (name: string, seedOf: SeedOf) =>
  tf.initializers.randomNormal({ mean: 0, stddev: 0.02, seed: seedOf(name) });

/** As in PyTorch: with Keras's 0.99 a short training ends on means of its start. */
const norm = (name: string): Layer =>
  tf.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5, name });
const relu = (name: string): Layer => tf.layers.activation({ activation: 'relu', name });

/**
 * Noise (with whatever else is known) → images: a dense layer that is a small image of many channels, then
 * transposed 4×4 convolutions of stride 2; batch normalisation and ReLU between.
 *
 * @param place `{ inputShape }` where the dense layer is the first of a model
 */
export function generatorLayers(
  { outputShape, filters, outputActivation }: ConvolutionalGenerator,
  seedOf: SeedOf,
  place: { inputShape?: number[] } = {},
): Layer[] {
  const [height, width, channels] = outputShape;
  const factor = 2 ** filters.length;
  const small = [height / factor, width / factor, filters[0] as number];
  const units = small.reduce((a, b) => a * b);
  const double = { kernelSize: 4, strides: 2, padding: 'same' } as const;
  const up = filters.slice(1).flatMap((count, i) => [
    tf.layers.conv2dTranspose({
      ...double,
      filters: count,
      useBias: false,
      kernelInitializer: smallNormal(`up_${i}`, seedOf),
      name: `up_${i}`,
    }),
    norm(`up_${i}_norm`),
    relu(`up_${i}_relu`),
  ]);
  return [
    tf.layers.dense({
      ...place,
      units,
      useBias: false,
      kernelInitializer: smallNormal('spread', seedOf),
      name: 'spread',
    }),
    norm('spread_norm'),
    relu('spread_relu'),
    tf.layers.reshape({ targetShape: small, name: 'shape' }),
    ...up,
    tf.layers.conv2dTranspose({
      ...double,
      filters: channels,
      activation: outputActivation,
      kernelInitializer: smallNormal('generated', seedOf),
      name: 'generated',
    }),
  ];
}

/** Numbers of these layers, for noise of so many. */
export function generatorParameters(
  noise: number,
  { outputShape, filters }: Omit<ConvolutionalGenerator, 'outputActivation'>,
): number {
  const [height, width, channels] = outputShape;
  const units = (height * width * (filters[0] as number)) / 4 ** filters.length;
  const through = [...filters, channels];
  const convolutions = through
    .slice(1)
    .map((count, i) => 16 * count * (through[i] as number))
    .reduce((a, b) => a + b);
  const norms = filters.slice(1).reduce((sum, count) => sum + 4 * count, 4 * units);
  return noise * units + convolutions + norms + channels;
}
