/** The residual networks for large images: ResNet-18 and ResNet-34. */
import * as z from 'zod/mini';
import { type LayersModel, type SymbolicTensor, tf } from '../../../nn/tf.js';
import { imageShape, seed, size } from '../../options.js';
import { partSeeds } from '../../part-seeds.js';
import { apply, convAndNorm, logitsOf, relu } from '../parts/conv-and-norm.js';
import { basicBlock, convolutionParameters, projection } from './basic-block.js';

/** The options as a schema; the files of the models say the same as types. */
export const options = z.strictObject({
  inputShape: imageShape(
    'Height, width and channels of one image; height and width of 32 at least.',
    32,
  ),
  classes: size('Classes, C.'),
  filters: z._default(
    size('Filters of the first stage; each stage has twice those of the one before.'),
    64,
  ),
  seed: z._default(seed('Fixes the weights at the start.'), 0),
});

export interface ResidualOptions {
  readonly inputShape: [number, number, number];
  readonly classes: number;
  readonly filters: number;
  readonly seed: number;
}

/** @param blocks how many each of the four stages has */
export function residualNetwork(
  name: string,
  blocks: readonly number[],
  { inputShape, classes, filters, seed }: ResidualOptions,
): LayersModel {
  const seedOf = partSeeds(seed);
  const image: SymbolicTensor = tf.input({ shape: inputShape, name: 'image' });
  let x = relu(convAndNorm(image, { name: 'stem', filters, size: 7, stride: 2 }, seedOf));
  // Zeros stand in for torchvision's -∞: after ReLU they never are the maximum of anything else.
  x = apply(tf.layers.zeroPadding2d({ padding: [1, 1] }), x);
  x = apply(tf.layers.maxPooling2d({ poolSize: 3, strides: 2, name: 'pool' }), x);
  blocks.forEach((count, stage) => {
    for (let block = 0; block < count; block++) {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const is = { name: `stage_${stage}_block_${block}`, filters: filters * 2 ** stage, stride };
      x = basicBlock(x, is, projection, seedOf);
    }
  });
  x = apply(tf.layers.globalAveragePooling2d({ name: 'average' }), x); // [B, 8 filters]
  return tf.model({ inputs: image, outputs: logitsOf(x, classes, seedOf), name });
}

/** Parameters for `channels` and `classes`: convolutions, scales and shifts, the last layer. */
export function parametersOf(
  blocks: readonly number[],
  channels: number,
  filters: number,
  classes: number,
): number {
  let count = convolutionParameters(7, channels, filters);
  let from = filters;
  blocks.forEach((wanted, stage) => {
    const to = filters * 2 ** stage;
    count += convolutionParameters(3, from, to);
    count += (2 * wanted - 1) * convolutionParameters(3, to, to);
    if (from !== to) count += convolutionParameters(1, from, to);
    from = to;
  });
  return count + from * classes + classes;
}
