/** Swish, also called SiLU (Elfwing et al. 2017, arXiv:1702.03118; Ramachandran et al. 2017, arXiv:1710.05941). */
import * as core from '@tensorflow/tfjs-core';
import { withGradient } from './with-gradient.js';

const once = withGradient<[x: core.Tensor], null>(
  ([x]) => {
    const share = core.sigmoid(x);
    const value = core.mul(x, share);
    return { value, saved: [share, value] };
  },
  (dy, saved) => {
    // σ' = σ (1 − σ), so that (xσ)' = σ + xσ (1 − σ).
    const [share, value] = saved as [core.Tensor, core.Tensor];
    return [core.mul(dy, core.add(share, core.mul(value, core.sub(1, share))))];
  },
);

/** `x · σ(x)` with σ the logistic function. */
export function swish(x: core.Tensor): core.Tensor {
  return once([x], null);
}
