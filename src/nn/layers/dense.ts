/** The dense layer, with TensorFlow's own operations for bias and activation. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { keepsLogits, noteLogits } from '../logits.js';
import { activateWithBias } from './activate.js';
import { changedKernel, type LowRankChange, withChange } from './lora.js';
import { type CallOptions, classOf, onlyInput, type WeightedFields } from './tfjs-class.js';

const TfjsDense = classOf<WeightedFields>(tfl.layers.dense({ units: 1, name: 'dense' }));

/** A weight that starts with a tensor, which is disposed. */
function variableOf(start: core.Tensor, name: string): tfl.LayerVariable {
  const variable = new tfl.LayerVariable(start, 'float32', name);
  start.dispose();
  return variable;
}

/** `activation(x · kernel + bias)`. */
export class Dense extends TfjsDense {
  private change: LowRankChange | undefined;

  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    const { y, logits } = core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const x = onlyInput(inputs);
      const kernel = this.kernel.read();
      const [features, units] = kernel.shape as [number, number];
      const flat = core.reshape(x, [-1, features]); // [N, features]
      const kernels = core.matMul(flat, kernel); // [N, units]
      const product = this.change === undefined ? kernels : withChange(kernels, flat, this.change);
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

  /** Whether its kernel has a low-rank change beside it. */
  get isChanged(): boolean {
    return this.change !== undefined;
  }

  /**
   * Puts a low-rank change beside the kernel (LoRA; Hu et al. 2021, arXiv:2106.09685). It starts at 0: the first matrix
   * is normal with variance 1 / features, the second 0.
   */
  addChange(options: { rank: number; scale: number; seed: number }): void {
    const { rank, scale, seed } = options;
    const [features, units] = this.kernel.shape as [number, number];
    const stddev = 1 / Math.sqrt(features);
    const normal = tfl.initializers.randomNormal({ mean: 0, stddev, seed });
    const place = this.kernel.originalName.replace(/kernel$/, '');
    // Not by `addWeight`: tfjs never forgets a name that a layer once had.
    const a = variableOf(normal.apply([features, rank]), `${place}lora_a`);
    const b = variableOf(core.zeros([rank, units]), `${place}lora_b`);
    this._trainableWeights.push(a, b);
    this.change = { a, b, scale };
  }

  /** Takes the change away; with `merge` the kernel has it from then on. */
  endChange({ merge }: { merge: boolean }): void {
    const { change } = this;
    if (change === undefined) return;
    if (merge) {
      const kernel = changedKernel(this.kernel, change);
      this.kernel.write(kernel);
      kernel.dispose();
    }
    this._trainableWeights = this._trainableWeights.filter(
      (weight) => weight !== change.a && weight !== change.b,
    );
    change.a.dispose();
    change.b.dispose();
    this.change = undefined;
  }

  private endsInProbabilities(): boolean {
    const name = this.activation?.getClassName();
    return keepsLogits() && (name === 'softmax' || name === 'sigmoid');
  }

  private withBias(product: core.Tensor): core.Tensor {
    return activateWithBias({ bias: this.bias, activation: null }, product);
  }
}
