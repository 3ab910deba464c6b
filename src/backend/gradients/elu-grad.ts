/** The gradient of `elu`, differentiated once more: tfjs-core has none for its kernel. */
import * as core from '@tensorflow/tfjs-core';
import type { AddedGradient } from './added-gradient.js';

/** `EluGrad(dy, y)` is `dy` where `y >= 0` and `dy * (y + 1)` elsewhere. */
export const eluGradGradient: AddedGradient = {
  kernelName: 'EluGrad',
  inputsToSave: ['dy', 'y'],
  gradFunc(given, saved) {
    const [ddx, dy, y] = [given, ...saved] as [core.Tensor, core.Tensor, core.Tensor];
    const negative = () => core.cast(core.less(y, 0), 'float32');
    return {
      dy: () => core.mul(ddx, core.add(1, core.mul(negative(), y))),
      y: () => core.mul(core.mul(ddx, dy), negative()),
    };
  },
};
