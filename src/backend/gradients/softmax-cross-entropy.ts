/**
 * `tf.losses.softmaxCrossEntropy` with gradients of its gradient, and with that of its labels: that of
 * tfjs-core 4.22 saves a value on its way, of which the tape knows nothing, and takes the labels' slope for
 * the negative of the logits'.
 */
import * as core from '@tensorflow/tfjs-core';

const asTensor = (value: unknown): unknown =>
  Array.isArray(value) || ArrayBuffer.isView(value) ? core.tensor(value as never) : value;

const alike = (labels: unknown, logits: unknown): labels is core.Tensor =>
  labels instanceof core.Tensor &&
  logits instanceof core.Tensor &&
  labels.shape.join() === logits.shape.join();

/** −Σ labels · log softmax(logits) of each example, weighted and reduced as tfjs does. */
export function softmaxCrossEntropy<T extends core.Tensor, O extends core.Tensor>(
  onehotLabels: T | core.TensorLike,
  logits: T | core.TensorLike,
  weights?: core.Tensor | core.TensorLike,
  labelSmoothing = 0,
  reduction = core.Reduction.SUM_BY_NONZERO_WEIGHTS,
): O {
  return core.tidy(() => {
    const [labels, scores] = [asTensor(onehotLabels), asTensor(logits)];
    // What does not fit, tfjs says.
    if (!alike(labels, scores)) {
      return core.losses.softmaxCrossEntropy<T, O>(onehotLabels, logits);
    }
    const given = core.cast(labels, 'float32');
    const classes = given.shape.at(-1) as number;
    const wanted =
      labelSmoothing > 0
        ? core.add(core.mul(given, 1 - labelSmoothing), labelSmoothing / classes)
        : given;
    const logarithms = core.logSoftmax(core.cast(scores as core.Tensor, 'float32'));
    const losses = core.neg(core.sum(core.mul(wanted, logarithms), -1));
    return core.losses.computeWeightedLoss<core.Tensor, O>(losses, weights, reduction);
  });
}
