/** An autoencoder of convolutions. */
import * as z from 'zod/mini';
import { type Layer, type LayersModel, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { imageShape, size, sizes, together } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';
import { autoencoderOptions } from './parts/autoencoder-options.js';
import { encoderDecoder, type ReconstructionActivation } from './parts/encoder-decoder.js';

export interface ConvAutoencoderOptions {
  /** Height, width and channels of one image; each of `filters` halves height and width. */
  inputShape: [number, number, number];
  /** Numbers of a code. Default 16. */
  latent?: number | undefined;
  /** Filters of the encoder's convolutions; the decoder has them the other way round. Default `[32, 64]`. */
  filters?: readonly number[] | undefined;
  /** Of the reconstruction: `sigmoid` for pixels in [0, 1], else `linear`. Default sigmoid. */
  outputActivation?: ReconstructionActivation | undefined;
  /** Deviation of normal noise added to the input, in training alone. Default 0. */
  noise?: number | undefined;
  /** Fixes the weights at the start and the noise. Default 0. */
  seed?: number | undefined;
}

const options = z
  .strictObject({
    ...autoencoderOptions,
    inputShape: imageShape(
      'Height, width and channels of one image; each of `filters` halves height and width.',
    ),
    latent: z._default(size('Numbers of a code.'), 16),
    filters: z._default(
      sizes("Filters of the encoder's convolutions; the decoder has them the other way round.", 1),
      [32, 64],
    ),
  })
  .check(
    together(({ inputShape: [height, width], filters }: Complete<ConvAutoencoderOptions>) => {
      const factor = 2 ** filters.length;
      if (height % factor === 0 && width % factor === 0) return undefined;
      return { path: ['inputShape'], expected: 'halvedShape', params: { factor } };
    }),
  ) satisfies z.ZodMiniType<Complete<ConvAutoencoderOptions>, ConvAutoencoderOptions>;

function build(all: Complete<ConvAutoencoderOptions>): LayersModel {
  const { inputShape, latent, filters, outputActivation } = all;
  const [height, width, channels] = inputShape;
  const seedOf = partSeeds(all.seed);
  const { initializers, layers } = tf;
  const he = (name: string) => initializers.heNormal({ seed: seedOf(name) });
  const glorot = (name: string) => initializers.glorotUniform({ seed: seedOf(name) });
  const half = { kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' } as const;
  const encoder: Layer[] = filters.map((count, i) => {
    const name = `encoder_${i}`;
    const place = i === 0 ? { inputShape } : {};
    return layers.conv2d({ ...half, ...place, filters: count, kernelInitializer: he(name), name });
  });
  encoder.push(
    layers.flatten({ name: 'flatten' }),
    layers.dense({ units: latent, kernelInitializer: glorot('code'), name: 'code' }),
  );
  const factor = 2 ** filters.length;
  const inner = [height / factor, width / factor, filters.at(-1) as number];
  const decoder: Layer[] = [
    layers.dense({
      inputShape: [latent],
      units: inner.reduce((a, b) => a * b),
      activation: 'relu',
      kernelInitializer: he('spread'),
      name: 'spread',
    }),
    layers.reshape({ targetShape: inner, name: 'shape' }),
    ...[...filters].reverse().map((count, i) => {
      const name = `decoder_${i}`;
      return layers.conv2dTranspose({ ...half, filters: count, kernelInitializer: he(name), name });
    }),
    layers.conv2d({
      filters: channels,
      kernelSize: 3,
      padding: 'same',
      activation: outputActivation,
      kernelInitializer: glorot('reconstruction'),
      name: 'reconstruction',
    }),
  ];
  return encoderDecoder('conv_autoencoder', { encoder, decoder }, all, seedOf);
}

export const spec: ModelSpec<ConvAutoencoderOptions> = {
  id: 'deep-learning/conv-autoencoder',
  task: 'reconstruction',
  source:
    'Masci et al. 2011, Stacked convolutional auto-encoders for hierarchical feature extraction; layers of ' +
    "the example of Chollet 2020, Variational AutoEncoder, in Keras's documentation",
  input: 'images [B, H, W, channels], float32',
  output: 'reconstructions [B, H, W, channels], float32',
  options,
  build,
  example: {
    options: { inputShape: [4, 4, 1], latent: 8, filters: [4], noise: 0.1, seed: 4 },
    inputs: [{ shape: [4, 4, 1] }],
    // Down to 2×2 of 4 filters, the code, up again, and the last convolution.
    parameters: 9 * 4 + 4 + (16 * 8 + 8) + (8 * 16 + 16) + (9 * 4 * 4 + 4) + (9 * 4 + 1),
  },
};

/**
 * An autoencoder of convolutions (Masci et al. 2011): images `[B, H, W, channels]` → reconstructions of
 * their shape, by a code of `latent` numbers. It learns with the images as their own labels.
 *
 * The layers are those of Keras's convolutional example: 3×3 convolutions of stride 2, a dense code;
 * dense, transposed convolutions of stride 2, and a convolution that gives the channels. ReLU between, none
 * on the code. Weights start as He et al. 2015, those of the code and the reconstruction as Glorot & Bengio
 * 2010; biases 0. With `noise` it sees a noisy input in training and is asked for the clean one.
 *
 * @throws RangeError for sizes that are no integers >= 1, an image that cannot be halved so often, or
 *   `noise` below 0
 * @example
 * const model = convAutoencoder({ inputShape: [28, 28, 1], latent: 16, seed: 1 });
 * const trainer = new Trainer({
 *   model, loss: meanSquaredError, optimizer: tf.train.adam(1e-3),
 * });
 * await trainer.fit({ x, y: x }, { epochs: 10, batchSize: 128 });
 * const codes = encoderOf(model).predict(x); // [N, 16]
 */
export function convAutoencoder(options: ConvAutoencoderOptions): LayersModel {
  return buildModel(spec, options);
}
