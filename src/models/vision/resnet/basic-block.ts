/** The basic block of a residual network. */
import { type SymbolicTensor, tf } from '../../../nn/tf.js';
import { convAndNorm, relu, type SeedOf } from '../parts/conv-and-norm.js';

export interface BasicBlock {
  readonly name: string;
  readonly filters: number;
  /** 2 halves height and width. */
  readonly stride: number;
}

/** Gives the input the shape of the output, where a block changes it. */
export type Shortcut = (x: SymbolicTensor, block: BasicBlock, seedOf: SeedOf) => SymbolicTensor;

/** Two convolutions around which the input passes (He et al. 2016). */
export function basicBlock(
  x: SymbolicTensor,
  block: BasicBlock,
  shortcut: Shortcut,
  seedOf: SeedOf,
): SymbolicTensor {
  const { name, filters, stride } = block;
  const conv = (part: string, input: SymbolicTensor, by: number) =>
    convAndNorm(input, { name: `${name}_${part}`, filters, size: 3, stride: by }, seedOf);
  const inner = conv('conv_2', relu(conv('conv_1', x, stride)), 1);
  const same = stride === 1 && x.shape.at(-1) === filters;
  const around = same ? x : shortcut(x, block, seedOf);
  return relu(tf.layers.add({ name: `${name}_add` }).apply([inner, around]) as SymbolicTensor);
}

/** Option B of the paper: a 1×1 convolution. */
export const projection: Shortcut = (x, { name, filters, stride }, seedOf) =>
  convAndNorm(x, { name: `${name}_shortcut`, filters, size: 1, stride }, seedOf);

/** Option A of the paper, without weights: every other pixel, and channels of zeros on both sides. */
export const identity: Shortcut = (x, { name, filters, stride }) => {
  const pool = tf.layers.averagePooling2d({
    poolSize: 1,
    strides: stride,
    name: `${name}_subsample`,
  });
  const small = pool.apply(x);
  const [, height, width, channels] = small.shape as [null, number, number, number];
  const more = filters - channels;
  // The padding of images serves for channels where these are the columns of an image.
  const flat = tf.layers.reshape({ targetShape: [height * width, channels, 1] }).apply(small);
  const before = Math.floor(more / 2);
  const padding: [[number, number], [number, number]] = [
    [0, 0],
    [before, more - before],
  ];
  const padded = tf.layers.zeroPadding2d({ padding }).apply(flat);
  return tf.layers.reshape({ targetShape: [height, width, filters] }).apply(padded);
};

/** Parameters of a 3×3 or 1×1 convolution with its normalisation, whose statistics count too. */
export const convolutionParameters = (size: number, from: number, to: number): number =>
  size * size * from * to + 4 * to;
