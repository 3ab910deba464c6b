/** A generator of dense layers. */
import * as z from 'zod/mini';
import { type Layer, type Sequential, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { sizes } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';
import { type GeneratedActivation, latent, outputActivation, startSeed } from './parts/options.js';

export interface GanGeneratorOptions {
  /** Shape of one example, such as `[2]` or `[28, 28, 1]`. */
  outputShape: readonly number[];
  /** Numbers of noise that an example is made from. Default 32. */
  latent?: number | undefined;
  /** Units of each hidden layer. Default `[128, 128]`. */
  hidden?: readonly number[] | undefined;
  /** Of what is generated: `sigmoid` for numbers in [0, 1], `tanh` for [-1, 1], else `linear`. Default sigmoid. */
  outputActivation?: GeneratedActivation | undefined;
  /** Fixes the weights at the start. Default 0. */
  seed?: number | undefined;
}

const options = z.strictObject({
  outputShape: sizes('Shape of one example, such as `[2]` or `[28, 28, 1]`.', 1),
  latent: latent(32),
  hidden: z._default(sizes('Units of each hidden layer.', 1), [128, 128]),
  outputActivation,
  seed: startSeed,
}) satisfies z.ZodMiniType<Complete<GanGeneratorOptions>, GanGeneratorOptions>;

function build(all: Complete<GanGeneratorOptions>): Sequential {
  const { outputShape, latent, hidden, outputActivation, seed } = all;
  const seedOf = partSeeds(seed);
  const { initializers, layers } = tf;
  const parts: Layer[] = hidden.map((units, i) => {
    const name = `hidden_${i}`;
    const kernelInitializer = initializers.heNormal({ seed: seedOf(name) });
    const place = i === 0 ? { inputShape: [latent] } : {};
    return layers.dense({ ...place, units, activation: 'relu', kernelInitializer, name });
  });
  parts.push(
    layers.dense({
      units: outputShape.reduce((a, b) => a * b, 1),
      activation: outputActivation,
      kernelInitializer: initializers.glorotUniform({ seed: seedOf('generated') }),
      name: 'generated',
    }),
  );
  if (outputShape.length > 1) {
    parts.push(layers.reshape({ targetShape: [...outputShape], name: 'shape' }));
  }
  return tf.sequential({ layers: parts, name: 'gan_generator' });
}

export const spec: ModelSpec<GanGeneratorOptions, Sequential> = {
  id: 'gan/gan-generator',
  task: 'generation',
  source: 'Goodfellow et al. 2014, Generative adversarial networks, arXiv:1406.2661',
  input: 'noise [B, latent], float32',
  output: 'examples [B, ...outputShape], float32',
  options,
  build,
  example: {
    options: { outputShape: [2, 3], latent: 4, hidden: [8], seed: 1 },
    inputs: [{ shape: [4] }],
    parameters: 4 * 8 + 8 + 8 * 6 + 6,
  },
};

/**
 * A generator of dense layers (Goodfellow et al. 2014): noise `[B, latent]` → examples `[B,
 * ...outputShape]`. It learns from a discriminator (`GanTrainer`).
 *
 * ReLU in the hidden layers. Weights start as He et al. 2015, those of the last layer as Glorot & Bengio
 * 2010; biases 0.
 *
 * @throws RangeError for sizes that are no integers >= 1
 * @example
 * const generator = ganGenerator({ outputShape: [2], outputActivation: 'linear', latent: 8, seed: 1 });
 */
export function ganGenerator(options: GanGeneratorOptions): Sequential {
  return buildModel(spec, options);
}
