/** The mean over the steps of a sequence, without its padding. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { type CallOptions, classOf, onlyInput } from './tfjs-class.js';

const TfjsGlobalAveragePooling1D = classOf<object>(
  tfl.layers.globalAveragePooling1d({ name: 'global_average_pooling1d' }),
);

/** `[B, T, D]` → `[B, D]`; with a mask `[B, T]`, the mean of the steps that count, 0 where none does. */
export class GlobalAveragePooling1D extends TfjsGlobalAveragePooling1D {
  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const x = onlyInput(inputs);
      const mask = options?.mask as core.Tensor | null | undefined;
      if (mask == null) return core.mean(x, 1);
      const counts = core.expandDims(core.cast(mask, 'float32'), -1); // [B, T, 1]
      const steps = core.maximum(core.sum(counts, 1), 1);
      return core.div(core.sum(core.mul(x, counts), 1), steps);
    });
  }
}
