/** The gradient of `topk`: each value goes back to the place where it was found. */
import * as core from '@tensorflow/tfjs-core';
import type { AddedGradient } from './added-gradient.js';

export const topKGradient: AddedGradient = {
  kernelName: 'TopK',
  inputsToSave: ['x'],
  outputsToSave: [false, true],
  gradFunc: (dy, saved) => {
    const [dValues] = dy as [core.Tensor];
    const [x, indices] = saved as [core.Tensor, core.Tensor];
    return {
      x: () => {
        const [size, k] = [x.shape.at(-1) as number, indices.shape.at(-1) as number];
        const rows = x.size / size;
        const starts = Int32Array.from({ length: rows }, (_, row) => row * size);
        const places = core.add(
          core.reshape(indices, [rows, k]),
          core.tensor2d(starts, [rows, 1], 'int32'),
        );
        const dx = core.scatterND(
          core.reshape(places, [rows * k, 1]),
          core.reshape(dValues, [rows * k]),
          [x.size],
        );
        return core.reshape(dx, x.shape);
      },
    };
  },
};
