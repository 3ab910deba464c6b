/** A classifier of texts that reads them in order by a GRU. */
import type * as z from 'zod/mini';
import type { Sequential } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import type { Complete, ModelSpec } from '../spec.js';
import { recurrentClassifier, recurrentOptions } from './parts/recurrent-classifier.js';

export interface GruClassifierOptions {
  /** How many tokens there are, V; token 0 is padding. */
  vocabSize: number;
  /** Tokens of a text, T; shorter ones are padded with 0 in front. */
  length: number;
  /** Classes, C. */
  classes: number;
  /** Size of the vector of a token. Default 32. */
  width?: number | undefined;
  /** Units of the GRU. Default 64. */
  units?: number | undefined;
  /** Fixes the weights at the start. Default 0. */
  seed?: number | undefined;
}

export const spec: ModelSpec<GruClassifierOptions, Sequential> = {
  id: 'nlp/gru-classifier',
  task: 'classification',
  source:
    'Cho et al. 2014, Learning phrase representations using RNN encoder–decoder, arXiv:1406.1078',
  input: 'tokens [B, T], int32',
  output: 'logits [B, C], float32',
  options: recurrentOptions('gru') satisfies z.ZodMiniType<
    Complete<GruClassifierOptions>,
    GruClassifierOptions
  >,
  build: (all) => recurrentClassifier('gru', all),
  example: {
    options: { vocabSize: 6, length: 4, classes: 3, width: 3, units: 4, seed: 1 },
    inputs: [{ shape: [4], below: 6 }],
    parameters: 6 * 3 + 3 * (3 * 4 + 4 * 4 + 4) + 4 * 3 + 3,
  },
};

/**
 * Embedding, GRU (Cho et al. 2014), dense: tokens `[B, T]` int32 → logits `[B, C]`.
 *
 * The logits come from the GRU's last state, so padding belongs in front of a text. Weights start as Glorot & Bengio
 * 2010, biases 0.
 *
 * @throws RangeError for sizes that are no integers >= 1
 * @example
 * const model = gruClassifier({ vocabSize: 30, length: 20, classes: 2, seed: 1 });
 */
export function gruClassifier(options: GruClassifierOptions): Sequential {
  return buildModel(spec, options);
}
