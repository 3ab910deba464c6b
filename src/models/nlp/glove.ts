/** Vectors of words from how often each stands near each other one: GloVe. */
import * as z from 'zod/mini';
import { type LayersModel, type SymbolicTensor, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { seed, size } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';

export interface GloveOptions {
  /** How many tokens there are, V. */
  vocabSize: number;
  /** Size of the vector of a token, D. Default 32. */
  width?: number | undefined;
  /** Fixes the weights at the start. Default 0. */
  seed?: number | undefined;
}

const options = z.strictObject({
  vocabSize: size('How many tokens there are, V.'),
  width: z._default(size('Size of the vector of a token, D.'), 32),
  seed: z._default(seed('Fixes the weights at the start.'), 0),
}) satisfies z.ZodMiniType<Complete<GloveOptions>, GloveOptions>;

function build(all: Complete<GloveOptions>): LayersModel {
  const { vocabSize, width } = all;
  const seedOf = partSeeds(all.seed);
  const { initializers, layers } = tf;
  const bound = 0.5 / width;
  const side = (name: string) => {
    const token = tf.input({ shape: [1], dtype: 'int32', name: name.slice(0, -1) });
    const embeddingsInitializer = initializers.randomUniform({
      minval: -bound,
      maxval: bound,
      seed: seedOf(name),
    });
    const embedding = { inputDim: vocabSize, outputDim: width, embeddingsInitializer, name };
    const bias = { inputDim: vocabSize, outputDim: 1, embeddingsInitializer: 'zeros' } as const;
    return {
      token,
      vector: layers.embedding(embedding).apply(token) as SymbolicTensor, // [B, 1, D]
      bias: layers.embedding({ ...bias, name: `${name}_bias` }).apply(token) as SymbolicTensor, // [B, 1, 1]
    };
  };
  const [word, context] = [side('words'), side('contexts')];
  const product = layers.dot({ axes: 2, name: 'product' }).apply([word.vector, context.vector]);
  const parts = [product as SymbolicTensor, word.bias, context.bias]; // each [B, 1, 1]
  const sum = layers.add({ name: 'sum' }).apply(parts);
  const outputs = layers.flatten({ name: 'log_count' }).apply(sum) as SymbolicTensor; // [B, 1]
  return tf.model({ inputs: [word.token, context.token], outputs, name: 'glove' });
}

export const spec: ModelSpec<GloveOptions> = {
  id: 'nlp/glove',
  task: 'embedding',
  source: 'Pennington, Socher & Manning 2014, GloVe: global vectors for word representation',
  input: 'tokens [B, 1] and [B, 1], int32',
  output: 'logarithms of counts [B, 1], float32',
  options,
  build,
  example: {
    options: { vocabSize: 6, width: 3, seed: 1 },
    inputs: [
      { shape: [1], below: 6 },
      { shape: [1], below: 6 },
    ],
    parameters: 2 * 6 * (3 + 1),
  },
};

/**
 * GloVe (Pennington, Socher & Manning 2014): two tokens `[B, 1]` int32 → the logarithm of how often they
 * stand near each other `[B, 1]`, the product of their vectors and a bias for each. A token's vector is the
 * sum of those that it has in the layers `words` and `contexts`.
 *
 * Vectors start uniform in ±0.5 / D, biases 0. `trainGlove` trains it.
 *
 * @throws RangeError for sizes that are no integers >= 1
 * @example
 * const model = glove({ vocabSize: 40, width: 16, seed: 1 });
 */
export function glove(options: GloveOptions): LayersModel {
  return buildModel(spec, options);
}
