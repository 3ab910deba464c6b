/** A tagger: one tag for each token of a text, from what stands before and behind it. */
import * as z from 'zod/mini';
import { linearChainCrf } from '../../nn/layers/tagging-layers.js';
import type { Layer, LayersModel } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { flag, seed, size } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelWithParts } from '../spec.js';
import { layersByName } from './parts/layers-by-name.js';
import { biLstm, logits, lstmParameters, ofTokens, tokenEmbedding } from './parts/text-layers.js';
import { textOptions } from './parts/text-options.js';

export interface BiLstmTaggerOptions {
  /** How many tokens there are, V; token 0 is padding. */
  vocabSize: number;
  /** Tokens of a text, T; shorter ones are padded with 0 at either end. */
  length: number;
  /** How many tags there are, K; padding has tag 0. */
  tags: number;
  /** Size of the vector of a token. Default 32. */
  width?: number | undefined;
  /** Units of the LSTM in each direction. Default 32. */
  units?: number | undefined;
  /** Whether a CRF looks at tags together; without it each token is on its own. Default true. */
  crf?: boolean | undefined;
  /** Fixes the weights at the start. Default 0. */
  seed?: number | undefined;
}

const options = z.strictObject({
  ...textOptions('at either end'),
  tags: size('How many tags there are, K; padding has tag 0.'),
  width: z._default(size('Size of the vector of a token.'), 32),
  units: z._default(size('Units of the LSTM in each direction.'), 32),
  crf: z._default(
    flag('Whether a CRF looks at tags together; without it each token is on its own.'),
    true,
  ),
  seed: z._default(seed('Fixes the weights at the start.'), 0),
}) satisfies z.ZodMiniType<Complete<BiLstmTaggerOptions>, BiLstmTaggerOptions>;

function build(all: Complete<BiLstmTaggerOptions>): LayersModel {
  const seedOf = partSeeds(all.seed);
  return ofTokens('bi_lstm_tagger', all.length, [
    tokenEmbedding(all, seedOf, true),
    biLstm(all.units, seedOf, true),
    logits(all.tags, seedOf),
    ...(all.crf ? [linearChainCrf({ name: 'crf' })] : []),
  ]);
}

/** What a tagger is made of. */
export interface BiLstmTaggerParts {
  /** From tokens to scores of tags, one after another. */
  readonly scoring: readonly Layer[];
  /** A `LinearChainCrf`, if there is one. */
  readonly crf: Layer | undefined;
}

function parts(model: LayersModel): BiLstmTaggerParts {
  const { required, optional } = layersByName(model, 'biLstmTagger');
  const scoring = ['embedding', 'bi_lstm', 'logits'].map(required);
  return { scoring, crf: optional('crf') };
}

export const spec: ModelWithParts<BiLstmTaggerOptions, BiLstmTaggerParts> = {
  id: 'nlp/bi-lstm-tagger',
  task: 'tagging',
  source:
    'Huang, Xu & Yu 2015, Bidirectional LSTM-CRF models for sequence tagging, arXiv:1508.01991',
  input: 'tokens [B, T], int32',
  output: 'scores [B, T, K], float32',
  options,
  build,
  parts,
  example: {
    options: { vocabSize: 6, length: 4, tags: 3, width: 3, units: 4, seed: 1 },
    inputs: [{ shape: [4], below: 6 }],
    parameters: 6 * 3 + 2 * lstmParameters(3, 4) + (8 * 3 + 3) + (3 * 3 + 3 + 3),
  },
};

/**
 * Embedding, LSTMs from both ends, dense, and a linear-chain CRF (Huang, Xu & Yu 2015): tokens `[B, T]` int32 →
 * scores of tags `[B, T, K]`. They are the log-probabilities of each tag given the whole text; with `crf: false`,
 * logits of each token by itself.
 *
 * `TaggingTrainer` trains it by the likelihood of whole sequences, `tagTokens` finds the likeliest one. Padding is
 * passed over. Weights start as Glorot & Bengio 2010, biases 0, those of the forget gates 1, the weights of the CRF 0.
 *
 * @throws RangeError for sizes that are no integers >= 1
 * @example
 * const model = biLstmTagger({ vocabSize: 200, length: 20, tags: 9, seed: 1 });
 * const trainer = new TaggingTrainer({ model, optimizer: tf.train.adam(1e-2) });
 */
export function biLstmTagger(options: BiLstmTaggerOptions): LayersModel {
  return buildModel(spec, options);
}
