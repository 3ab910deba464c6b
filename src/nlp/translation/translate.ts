/** Translations by a trained model. */
import { checkSizes } from '../../checks.js';
import { messages } from '../../messages/index.js';
import type { LayersModel } from '../../nn/tf.js';
import { beamSearch, type Hypothesis } from './beam-search.js';
import { lengthsOf, seq2seqDecoder } from './seq2seq-decoder.js';
import type { DecoderSizes, StepDecoder } from './step-decoder.js';
import { transformerDecoder } from './transformer-decoder.js';

export interface TranslateOptions {
  /** Tokens of a translation at most, its end among them. Default: 64, of a `seq2seq` those that it was made for. */
  maxTokens?: number;
  /** Hypotheses that are kept for each source; 1 takes the likeliest token each time. Default 1. */
  beams?: number;
  /** The exponent α of the length penalty of a beam (Wu et al. 2016): above 0 favours long ones. Default 0.6. */
  lengthPenalty?: number;
  /** Sources that are translated at once. Default 32. */
  batchSize?: number;
}

/** What a source became. */
export interface Translation {
  /** Without start and end. */
  readonly tokens: readonly number[];
  /** The logarithm of its probability over the length penalty, by which hypotheses are compared. */
  readonly score: number;
  /** Whether the model ended it; otherwise it was cut off at `maxTokens`. */
  readonly ended: boolean;
}

/** Which of the models that translate it is. */
export function kindOf(model: LayersModel): 'transformer' | 'seq2seq' {
  const names = Array.isArray(model?.layers) ? model.layers.map(({ name }) => name) : [];
  if (names.includes('decoder_0')) return 'transformer';
  if (names.includes('encoder') && names.includes('decoder')) return 'seq2seq';
  throw new TypeError(messages().translation.notOurs({ layers: names.join(', ') }));
}

/** How many tokens a model knows in its sources. */
function sourceVocabSize(model: LayersModel): number {
  return model.getLayer('source_embedding').getWeights()[0]?.shape[0] as number;
}

/** @throws RangeError for lists that are none of tokens */
function checkSources(model: LayersModel, sources: readonly (readonly number[])[]): void {
  const { noSources, token } = messages().translation;
  if (!Array.isArray(sources) || sources.length === 0 || !sources.every(Array.isArray)) {
    throw new RangeError(noSources({ given: JSON.stringify(sources) }));
  }
  const most = sourceVocabSize(model) - 1;
  for (const [at, source] of sources.entries()) {
    const wrong = source.find(
      (one: unknown) => !Number.isInteger(one) || !(Number(one) >= 1 && Number(one) <= most),
    );
    if (wrong === undefined) continue;
    throw new RangeError(token({ what: 'source', least: 1, most, given: String(wrong), at }));
  }
}

const decoders: Readonly<
  Record<ReturnType<typeof kindOf>, (model: LayersModel, sizes: DecoderSizes) => StepDecoder>
> = { transformer: transformerDecoder, seq2seq: seq2seqDecoder };

/**
 * Translates sources by greedy decoding or by a beam.
 *
 * Sources of all batches are padded to one length, and keys, values or states of what was written are kept, so that
 * each step is one call of the same graph.
 *
 * @param model made by `transformer` or `seq2seq`
 * @param sources lists of tokens, without padding
 * @returns for each source the best translation found
 * @throws RangeError for options or tokens out of range, or sources that are longer than a `seq2seq` was made for;
 *   TypeError for another model; InterruptedError when interrupted
 * @example
 * const [first] = await translate(model, [letters.encode('2024-03-05')], { beams: 4 });
 * letters.decode(first.tokens); // '二零二四年三月五日'
 */
export async function translate(
  model: LayersModel,
  sources: readonly (readonly number[])[],
  options: TranslateOptions = {},
): Promise<Translation[]> {
  const kind = kindOf(model);
  const fixed = kind === 'seq2seq' ? lengthsOf(model) : undefined;
  const { maxTokens = fixed?.[1] ?? 64, beams = 1, lengthPenalty = 0.6, batchSize = 32 } = options;
  checkSizes({ maxTokens, beams, batchSize });
  if (!(lengthPenalty >= 0 && lengthPenalty < Infinity)) {
    const { atLeast, number } = messages().translation;
    const expected = number({ least: 0 });
    throw new RangeError(atLeast({ option: 'lengthPenalty', expected, given: lengthPenalty }));
  }
  checkSources(model, sources);
  const longest = sources.reduce((most, { length }) => Math.max(most, length), 1);
  const batch = Math.min(batchSize, sources.length);
  const sizes = { batch, beams, sourceLength: fixed?.[0] ?? longest, maxTokens };
  const decoder = decoders[kind](model, sizes);
  try {
    const found: Translation[] = [];
    for (let first = 0; first < sources.length; first += batch) {
      const some = sources.slice(first, first + batch);
      const all = await beamSearch(decoder, some, { beams, maxTokens, lengthPenalty });
      for (const [best] of all) found.push(translationOf(best as Hypothesis));
    }
    return found;
  } finally {
    decoder.dispose();
  }
}

const translationOf = ({ tokens, score, ended }: Hypothesis): Translation => ({
  tokens,
  score,
  ended,
});
