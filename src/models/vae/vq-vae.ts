/** An autoencoder whose codes are numbers of a codebook. */
import * as z from 'zod/mini';
import { type Layer, type LayersModel, type SymbolicTensor, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import type { ReconstructionActivation } from '../deep-learning/parts/encoder-decoder.js';
import { choice, imageShape, rate, seed, size, sizes, together } from '../options.js';
import { originOf } from '../origin.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelWithParts } from '../spec.js';
import { convHalves } from './parts/conv-halves.js';
import { refuseModel } from './parts/vae-parts.js';
import { VectorQuantizer } from './parts/vector-quantizer.js';

export interface VqVaeOptions {
  /** Height, width and channels of one image; each of `filters` halves height and width. */
  inputShape: [number, number, number];
  /** Vectors of the codebook, K. Default 64. */
  codes?: number | undefined;
  /** Numbers of a vector of the codebook, D. Default 16. */
  codeSize?: number | undefined;
  /** Filters of the encoder's convolutions; the decoder has them the other way round. Default `[32, 64]`. */
  filters?: readonly number[] | undefined;
  /** Of the reconstruction: `sigmoid` for pixels in [0, 1], else `linear`. Default sigmoid. */
  outputActivation?: ReconstructionActivation | undefined;
  /** How much of the codebook's running means stays at each step, in [0, 1). Default 0.99. */
  decay?: number | undefined;
  /** Share of the average use below which a code starts anew at a vector of the batch, in [0, 1); 0 for never. Default 0.1. */
  restartBelow?: number | undefined;
  /** Fixes the weights at the start and where codes start anew. Default 0. */
  seed?: number | undefined;
}

const options = z
  .strictObject({
    inputShape: imageShape(
      'Height, width and channels of one image; each of `filters` halves height and width.',
    ),
    codes: z._default(size('Vectors of the codebook, K.'), 64),
    codeSize: z._default(size('Numbers of a vector of the codebook, D.'), 16),
    filters: z._default(
      sizes("Filters of the encoder's convolutions; the decoder has them the other way round.", 1),
      [32, 64],
    ),
    outputActivation: z._default(
      choice(
        ['sigmoid', 'linear'],
        'Of the reconstruction: `sigmoid` for pixels in [0, 1], else `linear`.',
      ),
      'sigmoid',
    ),
    decay: z._default(
      rate("How much of the codebook's running means stays at each step, in [0, 1)."),
      0.99,
    ),
    restartBelow: z._default(
      rate(
        'Share of the average use below which a code starts anew at a vector of the batch, in [0, 1); 0 for never.',
      ),
      0.1,
    ),
    seed: z._default(seed('Fixes the weights at the start and where codes start anew.'), 0),
  })
  .check(
    together(({ inputShape: [height, width], filters }: Complete<VqVaeOptions>) => {
      const factor = 2 ** filters.length;
      if (height % factor === 0 && width % factor === 0) return undefined;
      return { path: ['inputShape'], expected: 'halvedShape', params: { factor } };
    }),
  ) satisfies z.ZodMiniType<Complete<VqVaeOptions>, VqVaeOptions>;

/** What a VQ-VAE is made of; all of it shares its weights and is disposed with it. */
export interface VqVaeParts {
  /** Images → vectors `[B, h, w, D]`. */
  readonly encoder: LayersModel;
  /** A `VectorQuantizer`: vectors → those of the codebook that are nearest, `[B, h, w, D]`. */
  readonly quantizer: Layer;
  /** Vectors of the codebook `[B, h, w, D]` → images. */
  readonly decoder: LayersModel;
  /** Without the batch. */
  readonly inputShape: readonly number[];
  /** Height and width of the codes of an image. */
  readonly grid: readonly [number, number];
  readonly codes: number;
  readonly outputActivation: ReconstructionActivation;
}

const chain = (layers: readonly Layer[], x: SymbolicTensor): SymbolicTensor =>
  layers.reduce((value, layer) => layer.apply(value), x);

function gridOf({ inputShape, filters }: Pick<Complete<VqVaeOptions>, 'inputShape' | 'filters'>) {
  const factor = 2 ** filters.length;
  return [inputShape[0] / factor, inputShape[1] / factor] as const;
}

function build(all: Complete<VqVaeOptions>): LayersModel {
  const { inputShape, codes, codeSize, filters, outputActivation, decay, restartBelow } = all;
  const seedOf = partSeeds(all.seed);
  const { initializers, layers } = tf;
  const { down, up } = convHalves({ inputShape, filters, seedOf });
  const vector = layers.conv2d({
    filters: codeSize,
    kernelSize: 1,
    kernelInitializer: initializers.glorotUniform({ seed: seedOf('vector') }),
    name: 'vector',
  });
  const widen = layers.conv2d({
    filters: filters.at(-1) as number,
    kernelSize: 3,
    padding: 'same',
    activation: 'relu',
    kernelInitializer: initializers.heNormal({ seed: seedOf('widen') }),
    name: 'widen',
  });
  const within = tf.input({ shape: inputShape, name: 'examples' });
  const encoder = tf.model({
    inputs: within,
    outputs: chain([...down, vector], within),
    name: 'encoder',
  });
  const vectors = tf.input({ shape: [...gridOf(all), codeSize], name: 'vectors' });
  const pixels = layers.activation({ activation: outputActivation, name: 'pixels' });
  const decoder = tf.model({
    inputs: vectors,
    outputs: chain([widen, ...up, pixels], vectors),
    name: 'decoder',
  });
  const quantizer = new VectorQuantizer({
    ...{ codes, decay, restartBelow, seed: seedOf('quantizer'), name: 'quantizer' },
  }) as unknown as Layer;
  const inputs = tf.input({ shape: inputShape, name: 'examples' });
  return tf.model({
    inputs,
    outputs: chain([encoder, quantizer, decoder], inputs),
    name: 'vq_vae',
  });
}

function parts(model: LayersModel): VqVaeParts {
  const origin = originOf(model);
  if (origin?.spec.id !== spec.id) return refuseModel(model, '`vqVae`');
  const all = origin.options as Complete<VqVaeOptions>;
  return {
    encoder: model.getLayer('encoder') as LayersModel,
    quantizer: model.getLayer('quantizer'),
    decoder: model.getLayer('decoder') as LayersModel,
    inputShape: all.inputShape,
    grid: gridOf(all),
    codes: all.codes,
    outputActivation: all.outputActivation,
  };
}

export const spec: ModelWithParts<VqVaeOptions, VqVaeParts> = {
  id: 'vae/vq-vae',
  task: 'reconstruction',
  source:
    'van den Oord, Vinyals & Kavukcuoglu 2017, Neural discrete representation learning, arXiv:1711.00937; codes ' +
    'start anew as in Dhariwal et al. 2020, Jukebox, arXiv:2005.00341',
  input: 'images [B, H, W, channels], float32',
  output: 'reconstructions [B, H, W, channels], float32',
  options,
  build,
  parts,
  example: {
    options: {
      ...{ inputShape: [4, 4, 1], codes: 16, codeSize: 3, filters: [8], decay: 0.9, seed: 1 },
    },
    inputs: [{ shape: [4, 4, 1] }],
    // Down to 2×2 of 8 filters, vectors; the codebook with counts and sums; widened, up, the last convolution.
    parameters:
      9 * 8 + 8 + (8 * 3 + 3) + (2 * 16 * 3 + 16) + (9 * 3 * 8 + 8) + (9 * 8 * 8 + 8) + (9 * 8 + 1),
  },
};

/**
 * A VQ-VAE (van den Oord et al. 2017): images `[B, H, W, channels]` → reconstructions of their shape, by a
 * grid of codes, each of them one of `codes` vectors that are learnt. `VqVaeTrainer` trains it.
 *
 * 3×3 convolutions of stride 2 and one of 1×1 give the vectors, the nearest ones of the codebook take their
 * place, and a 3×3 convolution, transposed ones of stride 2 and a last one give the image; ReLU between. The
 * gradient passes straight through the codebook, which follows by running means in training. A code that is
 * used less than `restartBelow` of the average starts anew at a vector of the batch. Weights start as He et
 * al. 2015, those of vectors and channels as Glorot & Bengio 2010; biases 0.
 *
 * Alone it draws nothing new: `codePrior` learns which codes stand beside each other, and `sampleCodes` draws
 * from it.
 *
 * @throws RangeError for sizes that are no integers >= 1, an image that cannot be halved so often, or a share
 *   out of [0, 1)
 * @example
 * const model = vqVae({ inputShape: [32, 32, 3], codes: 64, seed: 1 });
 * const trainer = new VqVaeTrainer({ model, optimizer: tf.train.adam(1e-3) });
 * await trainer.fit({ x: images }, { epochs: 10, batchSize: 64 });
 * const codes = quantize(model, images); // [N, 8, 8], int32
 */
export function vqVae(options: VqVaeOptions): LayersModel {
  return buildModel(spec, options);
}
