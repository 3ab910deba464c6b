/** The dense layer, with TensorFlow's own operations for bias and activation. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { keepsLogits, noteLogits } from '../logits.js';
import { activateWithBias } from './activate.js';
import { type CallOptions, classOf, onlyInput, type WeightedFields } from './tfjs-class.js';

const TfjsDense = classOf<WeightedFields>(tfl.layers.dense({ units: 1, name: 'dense' }));

/** `activation(x · kernel + bias)`. */
export class Dense extends TfjsDense {
  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    const { y, logits } = core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const x = onlyInput(inputs);
      const kernel = this.kernel.read();
      const [features, units] = kernel.shape as [number, number];
      const product = core.matMul(core.reshape(x, [-1, features]), kernel); // [N, units]
      const logits = this.endsInProbabilities() ? this.withBias(product) : undefined;
      const rows = logits
        ? (this.activation?.apply(logits) as core.Tensor)
        : activateWithBias(this, product);
      const y = core.reshape(rows, [...x.shape.slice(0, -1), units]);
      return logits === undefined ? { y } : { y, logits };
    });
    if (logits !== undefined) noteLogits(y, logits);
    return y;
  }

  private endsInProbabilities(): boolean {
    const name = this.activation?.getClassName();
    return keepsLogits() && (name === 'softmax' || name === 'sigmoid');
  }

  private withBias(product: core.Tensor): core.Tensor {
    return activateWithBias({ bias: this.bias, activation: null }, product);
  }
}
