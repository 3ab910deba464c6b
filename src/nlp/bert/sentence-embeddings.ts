/** A vector for each text, and how alike vectors are. */
import { checkSizes } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type LayersModel, type Tensor, type Tensor2D, tf } from '../../nn/tf.js';
import { checkInputs } from './check-inputs.js';
import { encoderOf } from './encoder.js';
import type { BertInputs } from './inputs.js';

export interface SentenceEmbeddingsOptions {
  /** Texts at a time. Default 128. */
  batchSize?: number;
}

/**
 * A vector for each text: the mean of its tokens' vectors behind the last block, padding left out (mean pooling of
 * Reimers & Gurevych 2019, Sentence-BERT, arXiv:1908.10084).
 *
 * @param model any BERT; its head is not used
 * @returns `[N, D]`
 * @throws TypeError for a model that is no BERT; RangeError for rows of another length
 * @example
 * const vectors = sentenceEmbeddings(model, bertInputs(texts, { tokenizer, length: 32 }));
 * const alike = cosineSimilarity(vectors, vectors); // [N, N]
 */
export function sentenceEmbeddings(
  model: LayersModel,
  inputs: BertInputs,
  options: SentenceEmbeddingsOptions = {},
): Tensor2D {
  const { batchSize = 128 } = options;
  checkSizes({ batchSize });
  const { embedding, segments, norm, blocks } = encoderOf('`model`', model);
  checkInputs('sentenceEmbeddings', inputs, model);
  const [count] = inputs.tokens.shape;
  const pooled = (from: number): Tensor => {
    const size = Math.min(batchSize, count - from);
    return tf.tidy(() => {
      const tokens = tf.slice(inputs.tokens, [from, 0], [size, -1]) as Tensor;
      const kinds = tf.slice(inputs.segments, [from, 0], [size, -1]) as Tensor;
      const keep = tf.cast(tf.notEqual(tokens, tf.scalar(0, 'int32')), 'float32'); // [B, T]
      const sum = tf.add(embedding.apply(tokens) as Tensor, segments.apply(kinds) as Tensor);
      const vectors = blocks.reduce(
        (x, block) => block.apply([x, keep]) as Tensor, // [B, T, D]
        norm.apply(sum) as Tensor,
      );
      const total = tf.sum(tf.mul(vectors, tf.expandDims(keep, 2)), 1); // [B, D]
      return tf.div(total, tf.maximum(tf.sum(keep, 1, true), 1));
    });
  };
  return tf.tidy(() => {
    const parts = [];
    for (let from = 0; from < count; from += batchSize) parts.push(pooled(from));
    return tf.concat(parts, 0) as Tensor2D;
  });
}

/**
 * The cosine of the angle between each vector of the one and each of the other: 1 for the same direction, 0 for none in
 * common. That of a zero vector is 0.
 *
 * @param a `[N, D]`
 * @param b `[M, D]`
 * @returns `[N, M]`
 * @throws RangeError for vectors of other sizes
 * @example
 * const alike = cosineSimilarity(questions, passages);
 */
export function cosineSimilarity(a: Tensor2D, b: Tensor2D): Tensor2D {
  if (a.shape.length !== 2 || b.shape.length !== 2 || a.shape[1] !== b.shape[1]) {
    throw new RangeError(messages().bert.vectors({ given: `[${a.shape}], [${b.shape}]` }));
  }
  return tf.tidy(() => {
    const unit = (x: Tensor2D): Tensor2D =>
      tf.div(x, tf.maximum(tf.sqrt(tf.sum(tf.square(x), 1, true)), 1e-12));
    return tf.matMul(unit(a), unit(b), false, true);
  });
}
