/** Keras-like layers, as far as the course uses them. */

import type { Shape, Tensor } from './tensor.js';
import type { DataType } from './values.js';
import type { Initializer, Regularizer } from './weight-rules.js';

export type Activation =
  | 'elu'
  | 'gelu'
  | 'gelu_new'
  | 'hardSigmoid'
  | 'linear'
  | 'mish'
  | 'relu'
  | 'relu6'
  | 'selu'
  | 'sigmoid'
  | 'softmax'
  | 'softplus'
  | 'softsign'
  | 'swish'
  | 'tanh';

/** The place of a tensor in a model that is being built. */
export interface SymbolicTensor {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DataType;
}

/** A weight of a layer, or another tensor that it keeps from step to step. */
export interface LayerVariable {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DataType;
  trainable: boolean;
  /** The value; do not dispose it. */
  read(): Tensor;
  /** Replaces the value by one of the same shape. */
  write(value: Tensor): this;
  dispose(): void;
}

export interface LayerOptions {
  inputShape?: Shape;
  batchInputShape?: Shape;
  dtype?: DataType;
  name?: string;
  trainable?: boolean;
}

/** `causal` (1D only) pads the past, so that a step never sees the future. */
export type LayerPadding = 'valid' | 'same' | 'causal';

interface WeightedOptions extends LayerOptions {
  activation?: Activation;
  useBias?: boolean;
  kernelInitializer?: string | Initializer;
  biasInitializer?: string | Initializer;
  kernelRegularizer?: string | Regularizer;
  biasRegularizer?: string | Regularizer;
}
export interface DenseOptions extends WeightedOptions {
  units: number;
}
export interface ConvOptions extends WeightedOptions {
  filters: number;
  kernelSize: number | number[];
  strides?: number | number[];
  padding?: LayerPadding;
  /** Step between the pixels that a kernel meets; default 1. Above 1, `strides` must be 1. */
  dilationRate?: number | number[];
}
export interface DepthwiseConvOptions extends WeightedOptions {
  kernelSize: number | number[];
  depthwiseInitializer?: string | Initializer;
  depthMultiplier?: number;
  strides?: number | number[];
  padding?: LayerPadding;
  /** Step between the pixels that a kernel meets; default 1. Above 1, `strides` must be 1. */
  dilationRate?: number | number[];
}
export interface Pool2dOptions extends LayerOptions {
  poolSize?: number | [number, number];
  strides?: number | [number, number];
  padding?: LayerPadding;
}
export interface Pool1dOptions extends LayerOptions {
  poolSize?: number | [number];
  strides?: number | [number];
  padding?: LayerPadding;
}
export interface RecurrentOptions extends WeightedOptions {
  units: number;
  /** Default: `sigmoid` for lstm and gru, as in Keras 3; `hardSigmoid` in TensorFlow.js. */
  recurrentActivation?: Activation;
  recurrentInitializer?: string | Initializer;
  returnSequences?: boolean;
  returnState?: boolean;
  goBackwards?: boolean;
  /** Whether a batch goes on from the state that the one before it ended with. */
  stateful?: boolean;
  /** LSTM: whether the bias of the forget gate starts at 1; default true. */
  unitForgetBias?: boolean;
  dropout?: number;
  recurrentDropout?: number;
}
export interface EmbeddingOptions extends LayerOptions {
  inputDim: number;
  outputDim: number;
  inputLength?: number | number[];
  maskZero?: boolean;
  embeddingsInitializer?: string | Initializer;
}
export interface NormalizationOptions extends LayerOptions {
  axis?: number | number[];
  epsilon?: number;
  center?: boolean;
  scale?: boolean;
}

interface ApplySignature {
  apply<T extends Tensor | SymbolicTensor>(inputs: T | T[], options?: { training?: boolean }): T;
  apply<T extends Tensor | SymbolicTensor>(inputs: T[], options?: { training?: boolean }): T | T[];
}

