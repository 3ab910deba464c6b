/**
 * The scores behind probabilities, for losses that are cheaper and more exact on scores.
 *
 * A layer that ends in softmax or sigmoid notes its scores while gradients are taken; the loss looks
 * them up. Keras does the same.
 */
import * as core from '@tensorflow/tfjs-core';

const scores = new WeakMap<core.Tensor, core.Tensor>();

/** Whether scores may be kept: the tape's own `tidy` frees them. */
export function keepsLogits(): boolean {
  return core.engine().state.gradientDepth > 0;
}

export function noteLogits(probabilities: core.Tensor, logits: core.Tensor): void {
  scores.set(probabilities, logits);
}

/** The scores `[N, C]` that these probabilities `[…, C]` were made from, if that is known. */
export function logitsOf(probabilities: core.Tensor): core.Tensor | undefined {
  const logits = scores.get(probabilities);
  return logits?.isDisposed === false ? logits : undefined;
}
