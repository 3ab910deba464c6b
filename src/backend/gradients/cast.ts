/** Casts to whole numbers are steps: tfjs lets the gradient through as if they were not there. */
import * as core from '@tensorflow/tfjs-core';
import type { AddedGradient } from './added-gradient.js';

export const castGradient: AddedGradient = {
  kernelName: 'Cast',
  gradFunc(dy, _saved, attributes) {
    const { dtype } = attributes as core.CastAttrs;
    const flows = dtype === 'float32' || dtype === 'complex64';
    const slope = dy as core.Tensor;
    return {
      x: () => (flows ? core.cast(slope, 'float32') : core.zeros(slope.shape)),
    };
  },
};
