/** How probable a model finds each token of a row. */
import { sparseSoftmaxCrossEntropy } from '../../nn/losses/index.js';
import { type LayersModel, type Tensor, type Tensor2D, tf } from '../../nn/tf.js';
import { checkRows } from './check-rows.js';

export interface LogProbabilityOptions {
  /** Whether dropout acts, as in training. Default false. */
  training?: boolean;
}

/**
 * ln P(token | tokens before it) of each token under a GPT; of the first, which has none before it, 0. It has a gradient
 * by the model's weights.
 *
 * @param model made by `gpt`
 * @param tokens `[B, T]` int32
 * @returns `[B, T]`
 * @throws RangeError for tensors of other shapes
 * @example
 * const logP = tokenLogProbabilities(model, tf.tensor2d([[5, 9, 3]], [1, 3], 'int32')); // [0, ln P(9 | 5), …]
 */
export function tokenLogProbabilities(
  model: LayersModel,
  tokens: Tensor2D,
  { training = false }: LogProbabilityOptions = {},
): Tensor2D {
  checkRows(tokens);
  return tf.tidy(() => {
    const [batch, length] = tokens.shape;
    const size: [number, number] = [batch, length - 1];
    const before = tf.slice(tokens, [0, 0], size) as Tensor;
    const next = tf.slice(tokens, [0, 1], size) as Tensor;
    const logits = model.apply(before, { training }) as Tensor; // [B, T - 1, V]
    const surprise = sparseSoftmaxCrossEntropy(next, logits); // [B, T - 1]
    return tf.concat([tf.zeros([batch, 1]), tf.neg(surprise)], 1) as Tensor2D;
  });
}
