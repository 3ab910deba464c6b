/** Labels that are a little less sure. */
import { checkOptionNames } from '../../backend/known-options.js';
import { type Tensor2D, tf } from '../../nn/tf.js';
import { checkLabels, checkShare } from './checks.js';

export interface LabelSmoothingOptions {
  /** The share that all classes get alike, in [0, 1]. Default 0.1. */
  smoothing?: number | undefined;
}

/**
 * Label smoothing (Szegedy et al. 2016, arXiv:1512.00567): (1 − ε) · labels + ε / C, ε = `smoothing`.
 * The cross-entropy with them is PyTorch's `CrossEntropyLoss(label_smoothing=ε)`. For training alone:
 * evaluate with the labels as they are.
 *
 * @param labels `[B, C]`, float32, such as one-hot; stays the caller's
 * @returns labels of the same shape, which the caller owns
 * @throws TypeError for other labels; RangeError for `smoothing` out of [0, 1]
 * @example
 * const labels = tf.tensor2d([[0, 1, 0, 0]]);
 * labelSmoothing(labels, { smoothing: 0.1 }); // [[0.025, 0.925, 0.025, 0.025]]
 */
export function labelSmoothing(labels: Tensor2D, options: LabelSmoothingOptions = {}): Tensor2D {
  const { smoothing = 0.1 } = options;
  checkLabels('labelSmoothing', labels, labels?.shape?.[0] ?? 0);
  checkOptionNames('labelSmoothing', options, ['smoothing']);
  checkShare('labelSmoothing', 'smoothing', smoothing);
  const classes = labels.shape[1];
  return tf.tidy(() => tf.add(tf.mul(labels, 1 - smoothing), smoothing / classes));
}
