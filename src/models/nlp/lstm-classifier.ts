/** A classifier of texts that reads them in order. */
import * as z from 'zod/mini';
import { type Sequential, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { seed, size } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';
import { logits, recurrentWeights, tokenEmbedding } from './parts/text-layers.js';

export interface LstmClassifierOptions {
  /** How many tokens there are, V; token 0 is padding. */
  vocabSize: number;
  /** Tokens of a text, T; shorter ones are padded with 0 in front. */
  length: number;
  /** Classes, C. */
  classes: number;
  /** Size of the vector of a token. Default 32. */
  width?: number | undefined;
  /** Units of the LSTM. Default 64. */
  units?: number | undefined;
  /** Fixes the weights at the start. Default 0. */
  seed?: number | undefined;
}

const options = z.strictObject({
  vocabSize: size('How many tokens there are, V; token 0 is padding.'),
  length: size('Tokens of a text, T; shorter ones are padded with 0 in front.'),
  classes: size('Classes, C.'),
  width: z._default(size('Size of the vector of a token.'), 32),
  units: z._default(size('Units of the LSTM.'), 64),
  seed: z._default(seed('Fixes the weights at the start.'), 0),
}) satisfies z.ZodMiniType<Complete<LstmClassifierOptions>, LstmClassifierOptions>;

function build(all: Complete<LstmClassifierOptions>): Sequential {
  const seedOf = partSeeds(all.seed);
  return tf.sequential({
    name: 'lstm_classifier',
    layers: [
      tokenEmbedding(all, seedOf, false),
      tf.layers.lstm({ units: all.units, ...recurrentWeights(seedOf), name: 'lstm' }),
      logits(all.classes, seedOf),
    ],
  });
}

export const spec: ModelSpec<LstmClassifierOptions, Sequential> = {
  id: 'nlp/lstm-classifier',
  task: 'classification',
  source: 'Hochreiter & Schmidhuber 1997, Long short-term memory',
  input: 'tokens [B, T], int32',
  output: 'logits [B, C], float32',
  options,
  build,
  example: {
    options: { vocabSize: 6, length: 4, classes: 3, width: 3, units: 4, seed: 1 },
    inputs: [{ shape: [4], below: 6 }],
    parameters: 6 * 3 + 4 * (3 * 4 + 4 * 4 + 4) + 4 * 3 + 3,
  },
};

/**
 * Embedding, LSTM (Hochreiter & Schmidhuber 1997), dense: tokens `[B, T]` int32 → logits `[B, C]`.
 *
 * The logits come from the LSTM's last state, so padding belongs in front of a text. Weights start as
 * Glorot & Bengio 2010, biases 0, those of the forget gate 1.
 *
 * @throws RangeError for sizes that are no integers >= 1
 * @example
 * const model = lstmClassifier({ vocabSize: 30, length: 20, classes: 2, seed: 1 });
 */
export function lstmClassifier(options: LstmClassifierOptions): Sequential {
  return buildModel(spec, options);
}
