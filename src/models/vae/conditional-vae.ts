/** A variational autoencoder that is told what it sees. */
import * as z from 'zod/mini';
import type { LayersModel } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { size } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelWithParts } from '../spec.js';
import { denseHalves, denseVaeParameters } from './parts/dense-halves.js';
import { latentModel } from './parts/latent-model.js';
import type { Likelihood, PixelVariance } from './parts/likelihood.js';
import { denseVaeOptions, varianceFits } from './parts/vae-options.js';
import { type VaeParts, vaeParts } from './parts/vae-parts.js';

export interface ConditionalVaeOptions {
  /** Shape of one example without the batch, such as `[64]` or `[28, 28, 1]`. */
  inputShape: readonly number[];
  /** Numbers of a condition: classes of a one-hot label, or attributes. */
  conditions: number;
  /** Numbers of a code. Default 8. */
  latent?: number | undefined;
  /** Units of the encoder's hidden layers; the decoder has them the other way round. Default `[256]`. */
  hidden?: readonly number[] | undefined;
  /** What a pixel is drawn from, given a code: `bernoulli` for pixels in [0, 1], `gaussian` for any. Default bernoulli. */
  likelihood?: Likelihood | undefined;
  /** Variance of a pixel of a Gaussian decoder: a number above 0, or `learnt`, one for all pixels. Default learnt. */
  variance?: PixelVariance | undefined;
  /** Fixes the weights at the start. Default 0. */
  seed?: number | undefined;
}

const options = z
  .strictObject({
    ...denseVaeOptions,
    conditions: size('Numbers of a condition: classes of a one-hot label, or attributes.'),
  })
  .check(varianceFits<Complete<ConditionalVaeOptions>>()) satisfies z.ZodMiniType<
  Complete<ConditionalVaeOptions>,
  ConditionalVaeOptions
>;

function build(all: Complete<ConditionalVaeOptions>): LayersModel {
  const { inputShape, hidden } = all;
  const seedOf = partSeeds(all.seed);
  return latentModel(
    { ...all, name: 'conditional_vae', seedOf },
    denseHalves({ inputShape, hidden, seedOf }),
  );
}

export const spec: ModelWithParts<ConditionalVaeOptions, VaeParts> = {
  id: 'vae/conditional-vae',
  task: 'reconstruction',
  source:
    'Sohn, Yan & Lee 2015, Learning structured output representation using deep conditional generative models; ' +
    'form of Kingma et al. 2014, Semi-supervised learning with deep generative models (M2), arXiv:1406.5298',
  input: 'examples [B, ...inputShape], float32, and conditions [B, conditions], float32',
  output: 'pixels [B, ...inputShape], float32',
  options,
  build,
  parts: vaeParts,
  example: {
    options: { inputShape: [2, 3], conditions: 3, latent: 5, hidden: [8], seed: 3 },
    inputs: [{ shape: [2, 3] }, { shape: [3] }],
    parameters: denseVaeParameters({ size: 6, hidden: [8], latent: 5, conditions: 3 }),
  },
};

/**
 * A conditional variational autoencoder of dense layers (Sohn et al. 2015): examples and what is known of
 * each, `[B, conditions]` → pixels of their shape. Encoder and decoder are both told the condition, so that
 * the code holds the rest: `sample(model, { condition })` draws what is asked for. The prior of the code is
 * the standard normal, whatever the condition.
 *
 * A class number becomes a condition by `tf.cast(tf.oneHot(labels, classes), 'float32')`; attributes, 0 or
 * 1 each, are one as they are. Layers and start as in `vae`.
 *
 * @throws RangeError for sizes that are no integers >= 1, or a `variance` that is not above 0 or belongs to
 *   no Gaussian decoder
 * @example
 * const model = conditionalVae({ inputShape: [64], conditions: 10, seed: 1 });
 * const condition = tf.cast(tf.oneHot(y, 10), 'float32') as Tensor2D;
 * const trainer = new VaeTrainer({ model, optimizer: tf.train.adam(1e-3) });
 * await trainer.fit({ x, condition }, { epochs: 30 });
 */
export function conditionalVae(options: ConditionalVaeOptions): LayersModel {
  return buildModel(spec, options);
}
