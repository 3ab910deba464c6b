/** A variational autoencoder of dense layers. */
import * as z from 'zod/mini';
import { type Layer, type LayersModel, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelWithParts } from '../spec.js';
import { denseHalves, denseVaeParameters } from './parts/dense-halves.js';
import { latentModel } from './parts/latent-model.js';
import type { Likelihood, PixelVariance } from './parts/likelihood.js';
import { denseVaeOptions, varianceFits } from './parts/vae-options.js';
import { type VaeParts, vaeParts } from './parts/vae-parts.js';

export interface VaeOptions {
  /** Shape of one example without the batch, such as `[64]` or `[28, 28, 1]`. */
  inputShape: readonly number[];
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
  .strictObject(denseVaeOptions)
  .check(varianceFits<Complete<VaeOptions>>()) satisfies z.ZodMiniType<
  Complete<VaeOptions>,
  VaeOptions
>;

function build(all: Complete<VaeOptions>): LayersModel {
  const { inputShape, hidden } = all;
  const seedOf = partSeeds(all.seed);
  const halves = denseHalves({ inputShape, hidden, seedOf });
  const flatten: Layer[] = inputShape.length === 1 ? [] : [tf.layers.flatten({ name: 'flatten' })];
  return latentModel(
    { ...all, name: 'vae', conditions: 0, seedOf },
    { ...halves, encoder: [...flatten, ...halves.encoder] },
  );
}

export const spec: ModelWithParts<VaeOptions, VaeParts> = {
  id: 'vae/vae',
  task: 'reconstruction',
  source: 'Kingma & Welling 2014, Auto-encoding variational Bayes, arXiv:1312.6114',
  input: 'examples [B, ...inputShape], float32',
  output: 'pixels [B, ...inputShape], float32',
  options,
  build,
  parts: vaeParts,
  example: {
    options: { inputShape: [2, 3], latent: 5, hidden: [8], seed: 2 },
    inputs: [{ shape: [2, 3] }],
    parameters: denseVaeParameters({ size: 6, hidden: [8], latent: 5 }),
  },
};

/**
 * A variational autoencoder of dense layers (Kingma & Welling 2014): examples → pixels of their shape, by a
 * code of `latent` numbers that are normal around a mean. `VaeTrainer` trains it; with a β of its own it is
 * a β-VAE (Higgins et al. 2017).
 *
 * ReLU in the hidden layers. Weights start as He et al. 2015, those of the mean, the log variance and the
 * scores as Glorot & Bengio 2010; biases 0. What it predicts is the mean of each pixel for the mean code,
 * always the same; codes are sampled by what trains and measures it (`VaeTrainer`, `reconstruct`, `sample`).
 *
 * @throws RangeError for sizes that are no integers >= 1, or a `variance` that is not above 0 or belongs to
 *   no Gaussian decoder
 * @example
 * const model = vae({ inputShape: [64], latent: 8, seed: 1 });
 * const trainer = new VaeTrainer({ model, optimizer: tf.train.adam(1e-3) });
 * await trainer.fit({ x }, { epochs: 30 });
 * const drawn = sample(model, { count: 16, seed: 1 }); // [16, 64]
 */
export function vae(options: VaeOptions): LayersModel {
  return buildModel(spec, options);
}
