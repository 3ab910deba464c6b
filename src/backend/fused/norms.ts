/** Layer normalisation and RMS normalisation over the last dimension. */
import * as core from '@tensorflow/tfjs-core';
import { channelSums, withGradient } from './with-gradient.js';

const lastMean = (x: core.Tensor): core.Tensor => core.mean(x, -1, true);

/**
 * The gradient of `x̂ = c(x) · r` with respect to x, where r is one over the root of the mean square
 * of c(x): the part along x̂ falls away, and with a centred x the mean too.
 */
function backThrough(dHat: core.Tensor, hat: core.Tensor, r: core.Tensor, centred: boolean) {
  const along = core.mul(hat, lastMean(core.mul(dHat, hat)));
  const rest = core.sub(dHat, along);
  return core.mul(r, centred ? core.sub(rest, lastMean(dHat)) : rest);
}

type Options = { readonly epsilon: number };
type Three = [x: core.Tensor, gamma: core.Tensor, beta: core.Tensor];

const layer = withGradient<Three, Options>(
  ([x, gamma, beta], { epsilon }) => {
    const centred = core.sub(x, lastMean(x));
    const r = core.rsqrt(core.add(lastMean(core.square(centred)), epsilon));
    const hat = core.mul(centred, r);
    return { value: core.add(core.mul(hat, gamma), beta), saved: [hat, r, gamma] };
  },
  (dy, saved) => {
    const [hat, r, gamma] = saved as Three;
    return [
      backThrough(core.mul(dy, gamma), hat, r, true),
      channelSums(core.mul(dy, hat)),
      channelSums(dy),
    ];
  },
);

const rms = withGradient<[x: core.Tensor, gamma: core.Tensor], Options>(
  ([x, gamma], { epsilon }) => {
    const r = core.rsqrt(core.add(lastMean(core.square(x)), epsilon));
    const hat = core.mul(x, r);
    return { value: core.mul(hat, gamma), saved: [hat, r, gamma] };
  },
  (dy, saved) => {
    const [hat, r, gamma] = saved as Three;
    return [backThrough(core.mul(dy, gamma), hat, r, false), channelSums(core.mul(dy, hat))];
  },
);

/**
 * Layer normalisation (Ba, Kiros & Hinton 2016, arXiv:1607.06450): each row to mean 0 and variance 1
 * (without correction for its length), then `gamma · x̂ + beta`.
 *
 * @param x `[…, C]`, float32
 * @param gamma `[C]`
 * @param beta `[C]`
 * @param epsilon added to the variance
 */
export function layerNorm(
  x: core.Tensor,
  gamma: core.Tensor,
  beta: core.Tensor,
  epsilon: number,
): core.Tensor {
  return layer([x, gamma, beta], { epsilon });
}

/**
 * RMS normalisation (Zhang & Sennrich 2019, arXiv:1910.07467): each row divided by the root of its
 * mean square, then times gamma.
 *
 * @param x `[…, C]`, float32
 * @param gamma `[C]`
 * @param epsilon added to the mean square
 */
export function rmsNorm(x: core.Tensor, gamma: core.Tensor, epsilon: number): core.Tensor {
  return rms([x, gamma], { epsilon });
}
