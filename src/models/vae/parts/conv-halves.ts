/** Convolutions that halve an image, and transposed ones that double it again. */
import { type Layer, tf } from '../../../nn/tf.js';
import type { partSeeds } from '../../part-seeds.js';

export interface ConvHalves {
  readonly inputShape: readonly [number, number, number];
  readonly filters: readonly number[];
  readonly seedOf: ReturnType<typeof partSeeds>;
}

/**
 * @returns layers from images to `[B, h, w, filters]`; from a vector to that shape; from it to scores of the
 *   images
 */
export function convHalves({ inputShape, filters, seedOf }: ConvHalves): {
  readonly down: Layer[];
  readonly spread: Layer[];
  readonly up: Layer[];
} {
  const { initializers, layers } = tf;
  const [height, width, channels] = inputShape;
  const he = (name: string) => initializers.heNormal({ seed: seedOf(name) });
  const half = { kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' } as const;
  const factor = 2 ** filters.length;
  const inner = [height / factor, width / factor, filters.at(-1) as number];
  return {
    down: filters.map((count, i) => {
      const name = `encoder_${i}`;
      return layers.conv2d({ ...half, filters: count, kernelInitializer: he(name), name });
    }),
    spread: [
      layers.dense({
        units: inner.reduce((a, b) => a * b),
        activation: 'relu',
        kernelInitializer: he('spread'),
        name: 'spread',
      }),
      layers.reshape({ targetShape: inner, name: 'shape' }),
    ],
    up: [
      ...[...filters].reverse().map((count, i) => {
        const name = `decoder_${i}`;
        return layers.conv2dTranspose({
          ...half,
          filters: count,
          kernelInitializer: he(name),
          name,
        });
      }),
      layers.conv2d({
        filters: channels,
        kernelSize: 3,
        padding: 'same',
        kernelInitializer: initializers.glorotUniform({ seed: seedOf('score') }),
        name: 'score',
      }),
    ],
  };
}
