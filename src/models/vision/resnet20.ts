/** The residual network for small images. */
import * as z from 'zod/mini';
import { type LayersModel, type SymbolicTensor, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { imageShape, seed, size } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';
import { apply, convAndNorm, logitsOf, relu } from './parts/conv-and-norm.js';
import { basicBlock, convolutionParameters, identity } from './resnet/basic-block.js';

export interface Resnet20Options {
  /** Height, width and channels of one image; height and width of 8 at least. */
  inputShape: [number, number, number];
  /** Classes, C. */
  classes: number;
  /** Blocks of each of the three stages, n; the network has 6n + 2 layers. Default 3. */
  blocks?: number | undefined;
  /** Filters of the first stage; each stage has twice those of the one before. Default 16. */
  filters?: number | undefined;
  /** Fixes the weights at the start. Default 0. */
  seed?: number | undefined;
}

const options = z.strictObject({
  inputShape: imageShape(
    'Height, width and channels of one image; height and width of 8 at least.',
    8,
  ),
  classes: size('Classes, C.'),
  blocks: z._default(
    size('Blocks of each of the three stages, n; the network has 6n + 2 layers.'),
    3,
  ),
  filters: z._default(
    size('Filters of the first stage; each stage has twice those of the one before.'),
    16,
  ),
  seed: z._default(seed('Fixes the weights at the start.'), 0),
}) satisfies z.ZodMiniType<Complete<Resnet20Options>, Resnet20Options>;

function build(all: Complete<Resnet20Options>): LayersModel {
  const { inputShape, classes, blocks, filters, seed } = all;
  const seedOf = partSeeds(seed);
  const image: SymbolicTensor = tf.input({ shape: inputShape, name: 'image' });
  let x = relu(convAndNorm(image, { name: 'stem', filters, size: 3, stride: 1 }, seedOf));
  for (const stage of [0, 1, 2]) {
    for (let block = 0; block < blocks; block++) {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const is = { name: `stage_${stage}_block_${block}`, filters: filters * 2 ** stage, stride };
      x = basicBlock(x, is, identity, seedOf);
    }
  }
  x = apply(tf.layers.globalAveragePooling2d({ name: 'average' }), x); // [B, 4 filters]
  const outputs = logitsOf(x, classes, seedOf);
  return tf.model({ inputs: image, outputs, name: `resnet${6 * blocks + 2}` });
}

/** Parameters with one block in each stage, from the formula. */
function parametersOf(channels: number, filters: number, classes: number): number {
  const [first, second, third] = [filters, 2 * filters, 4 * filters];
  const convolution = (from: number, to: number): number => convolutionParameters(3, from, to);
  return (
    convolution(channels, first) +
    (2 * convolution(first, first) + convolution(first, second) + convolution(second, second)) +
    (convolution(second, third) + convolution(third, third)) +
    (third * classes + classes)
  );
}

export const spec: ModelSpec<Resnet20Options> = {
  id: 'vision/resnet20',
  task: 'classification',
  source:
    'He et al. 2016, Deep residual learning for image recognition, section 4.2, arXiv:1512.03385',
  input: 'images [B, H, W, channels], float32',
  output: 'logits [B, C], float32',
  options,
  build,
  example: {
    options: { inputShape: [8, 8, 1], classes: 3, blocks: 1, filters: 2, seed: 1 },
    inputs: [{ shape: [8, 8, 1] }],
    parameters: parametersOf(1, 2, 3),
  },
};

/**
 * ResNet-20, the residual network for images of 32×32 (He et al. 2016, arXiv:1512.03385, section
 * 4.2): images `[B, H, W, channels]` → logits `[B, C]`.
 *
 * A 3×3 convolution, three stages of `blocks` basic blocks with 16, 32 and 64 filters, the mean over
 * the image, a dense layer; the second and third stage halve height and width. Where a block changes
 * the shape, its input passes without weights (option A of the paper): every other pixel, channels
 * of zeros. 269,722 weights to train for 3 channels and 10 classes, the paper's 0.27 million;
 * `blocks: 9` is ResNet-56.
 *
 * @throws RangeError when an image is smaller than 8×8, or a size is no integer >= 1
 * @example
 * const model = resnet20({ inputShape: [32, 32, 3], classes: 10, seed: 1 });
 */
export function resnet20(options: Resnet20Options): LayersModel {
  return buildModel(spec, options);
}
