/** Cross-entropy from scores: loss and gradient in one operation of TensorFlow. */
import * as core from '@tensorflow/tfjs-core';
import { nativeOp, nativeOps } from '../native-op.js';
import { higherOrder } from './kernel.js';
import { withGradient } from './with-gradient.js';

type Logits = [logits: core.Tensor];
type Labels = { readonly labels: core.Tensor };

/** `dy` of each example, times the gradient of its loss. */
function scaled(dy: core.Tensor, [backprop]: readonly core.Tensor[]): core.Tensor[] {
  return [core.mul(core.reshape(dy, [-1, 1]), backprop as core.Tensor)];
}

const sparse = withGradient<Logits, Labels>(([logits], { labels }) => {
  const [value, backprop] = nativeOp(
    'SparseSoftmaxCrossEntropyWithLogits',
    [logits, labels],
    { types: { T: 'float32', Tlabels: 'int32' } },
    2,
  ) as [core.Tensor, core.Tensor];
  return { value, saved: [backprop] };
}, scaled);

const dense = withGradient<Logits, Labels>(([logits], { labels }) => {
  const [value, backprop] = nativeOp(
    'SoftmaxCrossEntropyWithLogits',
    [logits, labels],
    { types: { T: 'float32' } },
    2,
  ) as [core.Tensor, core.Tensor];
  return { value, saved: [backprop] };
}, scaled);

const native = (): boolean => nativeOps() !== undefined && !higherOrder();

/** `−Σ labels · log softmax(logits)` from operations of tfjs. */
function composed(labels: core.Tensor, logits: core.Tensor): core.Tensor {
  return core.neg(core.sum(core.mul(labels, core.logSoftmax(logits)), -1));
}

/** Without a native operation that checks them, a label out of range would cost nothing. */
function checkLabels(labels: core.Tensor, classes: number): void {
  for (const label of labels.dataSync()) {
    if (!(label >= 0 && label < classes)) {
      throw new RangeError(`Expected labels from 0 to ${classes - 1}. Received: ${label}`);
    }
  }
}

/**
 * Cross-entropy of class numbers under `softmax(logits)`.
 *
 * @param labels `[N]`, int32
 * @param logits `[N, C]`, float32
 * @returns `[N]`
 */
export function sparseCrossEntropy(labels: core.Tensor, logits: core.Tensor): core.Tensor {
  if (native()) return sparse([logits], { labels });
  const classes = logits.shape[1] as number;
  checkLabels(labels, classes);
  return composed(core.cast(core.oneHot(labels as core.Tensor1D, classes), 'float32'), logits);
}

/**
 * Cross-entropy of probabilities under `softmax(logits)`; they get no gradient.
 *
 * @param labels `[N, C]`, float32
 * @param logits `[N, C]`, float32
 * @returns `[N]`
 */
export function denseCrossEntropy(labels: core.Tensor, logits: core.Tensor): core.Tensor {
  return native() ? dense([logits], { labels }) : composed(labels, logits);
}

/**
 * Binary cross-entropy of probabilities under `sigmoid(logits)`: `softplus(x) − x · z`, right for
 * scores of any size; the labels get no gradient.
 *
 * @param labels any shape, float32
 * @param logits the same shape
 * @returns that shape
 */
export const binaryCrossEntropy: (
  inputs: [logits: core.Tensor],
  options: { readonly labels: core.Tensor },
) => core.Tensor = withGradient<Logits, Labels>(
  ([x], { labels }) => ({
    value: core.sub(core.softplus(x), core.mul(x, labels)),
    saved: [x, labels],
  }),
  (dy, saved) => {
    const [x, labels] = saved as [core.Tensor, core.Tensor];
    return [core.mul(dy, core.sub(core.sigmoid(x), labels))];
  },
);
