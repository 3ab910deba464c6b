/** Tags by a trained tagger. */
import { checkSizes } from '../../checks.js';
import { viterbiDecode } from '../../nn/crf/viterbi.js';
import { type LayersModel, type Tensor, tf } from '../../nn/tf.js';
import { tokenRows } from './examples.js';
import { chainOfTagger } from './scores.js';

export interface TagTokensOptions {
  /** Texts that are tagged at once. Default 128. */
  batchSize?: number;
}

/** The tags of some texts, one list for each. */
function tagsOf(model: LayersModel, texts: readonly (readonly number[])[]): number[][] {
  const length = model.inputs[0]?.shape[1] as number;
  const rows = tokenRows('tagTokens', texts, length);
  return tf.tidy(() => {
    const tokens = tf.tensor2d(rows, [texts.length, length], 'int32');
    const chain = chainOfTagger(model, tokens, false);
    if (chain !== undefined) return viterbiDecode(chain).tags;
    const best = tf.argMax(model.apply(tokens as Tensor) as Tensor, 2).arraySync() as number[][];
    return texts.map((text, i) => best[i]?.slice(0, text.length) ?? []);
  });
}

/**
 * The likeliest tags of texts: of a model with a CRF the likeliest sequence (Viterbi), of one without it the likeliest
 * tag of each token.
 *
 * @param model made by `biLstmTagger`, or loaded from one
 * @param texts lists of tokens, without padding
 * @returns for each text a list with the number of each token's tag
 * @throws TypeError for another model; RangeError for a text that is longer than the model takes, or has token 0
 * @example
 * const [tags] = tagTokens(model, [tokenizer.encode('anna flew to oslo')]);
 */
export function tagTokens(
  model: LayersModel,
  texts: readonly (readonly number[])[],
  options: TagTokensOptions = {},
): number[][] {
  const { batchSize = 128 } = options;
  checkSizes({ batchSize });
  const found: number[][] = [];
  for (let from = 0; from < texts.length; from += batchSize) {
    found.push(...tagsOf(model, texts.slice(from, from + batchSize)));
  }
  return found;
}
