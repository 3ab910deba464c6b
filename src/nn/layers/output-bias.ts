/** A number for each output that is added to it. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../backend/capture/index.js';
import { type CallOptions, lastSize, onlyTensor } from './composite-layer.js';

/** x + b, with a learnt `b` `[K]` that starts at 0: `[…, K]` → `[…, K]`. */
export class OutputBias extends tfl.layers.Layer {
  static readonly className = 'OutputBias';
  private bias!: tfl.LayerVariable;

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const size = lastSize(this.getClassName(), inputShape);
    this.bias = this.addWeight('bias', [size], 'float32', tfl.initializers.zeros());
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape | tfl.Shape[] {
    return inputShape;
  }

  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      return core.add(onlyTensor(inputs), this.bias.read());
    });
  }
}
core.serialization.registerClass(OutputBias);
markLibrary(OutputBias);
