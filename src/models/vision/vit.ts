/** A transformer that reads an image as a sequence of patches. */
import * as z from 'zod/mini';
import {
  classToken,
  positionEmbedding,
  transformerBlock,
} from '../../nn/layers/transformer-layers.js';
import { type LayersModel, type SymbolicTensor, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { firstOfSequence } from '../first-of-sequence.js';
import { choice, divisibleImage, imageShape, multipleOf, rate, seed, size } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';
import { apply } from './parts/conv-and-norm.js';

export interface VitOptions {
  /** Height, width and channels of one image; height and width divisible by `patchSize`. */
  inputShape: [number, number, number];
  /** Classes, C. */
  classes: number;
  /** Height and width of a patch. Default 4. */
  patchSize?: number | undefined;
  /** Blocks. Default 4. */
  layers?: number | undefined;
  /** Heads of attention in each block. Default 4. */
  heads?: number | undefined;
  /** Size of the vector of a patch, D; a multiple of `heads`. Default 64. */
  width?: number | undefined;
  /** What the logits are made from: a class token, or the mean of the patches. Default token. */
  pooling?: 'token' | 'mean' | undefined;
  /** Rate of dropout, in [0, 1); the paper has 0.1. Default 0. */
  dropout?: number | undefined;
  /** Fixes the weights at the start and the dropout. Default 0. */
  seed?: number | undefined;
}

/** Deviation of positions and weights at the start, of the authors' code. */
const STDDEV = 0.02;

const options = z
  .strictObject({
    inputShape: imageShape(
      'Height, width and channels of one image; height and width divisible by `patchSize`.',
    ),
    classes: size('Classes, C.'),
    patchSize: z._default(size('Height and width of a patch.'), 4),
    layers: z._default(size('Blocks.'), 4),
    heads: z._default(size('Heads of attention in each block.'), 4),
    width: z._default(size('Size of the vector of a patch, D; a multiple of `heads`.'), 64),
    pooling: z._default(
      choice(
        ['token', 'mean'],
        'What the logits are made from: a class token, or the mean of the patches.',
      ),
      'token',
    ),
    dropout: z._default(rate('Rate of dropout, in [0, 1); the paper has 0.1.'), 0),
    seed: z._default(seed('Fixes the weights at the start and the dropout.'), 0),
  })
  .check(
    multipleOf('width', 'heads'),
    divisibleImage(({ patchSize }: Complete<VitOptions>) => patchSize),
  ) satisfies z.ZodMiniType<Complete<VitOptions>, VitOptions>;

function build(all: Complete<VitOptions>): LayersModel {
  const { inputShape, classes, patchSize, layers, heads, width, pooling, dropout } = all;
  const seedOf = partSeeds(all.seed);
  const normal = (part: string) =>
    tf.initializers.randomNormal({ stddev: STDDEV, seed: seedOf(part) });
  const patches = (inputShape[0] / patchSize) * (inputShape[1] / patchSize);

  const image: SymbolicTensor = tf.input({ shape: inputShape, name: 'image' });
  const embed = tf.layers.conv2d({
    filters: width,
    kernelSize: patchSize,
    strides: patchSize,
    kernelInitializer: tf.initializers.glorotUniform({ seed: seedOf('patches') }),
    name: 'patches',
  });
  let x = apply(embed, image); // [B, H / patchSize, W / patchSize, D]
  x = apply(tf.layers.reshape({ targetShape: [patches, width], name: 'sequence' }), x);
  if (pooling === 'token') x = apply(classToken({ name: 'class_token' }), x);
  const positions = { stddev: STDDEV, seed: seedOf('positions'), name: 'positions' };
  x = apply(positionEmbedding(positions), x); // [B, T, D]
  if (dropout > 0) {
    x = apply(tf.layers.dropout({ rate: dropout, seed: seedOf('dropout'), name: 'dropout' }), x);
  }
  for (let i = 0; i < layers; i++) {
    const name = `block_${i}`;
    const block = transformerBlock({
      heads,
      causal: false,
      dropout,
      stddev: STDDEV,
      outputStddev: STDDEV / Math.sqrt(2 * layers),
      seed: seedOf(name),
      name,
    });
    x = apply(block, x);
  }
  if (pooling === 'token') x = firstOfSequence(x, { length: patches + 1, width });
  x = apply(tf.layers.layerNormalization({ epsilon: 1e-5, name: 'norm' }), x);
  if (pooling === 'mean') x = apply(tf.layers.globalAveragePooling1d({ name: 'average' }), x);
  const head = { units: classes, kernelInitializer: normal('logits'), name: 'logits' };
  return tf.model({ inputs: image, outputs: apply(tf.layers.dense(head), x), name: 'vit' });
}

export const spec: ModelSpec<VitOptions> = {
  id: 'vision/vit',
  task: 'classification',
  source: 'Dosovitskiy et al. 2021, An image is worth 16x16 words, arXiv:2010.11929',
  input: 'images [B, H, W, channels], float32',
  output: 'logits [B, C], float32',
  options,
  build,
  example: {
    options: {
      ...{ inputShape: [4, 4, 1], classes: 3, patchSize: 2, layers: 1, heads: 2, width: 4 },
      seed: 1,
    },
    inputs: [{ shape: [4, 4, 1] }],
    // Patches, token and positions; a block of two norms, attention, hidden layer; norm, logits.
    parameters:
      2 * 2 * 4 +
      4 +
      4 +
      5 * 4 +
      (2 * 8 + 4 * (4 * 4 + 4) + (4 * 16 + 16) + (16 * 4 + 4)) +
      8 +
      (4 * 3 + 3),
  },
};

/**
 * A Vision Transformer (Dosovitskiy et al. 2021, arXiv:2010.11929): images `[B, H, W, channels]` →
 * logits `[B, C]`.
 *
 * Each patch becomes a vector by one linear map; a learnt class token is put before them (or, with
 * `pooling: 'mean'`, none), learnt positions are added; pre-norm blocks of self-attention and an MLP
 * of four times the width with GELU; layer normalisation; a dense layer on the class token or on the
 * mean. Weights of the blocks start as in `gpt`. With `{ inputShape: [224, 224, 3], classes: 1000,
 * patchSize: 16, layers: 12, heads: 12, width: 768 }` it has the 86,567,656 weights of ViT-B/16.
 *
 * @throws RangeError when height or width is not divisible by `patchSize`, D no multiple of `heads`,
 * or an option out of range
 * @example
 * const model = vit({ inputShape: [32, 32, 3], classes: 10, seed: 1 });
 */
export function vit(options: VitOptions): LayersModel {
  return buildModel(spec, options);
}
