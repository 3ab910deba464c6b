/** Operations of neural networks: products, convolution, pooling, normalisation, losses, images. */

import type { SignalOps } from './signal-ops.js';
import type {
  Axis,
  NamedTensors,
  Padding,
  Pair,
  Scalar,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
  TensorLike,
} from './tensor.js';

export type { Padding, Pair };

export interface ProductOps {
  /** Matrix product over the last two dimensions. */
  matMul<A extends Tensor2D, B extends Tensor2D>(
    a: A,
    b: B,
    transposeA?: boolean,
    transposeB?: boolean,
  ): Tensor2D;
  matMul<T extends Tensor = Tensor>(
    a: TensorLike,
    b: TensorLike,
    transposeA?: boolean,
    transposeB?: boolean,
  ): T;
  dot(a: TensorLike, b: TensorLike): Tensor;
  outerProduct(a: TensorLike, b: TensorLike): Tensor2D;
  einsum(equation: string, ...tensors: Tensor[]): Tensor;
}

export interface ConvolutionOps {
  /** x [B, T, C], filter [K, C, D] → [B, T', D] */
  conv1d<T extends Tensor2D | Tensor3D, F extends Tensor3D>(
    x: T,
    filter: F,
    stride: number,
    pad: Padding,
    dataFormat?: 'NWC' | 'NCW',
    dilation?: number,
  ): T;
  conv1d(x: TensorLike, filter: TensorLike, stride: number, pad: Padding): Tensor;
  /** x [B, H, W, C], filter [K, K, C, D] → [B, H', W', D] */
  conv2d<T extends Tensor3D | Tensor4D, F extends Tensor4D>(
    x: T,
    filter: F,
    strides: Pair,
    pad: Padding,
    dataFormat?: 'NHWC' | 'NCHW',
    dilations?: Pair,
  ): T;
  conv2d(x: TensorLike, filter: TensorLike, strides: Pair, pad: Padding): Tensor;
  conv2dTranspose<T extends Tensor3D | Tensor4D, F extends Tensor4D>(
    x: T,
    filter: F,
    outputShape: [number, number, number, number] | [number, number, number],
    strides: Pair,
    pad: Padding,
  ): T;
  conv2dTranspose(
    x: TensorLike,
    filter: TensorLike,
    outputShape: [number, number, number, number] | [number, number, number],
    strides: Pair,
    pad: Padding,
  ): Tensor;
  /** filter [K, K, C, M]: each channel has its own M filters. */
  depthwiseConv2d<T extends Tensor3D | Tensor4D, F extends Tensor4D>(
    x: T,
    filter: F,
    strides: Pair,
    pad: Padding,
    dataFormat?: 'NHWC',
    dilations?: Pair,
  ): T;
  depthwiseConv2d(x: TensorLike, filter: TensorLike, strides: Pair, pad: Padding): Tensor;
  maxPool<T extends Tensor3D | Tensor4D>(x: T, size: Pair, strides: Pair, pad: Padding): T;
  maxPool(x: TensorLike, size: Pair, strides: Pair, pad: Padding): Tensor;
  avgPool<T extends Tensor3D | Tensor4D>(x: T, size: Pair, strides: Pair, pad: Padding): T;
  avgPool(x: TensorLike, size: Pair, strides: Pair, pad: Padding): Tensor;
  batchNorm<T extends Tensor>(
    x: T,
    mean: TensorLike,
    variance: TensorLike,
    offset?: TensorLike,
    scale?: TensorLike,
    varianceEpsilon?: number,
  ): T;
  batchNorm(x: TensorLike, mean: TensorLike, variance: TensorLike): Tensor;
  depthToSpace<T extends Tensor4D>(x: T, blockSize: number, dataFormat?: 'NHWC' | 'NCHW'): T;
  depthToSpace(x: TensorLike, blockSize: number): Tensor4D;
}

interface LossSignature {
  loss<T extends Tensor = Scalar>(labels: TensorLike, predictions: TensorLike, w?: TensorLike): T;
  loss(labels: TensorLike, predictions: TensorLike, weights: TensorLike | undefined): Tensor;
}
type Loss = LossSignature['loss'];

/** A value of `tf.Reduction`. */
export type LossReduction = 0 | 1 | 2 | 3;

/** Losses; each is the mean over all elements. */
export interface Losses {
  readonly absoluteDifference: Loss;
  readonly hingeLoss: Loss;
  readonly huberLoss: Loss;
  readonly logLoss: Loss;
  readonly meanSquaredError: Loss;
  cosineDistance(
    labels: TensorLike,
    predictions: TensorLike,
    axis: number,
    weights?: TensorLike,
    reduction?: LossReduction,
  ): Tensor;
  /** Losses times weights, then summed up as `reduction` says; default: the mean of nonzero weights. */
  computeWeightedLoss(losses: TensorLike, weights?: TensorLike, reduction?: LossReduction): Tensor;
  /** Labels 0 or 1, and logits. */
  readonly sigmoidCrossEntropy: Loss;
  /** One-hot labels [B, C], and logits [B, C]. */
  readonly softmaxCrossEntropy: Loss;
}

