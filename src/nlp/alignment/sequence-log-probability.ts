/** How probable a model finds what was answered. */
import { type LayersModel, type Tensor1D, type Tensor2D, tf } from '../../nn/tf.js';
import { checkRows } from './check-rows.js';
import { type LogProbabilityOptions, tokenLogProbabilities } from './token-log-probabilities.js';

export type SequenceLogProbabilityOptions = LogProbabilityOptions;

/**
 * ln P of the answer in each row under a GPT: the sum over the tokens that count of ln P(token | tokens before it).
 * It has a gradient by the model's weights.
 *
 * @param model made by `gpt`
 * @param tokens prompt and answer, then padding of any token, `[B, T]` int32
 * @param counts 1 where a token is one of the answer, else 0, `[B, T]`; the first of a row never counts
 * @returns `[B]`
 * @throws RangeError for tensors of other shapes
 * @example
 * // A prompt of two tokens, an answer of two, and padding.
 * const tokens = tf.tensor2d([[5, 9, 3, 1, 0]], [1, 5], 'int32');
 * sequenceLogProbability(model, tokens, tf.tensor2d([[0, 0, 1, 1, 0]]));
 */
export function sequenceLogProbability(
  model: LayersModel,
  tokens: Tensor2D,
  counts: Tensor2D,
  options: SequenceLogProbabilityOptions = {},
): Tensor1D {
  checkRows(tokens, counts);
  return tf.tidy(() => {
    const each = tokenLogProbabilities(model, tokens, options); // [B, T]
    return tf.sum(tf.mul(each, tf.cast(counts, 'float32')), 1) as Tensor1D;
  });
}
