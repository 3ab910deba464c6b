/**
 * Losses that take scores (before softmax or sigmoid), and accuracy. Each can be a `loss` or a
 * `metric` of `compile`, or be called: `tf.mean(sparseSoftmaxCrossEntropy(labels, scores))`.
 *
 * @module
 */
import { markLibrary } from '../../backend/capture/index.js';
import type { Tensor } from '../../backend/tf.js';
import * as losses from './losses.js';

type Loss = (labels: Tensor, predictions: Tensor) => Tensor;

/** The types of tfjs do not cross this line: a notebook would have to read them. */
function offered(loss: (labels: never, predictions: never) => unknown): Loss {
  return markLibrary(loss as Loss);
}

/**
 * Cross-entropy of class numbers under `softmax(logits)`, in nats: loss and gradient are one
 * operation of TensorFlow, and no probability is formed that could round to 0.
 *
 * @param labels class numbers 0 … C−1, `[…]` or `[…, 1]`
 * @param logits scores, `[…, C]`, float32
 * @returns one number for each label, `[…]`
 * @throws RangeError for shapes that do not fit or a label out of range
 * @example
 * sparseSoftmaxCrossEntropy(tf.tensor1d([2], 'int32'), tf.zeros([1, 10])); // [ln 10]
 * @example
 * model.compile({ optimizer: 'adam', loss: sparseSoftmaxCrossEntropy, metrics: ['accuracy'] });
 */
export const sparseSoftmaxCrossEntropy: Loss = offered(losses.sparseSoftmaxCrossEntropy);

/**
 * Cross-entropy of probabilities (one-hot or smoothed) under `softmax(logits)`, in nats. The labels
 * get no gradient.
 *
 * @param labels probabilities, `[…, C]`
 * @param logits scores, `[…, C]`, float32
 * @returns one number for each example, `[…]`
 * @throws RangeError for shapes that differ
 * @example
 * softmaxCrossEntropy(tf.tensor2d([[0, 1]]), tf.zeros([1, 2])); // [ln 2]
 */
export const softmaxCrossEntropy: Loss = offered(losses.softmaxCrossEntropy);

/**
 * Binary cross-entropy of labels under `sigmoid(logits)`, in nats, averaged over the last dimension;
 * right for scores of any size. The labels get no gradient.
 *
 * @param labels 0 or 1, or probabilities, `[…, C]`
 * @param logits scores of the same shape, float32
 * @returns one number for each example, `[…]`
 * @throws RangeError for shapes that differ
 * @example
 * sigmoidCrossEntropy(tf.tensor2d([[1]]), tf.zeros([1, 1])); // [ln 2]
 */
export const sigmoidCrossEntropy: Loss = offered(losses.sigmoidCrossEntropy);

/**
 * Squared difference, averaged over the last dimension.
 *
 * @param labels `[…, C]`
 * @param predictions of the same shape
 * @returns one number for each example, `[…]`
 * @throws RangeError for shapes that differ
 * @example
 * meanSquaredError(tf.tensor2d([[1, 2]]), tf.tensor2d([[1, 4]])); // [2]
 */
export const meanSquaredError: Loss = offered(losses.meanSquaredError);

/**
 * Whether the highest score is that of the right class: 1 or 0.
 *
 * @param labels class numbers, `[…]` or `[…, 1]`
 * @param scores logits or probabilities, `[…, C]`
 * @returns one number for each example, `[…]`
 * @throws RangeError for shapes that do not fit
 * @example
 * tf.mean(sparseAccuracy(labels, model.predict(x) as Tensor));
 */
export const sparseAccuracy: Loss = offered(losses.sparseAccuracy);

/**
 * Whether each score lies on the side of 0 that its label names, averaged over the last dimension:
 * accuracy for `sigmoidCrossEntropy`.
 *
 * @param labels 0 or 1, `[…, C]`
 * @param logits scores of the same shape
 * @returns one number for each example, `[…]`
 * @throws RangeError for shapes that differ
 * @example
 * binaryAccuracy(tf.tensor2d([[1, 0]]), tf.tensor2d([[0.2, 0.4]])); // [0.5]
 */
export const binaryAccuracy: Loss = offered(losses.binaryAccuracy);
