/** An autoencoder of dense layers. */
import * as z from 'zod/mini';
import type { LayersModel } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { size, sizes } from '../options.js';
import type { Complete, ModelSpec } from '../spec.js';
import { autoencoderOptions } from './parts/autoencoder-options.js';
import { denseAutoencoderModel, denseAutoencoderParameters } from './parts/dense-autoencoder.js';
import type { ReconstructionActivation } from './parts/encoder-decoder.js';

export interface AutoencoderOptions {
  /** Shape of one example without the batch, such as `[64]` or `[28, 28, 1]`. */
  inputShape: readonly number[];
  /** Numbers of a code. Default 32. */
  latent?: number | undefined;
  /** Units of the encoder's hidden layers; the decoder has them the other way round. Default `[128, 64]`. */
  hidden?: readonly number[] | undefined;
  /** Of the reconstruction: `sigmoid` for pixels in [0, 1], else `linear`. Default sigmoid. */
  outputActivation?: ReconstructionActivation | undefined;
  /** Deviation of normal noise added to the input, in training alone. Default 0. */
  noise?: number | undefined;
  /** Fixes the weights at the start and the noise. Default 0. */
  seed?: number | undefined;
}

const options = z.strictObject({
  ...autoencoderOptions,
  inputShape: sizes('Shape of one example without the batch, such as `[64]` or `[28, 28, 1]`.', 1),
  latent: z._default(size('Numbers of a code.'), 32),
  hidden: z._default(
    sizes("Units of the encoder's hidden layers; the decoder has them the other way round."),
    [128, 64],
  ),
}) satisfies z.ZodMiniType<Complete<AutoencoderOptions>, AutoencoderOptions>;

export const spec: ModelSpec<AutoencoderOptions> = {
  id: 'deep-learning/autoencoder',
  task: 'reconstruction',
  source:
    'Hinton & Salakhutdinov 2006, Reducing the dimensionality of data with neural networks; widths of Chollet ' +
    '2016, Building autoencoders in Keras',
  input: 'examples [B, ...inputShape], float32',
  output: 'reconstructions [B, ...inputShape], float32',
  options,
  build: (all) => denseAutoencoderModel('autoencoder', all),
  example: {
    options: { inputShape: [2, 3], latent: 5, hidden: [8], noise: 0.1, seed: 2 },
    inputs: [{ shape: [2, 3] }],
    parameters: denseAutoencoderParameters(6, [8], 5),
  },
};

/**
 * An autoencoder of dense layers (Hinton & Salakhutdinov 2006): examples → reconstructions of their shape,
 * by a code of `latent` numbers. It learns with the examples as their own labels.
 *
 * ReLU in the hidden layers, none on the code. Weights start as He et al. 2015, those of the code and the
 * reconstruction as Glorot & Bengio 2010; biases 0. With `noise` it sees a noisy input in training and is
 * asked for the clean one (`denoisingAutoencoder`).
 *
 * @throws RangeError for sizes that are no integers >= 1, or `noise` below 0
 * @example
 * const model = autoencoder({ inputShape: [64], latent: 8, hidden: [64], seed: 1 });
 * const trainer = new Trainer({
 *   model, loss: meanSquaredError, optimizer: tf.train.adam(1e-3),
 * });
 * await trainer.fit({ x, y: x }, { epochs: 50 });
 * const codes = encoderOf(model).predict(x); // [N, 8]
 */
export function autoencoder(options: AutoencoderOptions): LayersModel {
  return buildModel(spec, options);
}
