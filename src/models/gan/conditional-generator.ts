/** A generator of images that is told the class. */
import * as z from 'zod/mini';
import { type LayersModel, type SymbolicTensor, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { size } from '../options.js';
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

export interface ConditionalGeneratorOptions {
  /** Height, width and channels of one image; each of `filters` halves them on the way down. */
  outputShape: [number, number, number];
  /** Classes, C. */
  classes: number;
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
    classes: size('Classes, C.'),
    latent: latent(64),
    filters: generatorFilters,
    outputActivation,
    seed: startSeed,
  })
  .check(halved('outputShape')) satisfies z.ZodMiniType<
  Complete<ConditionalGeneratorOptions>,
  ConditionalGeneratorOptions
>;

function build(all: Complete<ConditionalGeneratorOptions>): LayersModel {
  const noise = tf.input({ shape: [all.latent], name: 'noise' });
  const condition = tf.input({ shape: [all.classes], name: 'condition' });
  const both = tf.layers.concatenate({ name: 'noise_and_condition' });
  const start = both.apply([noise, condition]) as SymbolicTensor;
  const outputs = generatorLayers(all, partSeeds(all.seed)).reduce(
    (x, layer): SymbolicTensor => layer.apply(x),
    start,
  );
  return tf.model({ inputs: [noise, condition], outputs, name: 'conditional_generator' });
}

const example = {
  outputShape: [4, 4, 1],
  classes: 3,
  latent: 4,
  filters: [8],
  seed: 1,
} satisfies ConditionalGeneratorOptions & { outputShape: [number, number, number] };

export const spec: ModelSpec<ConditionalGeneratorOptions> = {
  id: 'gan/conditional-generator',
  task: 'generation',
  source:
    'Mirza & Osindero 2014, Conditional generative adversarial nets, arXiv:1411.1784; layers of Radford et ' +
    'al. 2016',
  input: 'noise [B, latent] and one-hot classes [B, C], float32',
  output: 'images [B, H, W, channels], float32',
  options,
  build,
  example: {
    options: example,
    inputs: [{ shape: [4] }, { shape: [3] }],
    parameters: generatorParameters(4 + 3, example),
  },
};

/**
 * A generator that is told the class (Mirza & Osindero 2014): noise `[B, latent]` and one-hot classes
 * `[B, C]` side by side → images `[B, H, W, channels]`, by the layers of `dcganGenerator`. A condition need
 * not be one-hot: weights of classes are between them.
 *
 * @throws RangeError for sizes that are no integers >= 1, or height and width that cannot be halved so
 *   often
 * @example
 * const generator = conditionalGenerator({ outputShape: [8, 8, 1], classes: 10, seed: 1 });
 */
export function conditionalGenerator(options: ConditionalGeneratorOptions): LayersModel {
  return buildModel(spec, options);
}
