/**
 * `logSigmoid` with a gradient: that of tfjs-core 4.22 reads its input after it is gone, where the input
 * is the result of another operation.
 */
import * as core from '@tensorflow/tfjs-core';

/** log σ(x) = -softplus(-x), as tfjs computes it. */
export function logSigmoid<T extends core.Tensor>(x: T | core.TensorLike): T {
  return core.neg(core.softplus(core.neg<T>(x)));
}
