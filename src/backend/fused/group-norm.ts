/** Group normalisation: each group of channels of an example to mean 0 and variance 1. */
import * as core from '@tensorflow/tfjs-core';
import { channelSums, withGradient } from './with-gradient.js';

interface Options {
  readonly groups: number;
  readonly epsilon: number;
}

/**
 * The mean of each group over all places, in each of its channels: `[B, S, C]` → `[B, 1, C]`.
 *
 * Places are summed first, along one axis of the tensor as it lies in memory; what is left is small.
 */
function groupMeans(x: core.Tensor, groups: number): core.Tensor {
  const [batch, , channels] = x.shape as [number, number, number];
  const inGroup = channels / groups;
  const each = core.reshape(core.mean(x, 1), [batch, groups, inGroup]);
  const spread = core.tile(core.mean(each, 2, true), [1, 1, inGroup]);
  return core.reshape(spread, [batch, 1, channels]);
}

type Three = [x: core.Tensor, gamma: core.Tensor, beta: core.Tensor];

const group = withGradient<Three, Options>(
  ([x, gamma, beta], { groups, epsilon }) => {
    const centred = core.sub(x, groupMeans(x, groups));
    const r = core.rsqrt(core.add(groupMeans(core.square(centred), groups), epsilon));
    const hat = core.mul(centred, r);
    return { value: core.add(core.mul(hat, gamma), beta), saved: [hat, r, gamma] };
  },
  (dy, saved, { groups }) => {
    const [hat, r, gamma] = saved as Three;
    const dHat = core.mul(dy, gamma);
    const along = core.mul(hat, groupMeans(core.mul(dHat, hat), groups));
    const rest = core.sub(core.sub(dHat, along), groupMeans(dHat, groups));
    return [core.mul(r, rest), channelSums(core.mul(dy, hat)), channelSums(dy)];
  },
);

/**
 * Group normalisation (Wu & He 2018, arXiv:1803.08494): channels are cut into groups of neighbours; each
 * group of an example, over all its places, to mean 0 and variance 1 (without correction for its size),
 * then `gamma · x̂ + beta`.
 *
 * @param x `[B, …, C]`, float32
 * @param gamma `[C]`
 * @param beta `[C]`
 * @param options groups, of which C is a multiple; `epsilon` is added to the variance
 */
export function groupNorm(
  x: core.Tensor,
  gamma: core.Tensor,
  beta: core.Tensor,
  options: Options,
): core.Tensor {
  return core.tidy(() => {
    const [batch = 0, ...rest] = x.shape;
    const channels = rest.at(-1) ?? 1;
    const places = rest.slice(0, -1).reduce((product, size) => product * size, 1);
    const flat = core.reshape(x, [batch, places, channels]);
    return core.reshape(group([flat, gamma, beta], options), x.shape);
  });
}
