/** How probable a model finds what was answered. */
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { sparseSoftmaxCrossEntropy } from '../../nn/losses/index.js';
import { type LayersModel, type Tensor, type Tensor1D, type Tensor2D, tf } from '../../nn/tf.js';

export interface SequenceLogProbabilityOptions {
  /** Whether dropout acts, as in training. Default false. */
  training?: boolean;
}

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
  { training = false }: SequenceLogProbabilityOptions = {},
): Tensor1D {
  const [batch, length] = tokens.shape;
  const fits = tokens.shape.length === 2 && tokens.dtype === 'int32' && length >= 2;
  if (!fits || `${counts.shape}` !== `${tokens.shape}`) {
    const params = { tokens: shown(tokens), counts: shown(counts) };
    throw new RangeError(messages().nlp.alignment.sequences(params));
  }
  return tf.tidy(() => {
    const size: [number, number] = [batch, length - 1];
    const before = tf.slice(tokens, [0, 0], size) as Tensor;
    const next = tf.slice(tokens, [0, 1], size) as Tensor;
    const counted = tf.cast(tf.slice(counts, [0, 1], size), 'float32');
    const logits = model.apply(before, { training }) as Tensor; // [B, T - 1, V]
    const surprise = sparseSoftmaxCrossEntropy(next, logits); // [B, T - 1]
    return tf.neg(tf.sum(tf.mul(surprise, counted), 1)) as Tensor1D;
  });
}
