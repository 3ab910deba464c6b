/** The dense layer, with TensorFlow's own operations for bias and activation. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { activateWithBias } from './activate.js';
import { type CallOptions, classOf, onlyInput, type WeightedFields } from './tfjs-class.js';

const TfjsDense = classOf<WeightedFields>(tfl.layers.dense({ units: 1, name: 'dense' }));

/** `activation(x · kernel + bias)`. */
export class Dense extends TfjsDense {
  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const x = onlyInput(inputs);
      const kernel = this.kernel.read();
      const [features, units] = kernel.shape as [number, number];
      if (x.rank === 2) return activateWithBias(this, core.matMul(x, kernel));
      const flat = core.matMul(core.reshape(x, [-1, features]), kernel);
      const shape = [...x.shape.slice(0, -1), units];
      return core.reshape(activateWithBias(this, flat), shape);
    });
  }
}