export interface ImageOps {
  flipLeftRight(image: TensorLike): Tensor4D;
  resizeBilinear<T extends Tensor3D | Tensor4D>(
    images: T,
    size: [number, number],
    alignCorners?: boolean,
    halfPixelCenters?: boolean,
  ): T;
  resizeBilinear(images: TensorLike, size: [number, number]): Tensor;
  resizeNearestNeighbor<T extends Tensor3D | Tensor4D>(
    images: T,
    size: [number, number],
    alignCorners?: boolean,
    halfPixelCenters?: boolean,
  ): T;
  resizeNearestNeighbor(images: TensorLike, size: [number, number]): Tensor;
  nonMaxSuppression(
    boxes: TensorLike,
    scores: TensorLike,
    maxOutputSize: number,
    iouThreshold?: number,
    scoreThreshold?: number,
  ): Tensor1D;
  nonMaxSuppressionAsync(
    boxes: TensorLike,
    scores: TensorLike,
    maxOutputSize: number,
    iouThreshold?: number,
    scoreThreshold?: number,
  ): Promise<Tensor1D>;
  /** `selectedIndices` and `selectedScores`. */
  nonMaxSuppressionWithScore(
    boxes: TensorLike,
    scores: TensorLike,
    maxOutputSize: number,
    iouThreshold?: number,
    scoreThreshold?: number,
    softNmsSigma?: number,
  ): NamedTensors;
  nonMaxSuppressionWithScoreAsync(
    boxes: TensorLike,
    scores: TensorLike,
    maxOutputSize: number,
    iouThreshold?: number,
    scoreThreshold?: number,
    softNmsSigma?: number,
  ): Promise<NamedTensors>;
  /** `selectedIndices` and `validOutputs`. */
  nonMaxSuppressionPadded(
    boxes: TensorLike,
    scores: TensorLike,
    maxOutputSize: number,
    iouThreshold?: number,
    scoreThreshold?: number,
    padToMaxOutputSize?: boolean,
  ): NamedTensors;
  nonMaxSuppressionPaddedAsync(
    boxes: TensorLike,
    scores: TensorLike,
    maxOutputSize: number,
    iouThreshold?: number,
    scoreThreshold?: number,
    padToMaxOutputSize?: boolean,
  ): Promise<NamedTensors>;
  /** image [B, H, W, C], boxes [N, 4] as shares of height and width, boxInd [N] → [N, h, w, C] */
  cropAndResize(
    image: TensorLike,
    boxes: TensorLike,
    boxInd: TensorLike,
    cropSize: [number, number],
    method?: 'bilinear' | 'nearest',
    extrapolationValue?: number,
  ): Tensor4D;
  /** [..., 1] → [..., 3] */
  grayscaleToRGB(image: TensorLike): Tensor;
  /** [..., 3] → [..., 1] */
  rgbToGrayscale(image: TensorLike): Tensor;
  rotateWithOffset(
    image: TensorLike,
    radians: number,
    fillValue?: number | [number, number, number],
    center?: number | [number, number],
  ): Tensor4D;
  /** An image in black and white; `otsu` finds the threshold itself. */
  threshold(image: TensorLike, method?: string, inverted?: boolean, threshValue?: number): Tensor3D;
  /** Projective transforms [B, 8] or [1, 8] of images [B, H, W, C]. */
  transform(
    image: TensorLike,
    transforms: TensorLike,
    interpolation?: 'nearest' | 'bilinear',
    fillMode?: 'constant' | 'reflect' | 'wrap' | 'nearest',
    fillValue?: number,
    outputShape?: [number, number],
  ): Tensor4D;
}

export interface LinearAlgebraOps {
  qr(x: Tensor, fullMatrices?: boolean): [Tensor, Tensor];
  bandPart<T extends Tensor>(x: T, lower: number, upper: number): T;
  bandPart(x: TensorLike, lower: number, upper: number): Tensor;
  /** Orthonormal rows, or a list of orthonormal vectors. */
  gramSchmidt<T extends Tensor2D | Tensor1D[]>(xs: T): T;
  gramSchmidt(xs: Tensor2D | Tensor1D[]): Tensor2D | Tensor1D[];
}

export interface EvaluationOps {
  readonly losses: Losses;
  readonly image: ImageOps;
  readonly signal: SignalOps;
  readonly linalg: LinearAlgebraOps;
  readonly math: {
    confusionMatrix(labels: TensorLike, predictions: TensorLike, classes: number): Tensor2D;
  };
  euclideanNorm(x: TensorLike, axis?: Axis, keepDims?: boolean): Tensor;
}
