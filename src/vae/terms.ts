/** Both terms of the bound for a batch, from one sampled code each. */
import type { VaeParts } from '../models/vae/parts/vae-parts.js';
import type { LayersModel, Tensor, Tensor1D, Tensor2D } from '../nn/tf.js';
import type { VaeExamples } from './examples.js';
import {
  bernoulliLogLikelihood,
  gaussianLogLikelihood,
  klDivergence,
  reparameterize,
} from './losses.js';

/** What a model gives for tensors, with its outputs in a list. */
export function run(model: LayersModel, inputs: readonly Tensor[], training: boolean): Tensor[] {
  const given = inputs.length === 1 ? (inputs[0] as Tensor) : [...inputs];
  return [model.apply(given as Tensor[], { training })].flat();
}

/** A vector or picture, and its condition where the model takes one. */
export const withCondition = (x: Tensor, condition: Tensor | undefined): Tensor[] =>
  condition === undefined ? [x] : [x, condition];

/** log p(x|z) of each example, from the decoder's scores; `[B]`, nats. */
export function logLikelihood(parts: VaeParts, x: Tensor, scores: Tensor): Tensor1D {
  return parts.likelihood === 'bernoulli'
    ? bernoulliLogLikelihood(x, scores)
    : gaussianLogLikelihood(x, scores, parts.logVariance());
}

export interface Terms {
  /** log p(x|z) of a sampled code, `[B]`, nats. */
  readonly reconstruction: Tensor1D;
  /** KL divergence of q(z|x) from the prior, `[B]`, nats. */
  readonly kl: Tensor1D;
}

/** @param noise ε of each code, `[B, latent]` */
export function termsOf(
  parts: VaeParts,
  { x, condition }: VaeExamples,
  noise: Tensor,
  training: boolean,
): Terms {
  const inputs = withCondition(x, condition);
  const [mean, logVariance] = run(parts.encoder, inputs, training) as [Tensor2D, Tensor2D];
  const codes = reparameterize(mean, logVariance, noise);
  const [scores] = run(parts.scores, withCondition(codes, condition), training) as [Tensor];
  return {
    reconstruction: logLikelihood(parts, x, scores),
    kl: klDivergence(mean, logVariance),
  };
}