export interface Layer {
  name: string;
  trainable: boolean;
  readonly weights: LayerVariable[];
  readonly outputShape: Shape | Shape[];
  readonly input: SymbolicTensor | SymbolicTensor[];
  readonly output: SymbolicTensor | SymbolicTensor[];
  readonly dtype: DataType;
  readonly built: boolean;
  readonly stateful: boolean;
  readonly trainableWeights: LayerVariable[];
  readonly nonTrainableWeights: LayerVariable[];
  /** Makes the weights for inputs of this shape. */
  build(inputShape: Shape | Shape[]): void;
  computeOutputShape(inputShape: Shape | Shape[]): Shape | Shape[];
  computeMask(inputs: Tensor | Tensor[], mask?: Tensor | Tensor[]): Tensor | Tensor[];
  getConfig(): object;
  getClassName(): string;
  /** Forgets the states of recurrent layers that keep them from batch to batch. */
  resetStates(): void;
  /** The input or output of the layer where it was applied more than once. */
  getInputAt(nodeIndex: number): SymbolicTensor | SymbolicTensor[];
  getOutputAt(nodeIndex: number): SymbolicTensor | SymbolicTensor[];
  readonly apply: ApplySignature['apply'];
  countParams(): number;
  getWeights(trainableOnly?: boolean): Tensor[];
  setWeights(weights: Tensor[]): void;
  dispose(): { numDisposedVariables: number };
}

export interface Layers {
  dense(options: DenseOptions): Layer;
  activation(options: LayerOptions & { activation: Activation }): Layer;
  reLU(options?: LayerOptions & { maxValue?: number }): Layer;
  leakyReLU(options?: LayerOptions & { alpha?: number }): Layer;
  softmax(options?: LayerOptions & { axis?: number | number[] }): Layer;
  /** `noiseShape`: sizes of 1 share the pattern along that dimension; `null` is the input's size. */
  dropout(options: LayerOptions & { rate: number; seed?: number; noiseShape?: Shape }): Layer;
  flatten(options?: LayerOptions): Layer;
  reshape(options: LayerOptions & { targetShape: Shape }): Layer;
  permute(options: LayerOptions & { dims: number[] }): Layer;
  repeatVector(options: LayerOptions & { n: number }): Layer;
  embedding(options: EmbeddingOptions): Layer;
  conv1d(options: ConvOptions): Layer;
  conv2d(options: ConvOptions): Layer;
  conv2dTranspose(options: ConvOptions): Layer;
  depthwiseConv2d(options: DepthwiseConvOptions): Layer;
  separableConv2d(options: ConvOptions & { depthMultiplier?: number }): Layer;
  upSampling2d(options: LayerOptions & { size?: number[] }): Layer;
  zeroPadding2d(
    options?: LayerOptions & {
      padding?: number | [number, number] | [[number, number], [number, number]];
    },
  ): Layer;
  maxPooling1d(options: Pool1dOptions): Layer;
  maxPooling2d(options: Pool2dOptions): Layer;
  averagePooling1d(options: Pool1dOptions): Layer;
  averagePooling2d(options: Pool2dOptions): Layer;
  globalAveragePooling1d(options?: LayerOptions): Layer;
  globalAveragePooling2d(options: LayerOptions): Layer;
  globalMaxPooling1d(options?: LayerOptions): Layer;
  globalMaxPooling2d(options: LayerOptions): Layer;
  batchNormalization(options?: NormalizationOptions & { momentum?: number }): Layer;
  layerNormalization(options?: NormalizationOptions): Layer;
  simpleRNN(options: RecurrentOptions): Layer;
  lstm(options: RecurrentOptions): Layer;
  gru(options: RecurrentOptions): Layer;
  bidirectional(
    options: LayerOptions & { layer: Layer; mergeMode?: 'sum' | 'mul' | 'concat' | 'ave' },
  ): Layer;
  timeDistributed(options: LayerOptions & { layer: Layer }): Layer;
  gaussianNoise(options: LayerOptions & { stddev: number; seed?: number }): Layer;
  masking(options?: LayerOptions & { maskValue?: number }): Layer;
  rescaling(options?: LayerOptions & { scale: number; offset?: number }): Layer;
  add(options?: LayerOptions): Layer;
  average(options?: LayerOptions): Layer;
  multiply(options?: LayerOptions): Layer;
  concatenate(options?: LayerOptions & { axis?: number }): Layer;
  dot(options: LayerOptions & { axes: number | [number, number]; normalize?: boolean }): Layer;
}
