/** An autoencoder that takes noise away. */
import * as z from 'zod/mini';
import type { LayersModel } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { positive, size, sizes } from '../options.js';
import type { Complete, ModelSpec } from '../spec.js';
import { autoencoderOptions } from './parts/autoencoder-options.js';
import { denseAutoencoderModel, denseAutoencoderParameters } from './parts/dense-autoencoder.js';
import type { ReconstructionActivation } from './parts/encoder-decoder.js';

export interface DenoisingAutoencoderOptions {
  /** Shape of one example without the batch, such as `[64]` or `[28, 28, 1]`. */
  inputShape: readonly number[];
  /** Deviation of normal noise added to the input, in training alone, above 0. Default 0.3. */
  noise?: number | undefined;
  /** Numbers of a code. Default 64. */
  latent?: number | undefined;
  /** Units of the encoder's hidden layers; the decoder has them the other way round. Default `[256]`. */
  hidden?: readonly number[] | undefined;
  /** Of the reconstruction: `sigmoid` for pixels in [0, 1], else `linear`. Default sigmoid. */
  outputActivation?: ReconstructionActivation | undefined;
  /** Fixes the weights at the start and the noise. Default 0. */
  seed?: number | undefined;
}

const options = z.strictObject({
  ...autoencoderOptions,
  inputShape: sizes('Shape of one example without the batch, such as `[64]` or `[28, 28, 1]`.', 1),
  noise: z._default(
    positive('Deviation of normal noise added to the input, in training alone, above 0.'),
    0.3,
  ),
  latent: z._default(size('Numbers of a code.'), 64),
  hidden: z._default(
    sizes("Units of the encoder's hidden layers; the decoder has them the other way round."),
    [256],
  ),
}) satisfies z.ZodMiniType<Complete<DenoisingAutoencoderOptions>, DenoisingAutoencoderOptions>;

export const spec: ModelSpec<DenoisingAutoencoderOptions> = {
  id: 'deep-learning/denoising-autoencoder',
  task: 'reconstruction',
  source:
    'Vincent et al. 2008, Extracting and composing robust features with denoising autoencoders; normal noise ' +
    'of Vincent et al. 2010, Stacked denoising autoencoders',
  input: 'examples [B, ...inputShape], float32',
  output: 'reconstructions [B, ...inputShape], float32',
  options,
  build: (all) => denseAutoencoderModel('denoising_autoencoder', all),
  example: {
    options: { inputShape: [6], noise: 0.1, latent: 5, hidden: [8], seed: 2 },
    inputs: [{ shape: [6] }],
    parameters: denseAutoencoderParameters(6, [8], 5),
  },
};

/**
 * A denoising autoencoder of dense layers (Vincent et al. 2008; normal noise: Vincent et al. 2010): noisy
 * examples → clean ones.
 *
 * It is trained with clean examples as inputs and as labels: a first layer adds noise to the input, other
 * numbers at each step, in training alone. What it predicts from, and its encoder, see the input as it is.
 * ReLU in the hidden layers, none on the code. Weights start as He et al. 2015, those of the code and the
 * reconstruction as Glorot & Bengio 2010; biases 0.
 *
 * @throws RangeError for sizes that are no integers >= 1, or `noise` not above 0
 * @example
 * const model = denoisingAutoencoder({ inputShape: [64], noise: 0.25, seed: 1 });
 * const trainer = new Trainer({
 *   model, loss: meanSquaredError, optimizer: tf.train.adam(1e-3),
 * });
 * await trainer.fit({ x, y: x }, { epochs: 50 });
 * const clean = model.predict(noisy);
 */
export function denoisingAutoencoder(options: DenoisingAutoencoderOptions): LayersModel {
  return buildModel(spec, options);
}
