/** A linear unit behind a swish gate (Shazeer 2020, arXiv:2002.05202). */
import * as core from '@tensorflow/tfjs-core';
import { withGradient } from './with-gradient.js';

type Saved = [value: core.Tensor, share: core.Tensor, swished: core.Tensor];

const gated = withGradient<[x: core.Tensor], null>(
  ([x]) => {
    const [gate, value] = core.split(x, 2, x.rank - 1) as [core.Tensor, core.Tensor];
    const share = core.sigmoid(gate);
    const swished = core.mul(gate, share);
    return { value: core.mul(swished, value), saved: [value, share, swished] };
  },
  (dy, saved) => {
    const [value, share, swished] = saved as Saved;
    // (gσ)' = σ + gσ (1 − σ), as of swish.
    const slope = core.add(share, core.mul(swished, core.sub(1, share)));
    const dGate = core.mul(core.mul(dy, value), slope);
    return [core.concat([dGate, core.mul(dy, swished)], dy.rank - 1)];
  },
);

/**
 * `g σ(g) · v` of the first half g and the second half v of the last dimension: `[…, 2H]` → `[…, H]`.
 */
export function swiglu(x: core.Tensor): core.Tensor {
  return gated([x], null);
}
