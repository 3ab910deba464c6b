/** A variational autoencoder of convolutions. */
import * as z from 'zod/mini';
import { type Layer, type LayersModel, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { imageShape, sizes, together } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelWithParts } from '../spec.js';
import { convHalves } from './parts/conv-halves.js';
import { latentModel } from './parts/latent-model.js';
import type { Likelihood, PixelVariance } from './parts/likelihood.js';
import { vaeOptions, varianceFits } from './parts/vae-options.js';
import { type VaeParts, vaeParts } from './parts/vae-parts.js';

export interface ConvVaeOptions {
  /** Height, width and channels of one image; each of `filters` halves height and width. */
  inputShape: [number, number, number];
  /** Numbers of a code. Default 8. */
  latent?: number | undefined;
  /** Filters of the encoder's convolutions; the decoder has them the other way round. Default `[32, 64]`. */
  filters?: readonly number[] | undefined;
  /** What a pixel is drawn from, given a code: `bernoulli` for pixels in [0, 1], `gaussian` for any. Default bernoulli. */
  likelihood?: Likelihood | undefined;
  /** Variance of a pixel of a Gaussian decoder: a number above 0, or `learnt`, one for all pixels. Default learnt. */
  variance?: PixelVariance | undefined;
  /** Fixes the weights at the start. Default 0. */
  seed?: number | undefined;
}

const options = z
  .strictObject({
    ...vaeOptions,
    inputShape: imageShape(
      'Height, width and channels of one image; each of `filters` halves height and width.',
    ),
    filters: z._default(
      sizes("Filters of the encoder's convolutions; the decoder has them the other way round.", 1),
      [32, 64],
    ),
  })
  .check(
    varianceFits<Complete<ConvVaeOptions>>(),
    together(({ inputShape: [height, width], filters }: Complete<ConvVaeOptions>) => {
      const factor = 2 ** filters.length;
      if (height % factor === 0 && width % factor === 0) return undefined;
      return { path: ['inputShape'], expected: 'halvedShape', params: { factor } };
    }),
  ) satisfies z.ZodMiniType<Complete<ConvVaeOptions>, ConvVaeOptions>;

function build(all: Complete<ConvVaeOptions>): LayersModel {
  const { inputShape, filters } = all;
  const seedOf = partSeeds(all.seed);
  const { down, spread, up } = convHalves({ inputShape, filters, seedOf });
  const flatten: Layer = tf.layers.flatten({ name: 'flatten' });
  return latentModel(
    { ...all, name: 'conv_vae', conditions: 0, seedOf },
    { encoder: [...down, flatten], decoder: [...spread, ...up] },
  );
}

export const spec: ModelWithParts<ConvVaeOptions, VaeParts> = {
  id: 'vae/conv-vae',
  task: 'reconstruction',
  source:
    'Kingma & Welling 2014, Auto-encoding variational Bayes, arXiv:1312.6114; layers of the example of Chollet ' +
    "2020, Variational AutoEncoder, in Keras's documentation",
  input: 'images [B, H, W, channels], float32',
  output: 'pixels [B, H, W, channels], float32',
  options,
  build,
  parts: vaeParts,
  example: {
    options: { inputShape: [4, 4, 1], latent: 6, filters: [4], likelihood: 'gaussian', seed: 1 },
    inputs: [{ shape: [4, 4, 1] }],
    // Down to 2×2 of 4 filters, mean and log variance, up again, the last convolution, the pixels' variance.
    parameters: 9 * 4 + 4 + 2 * (16 * 6 + 6) + (6 * 16 + 16) + (9 * 4 * 4 + 4) + (9 * 4 + 1) + 1,
  },
};

/**
 * A variational autoencoder of convolutions (Kingma & Welling 2014): images `[B, H, W, channels]` → pixels
 * of their shape, by a code of `latent` numbers that are normal around a mean. `VaeTrainer` trains it.
 *
 * The layers are those of Keras's example: 3×3 convolutions of stride 2; a dense layer, transposed
 * convolutions of stride 2, and a convolution that gives the channels. ReLU between. Weights start as He et
 * al. 2015, those of the mean, the log variance and the scores as Glorot & Bengio 2010; biases 0. What it
 * predicts is the mean of each pixel for the mean code, always the same.
 *
 * @throws RangeError for sizes that are no integers >= 1, an image that cannot be halved so often, or a
 *   `variance` that is not above 0 or belongs to no Gaussian decoder
 * @example
 * const model = convVae({ inputShape: [32, 32, 3], latent: 16, likelihood: 'gaussian', seed: 1 });
 * const trainer = new VaeTrainer({ model, optimizer: tf.train.adam(1e-3) });
 * await trainer.fit({ x: images }, { epochs: 10, batchSize: 64 });
 */
export function convVae(options: ConvVaeOptions): LayersModel {
  return buildModel(spec, options);
}
