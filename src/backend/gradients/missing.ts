/** Gradients that tfjs-core lacks, for every backend. */
import * as core from '@tensorflow/tfjs-core';
import type { AddedGradient } from './added-gradient.js';
import { broadcastingGradients } from './broadcasting.js';
import { castGradient } from './cast.js';
import { comparisonGradients } from './comparisons.js';
import { cumprodGradient } from './cumprod.js';
import { depthToSpaceGradient } from './depth-to-space.js';
import { dilatedConvolutionGradient } from './dilated-convolution.js';
import { dilatedDepthwiseGradient } from './dilated-depthwise.js';
import { einsumGradient } from './einsum.js';
import { eluGradGradient } from './elu-grad.js';
import { gatherScatterGradients } from './gather-scatter.js';
import { maxPoolGradGradient } from './max-pool-grad.js';
import { gradientsOfGradients } from './of-gradients.js';
import { stridedSliceGradient } from './strided-slice.js';
import { topKGradient } from './top-k.js';

const missing: readonly AddedGradient[] = [
  ...broadcastingGradients,
  ...comparisonGradients,
  ...gatherScatterGradients,
  ...gradientsOfGradients,
  castGradient,
  cumprodGradient,
  depthToSpaceGradient,
  dilatedConvolutionGradient,
  dilatedDepthwiseGradient,
  einsumGradient,
  eluGradGradient,
  maxPoolGradGradient,
  stridedSliceGradient,
  topKGradient,
];

/**
 * Puts them in the registry of tfjs, which is one for the process. tfjs-node comes with a second
 * copy of tfjs that registers its own gradients when it loads: call this again then.
 */
export function addMissingGradients(): void {
  for (const gradient of missing) core.registerGradient(gradient);
}

addMissingGradients();
