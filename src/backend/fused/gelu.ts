/** GELU (Hendrycks & Gimpel 2016, arXiv:1606.08415), exact and by tanh, each with its gradient. */
import * as core from '@tensorflow/tfjs-core';
import { withGradient } from './with-gradient.js';

type One = [x: core.Tensor];
type Kept = [x: core.Tensor, kept: core.Tensor];

const exact = withGradient<One, null>(
  ([x]) => {
    const cdf = core.mul(core.add(core.erf(core.mul(x, Math.SQRT1_2)), 1), 0.5);
    return { value: core.mul(x, cdf), saved: [x, cdf] };
  },
  (dy, saved) => {
    const [x, cdf] = saved as Kept;
    const bell = core.exp(core.mul(core.square(x), -0.5));
    const slope = core.add(cdf, core.mul(core.mul(x, bell), 1 / Math.sqrt(2 * Math.PI)));
    return [core.mul(dy, slope)];
  },
);

const root = Math.sqrt(2 / Math.PI);
const cubic = 0.044715;

const byTanh = withGradient<One, null>(
  ([x]) => {
    const inner = core.mul(x, core.add(core.mul(core.square(x), root * cubic), root));
    const half = core.add(core.mul(core.tanh(inner), 0.5), 0.5);
    return { value: core.mul(x, half), saved: [x, half] };
  },
  (dy, saved) => {
    // With h = (1 + tanh)/2, h' = 2 h (1 − h) · inner'.
    const [x, half] = saved as Kept;
    const inner = core.add(core.mul(core.square(x), 6 * root * cubic), 2 * root);
    const bend = core.mul(core.mul(x, inner), core.sub(half, core.square(half)));
    return [core.mul(dy, core.add(half, bend))];
  },
);

/** `x · Φ(x)`, Φ being the distribution function of the normal distribution. */
export function gelu(x: core.Tensor): core.Tensor {
  return exact([x], null);
}

/** The approximation by tanh: `½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))`, as GPT-2 has it. */
export function geluNew(x: core.Tensor): core.Tensor {
  return byTanh([x], null);
}
