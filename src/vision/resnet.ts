/** A residual network of 18 layers. */
import { createRng, type Rng } from '../backend/random.js';
import { checkSizes } from '../nn/check-sizes.js';
import { type Layer, type LayersModel, type SymbolicTensor, tf } from '../nn/tf.js';

export interface ResnetOptions {
  /** Height, width and channels of one image. */
  inputShape: [number, number, number];
  /** Classes, C. */
  classes: number;
  /** Fixes the weights at the start. Default 0. */
  seed?: number;
}

const apply = (layer: Layer, x: SymbolicTensor): SymbolicTensor => layer.apply(x);

interface ConvOptions {
  readonly name: string;
  readonly filters: number;
  readonly size: number;
  readonly stride: number;
}

/**
 * Convolution, padded by the same number on both sides whatever the stride (which TensorFlow's
 * `same` is not at stride 2), and batch normalisation.
 */
function convAndNorm(x: SymbolicTensor, options: ConvOptions, rng: Rng): SymbolicTensor {
  const { name, filters, size, stride } = options;
  const padding = (size - 1) / 2;
  const explicit = stride > 1 && padding > 0;
  const padded = explicit ? apply(tf.layers.zeroPadding2d({ padding: [padding, padding] }), x) : x;
  const seed = rng.split(name).integer(1, 2 ** 31);
  const conv = tf.layers.conv2d({
    filters,
    kernelSize: size,
    strides: stride,
    padding: explicit ? 'valid' : 'same',
    useBias: false,
    kernelInitializer: tf.initializers.heNormal({ seed }),
    name,
  });
  const norm = tf.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5, name: `${name}_norm` });
  return apply(norm, apply(conv, padded));
}

const relu = (x: SymbolicTensor): SymbolicTensor =>
  apply(tf.layers.activation({ activation: 'relu' }), x);

/** Two convolutions around which the input passes; `stride` halves height and width. */
function basicBlock(
  x: SymbolicTensor,
  name: string,
  filters: number,
  stride: number,
  rng: Rng,
): SymbolicTensor {
  const conv = (part: string, input: SymbolicTensor, size: number, by: number) =>
    convAndNorm(input, { name: `${name}_${part}`, filters, size, stride: by }, rng);
  const inner = conv('conv_2', relu(conv('conv_1', x, 3, stride)), 3, 1);
  const same = stride === 1 && x.shape.at(-1) === filters;
  const shortcut = same ? x : conv('shortcut', x, 1, stride);
  return relu(tf.layers.add({ name: `${name}_add` }).apply([inner, shortcut]) as SymbolicTensor);
}

/**
 * ResNet-18 (He et al. 2016, arXiv:1512.03385): images `[B, H, W, channels]` → logits `[B, C]`.
 *
 * Layers, padding and the number of weights are those of PyTorch's torchvision: 11,689,512 to train
 * for 3 channels and 1,000 classes. Height and width are divided by 32 in all, so they should be 32
 * at least.
 *
 * @throws RangeError when an image is smaller than 32×32, or `classes` is no integer >= 1
 * @example
 * const model = resnet18({ inputShape: [64, 64, 3], classes: 10, seed: 1 });
 */
export function resnet18(options: ResnetOptions): LayersModel {
  const { inputShape, classes, seed = 0 } = options;
  checkSizes({ classes });
  const [height, width] = inputShape;
  if (!(height >= 32 && width >= 32)) {
    throw new RangeError(
      `Expected \`inputShape\` [H, W, channels] with H and W >= 32. Received: [${inputShape}]`,
    );
  }
  const rng = createRng(seed);
  const image = tf.input({ shape: inputShape, name: 'image' });
  let x = relu(convAndNorm(image, { name: 'stem', filters: 64, size: 7, stride: 2 }, rng));
  // Zeros stand in for torchvision's -∞: after ReLU they never are the maximum of anything else.
  x = apply(tf.layers.zeroPadding2d({ padding: [1, 1] }), x);
  x = apply(tf.layers.maxPooling2d({ poolSize: 3, strides: 2, name: 'pool' }), x);
  [64, 128, 256, 512].forEach((filters, stage) => {
    for (const block of [0, 1]) {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      x = basicBlock(x, `stage_${stage}_block_${block}`, filters, stride, rng);
    }
  });
  x = apply(tf.layers.globalAveragePooling2d({ name: 'average' }), x); // [B, 512]
  const last = rng.split('logits').integer(1, 2 ** 31);
  const kernelInitializer = tf.initializers.glorotUniform({ seed: last });
  const logits = tf.layers.dense({ units: classes, kernelInitializer, name: 'logits' });
  return tf.model({ inputs: image, outputs: apply(logits, x), name: 'resnet18' });
}
