/** Which of a row's tokens are tokens, and which padding. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../backend/capture/index.js';
import { type CallOptions, onlyTensor } from './composite-layer.js';

/** 1 for each token and 0 for padding, which is number 0: `[B, T]` int32 → `[B, T]` float32. */
export class TokenMask extends tfl.layers.Layer {
  static readonly className = 'TokenMask';

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape | tfl.Shape[] {
    return inputShape;
  }

  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const tokens = core.cast(onlyTensor(inputs), 'int32');
      return core.cast(core.notEqual(tokens, core.scalar(0, 'int32')), 'float32');
    });
  }
}
core.serialization.registerClass(TokenMask);
markLibrary(TokenMask);
