/** A function of tensors with a gradient written by hand. */
import * as core from '@tensorflow/tfjs-core';
import { nativeOp1, nativeOps } from '../native-op.js';
import { higherOrder } from './kernel.js';

/** The value, and what its gradient needs. */
export interface Forward {
  readonly value: core.Tensor;
  readonly saved: readonly core.Tensor[];
}

/**
 * A function with a gradient written by hand, used where nothing is differentiated twice.
 *
 * @param forward made of operations that have gradients of their own
 * @param backward the gradient of each input from that of the value and what `forward` saved
 */
export function withGradient<Inputs extends core.Tensor[], Options>(
  forward: (inputs: Inputs, options: Options) => Forward,
  backward: (dy: core.Tensor, saved: readonly core.Tensor[], options: Options) => core.Tensor[],
): (inputs: Inputs, options: Options) => core.Tensor {
  return (inputs, options) =>
    core.tidy(() => {
      if (higherOrder()) return forward(inputs, options).value;
      const once = core.customGrad((...given: (core.Tensor | core.GradSaveFunc)[]) => {
        const save = given.at(-1) as core.GradSaveFunc;
        const { value, saved } = forward(inputs, options);
        save([...saved]);
        return {
          value,
          gradFunc: (dy: core.Tensor, kept: core.Tensor[]) =>
            core.tidy(() => backward(dy, kept, options)),
        };
      });
      return once(...inputs);
    });
}

/** Sums over all but the last dimension: `[…, C]` → `[C]`. */
export function channelSums(x: core.Tensor): core.Tensor {
  if (nativeOps() === undefined) return core.sum(core.reshape(x, [-1, x.shape.at(-1) ?? 1]), 0);
  return nativeOp1('BiasAddGrad', [x], {
    types: { T: 'float32' },
    strings: { data_format: 'NHWC' },
  });
}
