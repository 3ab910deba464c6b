/** Encoder and decoder of dense layers, the second the first in the mirror. */
import { type Layer, type LayersModel, tf } from '../../../nn/tf.js';
import { partSeeds } from '../../part-seeds.js';
import { encoderDecoder, type ReconstructionActivation } from './encoder-decoder.js';

export interface DenseAutoencoder {
  readonly inputShape: readonly number[];
  readonly hidden: readonly number[];
  readonly latent: number;
  readonly outputActivation: ReconstructionActivation;
  readonly noise: number;
  readonly seed: number;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

export function denseAutoencoderModel(name: string, options: DenseAutoencoder): LayersModel {
  const { inputShape, hidden, latent, outputActivation } = options;
  const seedOf = partSeeds(options.seed);
  const { initializers, layers } = tf;
  const isFlat = inputShape.length === 1;
  const stack = (part: string, widths: readonly number[], inputs: number[]): Layer[] =>
    widths.map((units, i) => {
      const name = `${part}_${i}`;
      const kernelInitializer = initializers.heNormal({ seed: seedOf(name) });
      const place = i === 0 ? { inputShape: inputs } : {};
      return layers.dense({ ...place, units, activation: 'relu', kernelInitializer, name });
    });
  const last = (name: string, units: number, from: number, activation?: 'sigmoid' | 'linear') =>
    layers.dense({
      units,
      ...(hidden.length === 0 ? { inputShape: [from] } : {}),
      ...(activation === undefined ? {} : { activation }),
      kernelInitializer: initializers.glorotUniform({ seed: seedOf(name) }),
      name,
    });
  const size = sizeOf(inputShape);
  return encoderDecoder(
    name,
    {
      encoder: [
        ...(isFlat ? [] : [layers.flatten({ inputShape: [...inputShape], name: 'flatten' })]),
        ...stack('encoder', hidden, [size]),
        last('code', latent, size),
      ],
      decoder: [
        ...stack('decoder', [...hidden].reverse(), [latent]),
        last('reconstruction', size, latent, outputActivation),
        ...(isFlat ? [] : [layers.reshape({ targetShape: [...inputShape], name: 'shape' })]),
      ],
    },
    options,
    seedOf,
  );
}

/** Parameters of both halves, from the formula. */
export function denseAutoencoderParameters(
  size: number,
  hidden: readonly number[],
  latent: number,
): number {
  const half = (widths: readonly number[]): number =>
    widths.slice(1).reduce((sum, to, i) => sum + (widths[i] as number) * to + to, 0);
  const down = [size, ...hidden, latent];
  return half(down) + half([...down].reverse());
}
