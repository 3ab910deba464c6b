/** Encoder and decoder of dense layers, the second the first in the mirror. */
import { type Layer, tf } from '../../../nn/tf.js';
import type { partSeeds } from '../../part-seeds.js';
import type { Halves } from './latent-model.js';

const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

export interface DenseHalves {
  readonly inputShape: readonly number[];
  readonly hidden: readonly number[];
  readonly seedOf: ReturnType<typeof partSeeds>;
}

/** The encoder takes vectors: what comes before it flattens. */
export function denseHalves({ inputShape, hidden, seedOf }: DenseHalves): Halves {
  const stack = (part: string, widths: readonly number[]): Layer[] =>
    widths.map((units, i) => {
      const name = `${part}_${i}`;
      const kernelInitializer = tf.initializers.heNormal({ seed: seedOf(name) });
      return tf.layers.dense({ units, activation: 'relu', kernelInitializer, name });
    });
  const scores = tf.layers.dense({
    units: product(inputShape),
    kernelInitializer: tf.initializers.glorotUniform({ seed: seedOf('score') }),
    name: 'score',
  });
  const shape =
    inputShape.length === 1
      ? []
      : [tf.layers.reshape({ targetShape: [...inputShape], name: 'shape' })];
  return {
    encoder: stack('encoder', hidden),
    decoder: [...stack('decoder', [...hidden].reverse()), scores, ...shape],
  };
}

/** Parameters of both halves, from the formula. */
export function denseVaeParameters(of: {
  readonly size: number;
  readonly hidden: readonly number[];
  readonly latent: number;
  readonly conditions?: number;
}): number {
  const { size, hidden, latent, conditions = 0 } = of;
  const half = (widths: readonly number[]): number =>
    widths.slice(1).reduce((sum, to, i) => sum + (widths[i] as number) * to + to, 0);
  // Mean and log variance leave the encoder together.
  const down = [size + conditions, ...hidden, 2 * latent];
  return half(down) + half([latent + conditions, ...[...hidden].reverse(), size]);
}
