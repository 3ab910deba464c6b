/** A linear unit behind a swish gate, as a layer. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../backend/capture/index.js';
import { swiglu } from '../../backend/fused/swiglu.js';
import { messages } from '../../messages/index.js';
import { type CallOptions, lastSize, onlyTensor } from './composite-layer.js';

/**
 * The swish of the first half of the features times the second half: `[…, 2H]` → `[…, H]` (SwiGLU; Shazeer
 * 2020, arXiv:2002.05202). A dense layer before it makes both halves.
 */
export class SwiGLU extends tfl.layers.Layer {
  static readonly className = 'SwiGLU';

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const width = lastSize('SwiGLU', inputShape);
    if (width % 2 !== 0) throw new RangeError(messages().attention.oddWidth({ width }));
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape {
    const shape = inputShape as tfl.Shape;
    return [...shape.slice(0, -1), lastSize('SwiGLU', shape) / 2];
  }

  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      return swiglu(onlyTensor(inputs));
    });
  }
}
core.serialization.registerClass(SwiGLU);
markLibrary(SwiGLU);
