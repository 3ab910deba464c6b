/** What most networks for images are made of: a convolution, a normalisation, a ReLU. */
import { type Layer, type SymbolicTensor, tf } from '../../../nn/tf.js';

export type SeedOf = (part: string) => number;

export const apply = (layer: Layer, x: SymbolicTensor): SymbolicTensor => layer.apply(x);

export const relu = (x: SymbolicTensor): SymbolicTensor =>
  apply(tf.layers.activation({ activation: 'relu' }), x);

/** Batch normalisation with the numbers of PyTorch's torchvision. */
export const batchNorm = (x: SymbolicTensor, name: string): SymbolicTensor =>
  apply(tf.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5, name }), x);

export interface ConvOptions {
  readonly name: string;
  readonly filters: number;
  readonly size: number;
  readonly stride: number;
}

/**
 * Convolution, padded by the same number on both sides whatever the stride (which TensorFlow's
 * `same` is not at stride 2), and batch normalisation.
 */
export function convAndNorm(
  x: SymbolicTensor,
  { name, filters, size, stride }: ConvOptions,
  seedOf: SeedOf,
): SymbolicTensor {
  const padding = (size - 1) / 2;
  const explicit = stride > 1 && padding > 0;
  const padded = explicit ? apply(tf.layers.zeroPadding2d({ padding: [padding, padding] }), x) : x;
  const conv = tf.layers.conv2d({
    filters,
    kernelSize: size,
    strides: stride,
    padding: explicit ? 'valid' : 'same',
    useBias: false,
    kernelInitializer: tf.initializers.heNormal({ seed: seedOf(name) }),
    name,
  });
  return batchNorm(apply(conv, padded), `${name}_norm`);
}

/** The last layer of a classifier, `[B, features]` → logits `[B, C]`. */
export function logitsOf(x: SymbolicTensor, classes: number, seedOf: SeedOf): SymbolicTensor {
  const kernelInitializer = tf.initializers.glorotUniform({ seed: seedOf('logits') });
  return apply(tf.layers.dense({ units: classes, kernelInitializer, name: 'logits' }), x);
}

export interface Convolutions {
  readonly name: string;
  readonly filters: number;
  readonly count: number;
  readonly batchNorm: boolean;
}

/** 3×3 convolutions with ReLU that keep height and width, as VGG and U-Net have them in a row. */
export function convolutions(
  x: SymbolicTensor,
  { name: block, filters, count, batchNorm }: Convolutions,
  seedOf: SeedOf,
): SymbolicTensor {
  let y = x;
  for (let i = 0; i < count; i++) {
    const name = `${block}_conv_${i}`;
    if (batchNorm) {
      y = relu(convAndNorm(y, { name, filters, size: 3, stride: 1 }, seedOf));
      continue;
    }
    const conv = tf.layers.conv2d({
      filters,
      kernelSize: 3,
      padding: 'same',
      activation: 'relu',
      kernelInitializer: tf.initializers.heNormal({ seed: seedOf(name) }),
      name,
    });
    y = apply(conv, y);
  }
  return y;
}

/** The last layer of a segmentation: a 1×1 convolution, `[B, H, W, features]` → `[B, H, W, C]`. */
export function logitsOfPixels(x: SymbolicTensor, classes: number, seedOf: SeedOf): SymbolicTensor {
  const kernelInitializer = tf.initializers.glorotUniform({ seed: seedOf('logits') });
  const size = { filters: classes, kernelSize: 1 };
  return apply(tf.layers.conv2d({ ...size, kernelInitializer, name: 'logits' }), x);
}
