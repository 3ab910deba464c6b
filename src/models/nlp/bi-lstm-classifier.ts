/** A classifier of texts that reads them from both ends. */
import * as z from 'zod/mini';
import type { LayersModel } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { seed, size } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';
import { biLstm, logits, lstmParameters, ofTokens, tokenEmbedding } from './parts/text-layers.js';
import { textOptions } from './parts/text-options.js';

export interface BiLstmClassifierOptions {
  /** How many tokens there are, V; token 0 is padding. */
  vocabSize: number;
  /** Tokens of a text, T; shorter ones are padded with 0 at either end. */
  length: number;
  /** Classes, C. */
  classes: number;
  /** Size of the vector of a token. Default 32. */
  width?: number | undefined;
  /** Units of the LSTM in each direction. Default 32. */
  units?: number | undefined;
  /** Fixes the weights at the start. Default 0. */
  seed?: number | undefined;
}

const options = z.strictObject({
  ...textOptions('at either end'),
  classes: size('Classes, C.'),
  width: z._default(size('Size of the vector of a token.'), 32),
  units: z._default(size('Units of the LSTM in each direction.'), 32),
  seed: z._default(seed('Fixes the weights at the start.'), 0),
}) satisfies z.ZodMiniType<Complete<BiLstmClassifierOptions>, BiLstmClassifierOptions>;

function build(all: Complete<BiLstmClassifierOptions>): LayersModel {
  const seedOf = partSeeds(all.seed);
  return ofTokens('bi_lstm_classifier', all.length, [
    tokenEmbedding(all, seedOf, true),
    biLstm(all.units, seedOf, false),
    logits(all.classes, seedOf),
  ]);
}

export const spec: ModelSpec<BiLstmClassifierOptions> = {
  id: 'nlp/bi-lstm-classifier',
  task: 'classification',
  source:
    'Schuster & Paliwal 1997, Bidirectional recurrent neural networks; Hochreiter & Schmidhuber 1997',
  input: 'tokens [B, T], int32',
  output: 'logits [B, C], float32',
  options,
  build,
  example: {
    options: { vocabSize: 6, length: 4, classes: 3, width: 3, units: 4, seed: 1 },
    inputs: [{ shape: [4], below: 6 }],
    parameters: 6 * 3 + 2 * lstmParameters(3, 4) + 8 * 3 + 3,
  },
};

/**
 * Embedding, LSTMs from both ends (Schuster & Paliwal 1997), dense: tokens `[B, T]` int32 → logits `[B, C]`.
 *
 * The logits come from the last state of each direction, side by side. Padding is passed over, at whichever end it
 * stands. Weights start as Glorot & Bengio 2010, biases 0, those of the forget gates 1.
 *
 * @throws RangeError for sizes that are no integers >= 1
 * @example
 * const model = biLstmClassifier({ vocabSize: 30, length: 20, classes: 2, seed: 1 });
 */
export function biLstmClassifier(options: BiLstmClassifierOptions): LayersModel {
  return buildModel(spec, options);
}
