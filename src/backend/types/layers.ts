/** Keras-like layers and models, as far as the course uses them. */

import type { DataType, NamedTensors, Scalar, Tensor, TypedArray } from './tensor.js';
import type { Optimizer } from './training.js';
import type { Constraints, Initializer, Initializers, Regularizer } from './weight-rules.js';

/** A shape; `null` where any size fits (the batch). */
export type Shape = (number | null)[];
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

/** Numbers that a training step reports: `loss`, and the metrics by name. */
export interface Logs {
  [name: string]: number;
}
export interface FitCallbacks {
  onTrainBegin?(logs?: Logs): void | Promise<void>;
  onTrainEnd?(logs?: Logs): void | Promise<void>;
  onEpochBegin?(epoch: number, logs?: Logs): void | Promise<void>;
  onEpochEnd?(epoch: number, logs?: Logs): void | Promise<void>;
  onBatchBegin?(batch: number, logs?: Logs): void | Promise<void>;
  onBatchEnd?(batch: number, logs?: Logs): void | Promise<void>;
}
export interface FitOptions {
  batchSize?: number;
  epochs?: number;
  initialEpoch?: number;
  /** 0 is silent, 1 prints a progress bar. */
  verbose?: number;
  callbacks?: FitCallbacks | FitCallbacks[];
  validationSplit?: number;
  validationData?: (Tensor | Tensor[])[];
  shuffle?: boolean;
}
/** What `fitDataset` reads: a `tf.data.Dataset` of batches. */
export interface BatchSource {
  readonly size: number;
  iterator(): Promise<{ next(): Promise<IteratorResult<unknown>> }>;
}
export interface FitDatasetOptions {
  epochs: number;
  /** Default: as many as the data set has. */
  batchesPerEpoch?: number;
  initialEpoch?: number;
  verbose?: 0 | 1;
  callbacks?: FitCallbacks | FitCallbacks[];
  validationData?: BatchSource;
  validationBatches?: number;
  validationBatchSize?: number;
}

interface LossSignature {
  loss(yTrue: Tensor, yPred: Tensor): Tensor;
}
/** A loss or metric of your own: labels and predictions in, one number for each example out. */
export type LossFunction = LossSignature['loss'];
type LossName = string | LossFunction;
export interface CompileOptions {
  optimizer: string | Optimizer;
  loss: LossName | LossName[] | { [output: string]: LossName };
  metrics?: LossName | LossName[] | { [output: string]: LossName };
  /**
   * Whether steps with code of your own (a layer, a loss, a metric) may be recorded once and
   * replayed. Say so only where that code does nothing but compute tensors: at a replay its
   * JavaScript does not run. Default: false; steps of the library's code alone are always captured.
   */
  capture?: boolean;
}

type Inputs = Tensor | Tensor[] | NamedTensors;

export interface LayersModel extends Layer {
  readonly layers: Layer[];
  readonly optimizer: Optimizer;
  stopTraining: boolean;
  compile(options: CompileOptions): void;
  fit(
    x: Inputs,
    y: Inputs,
    options?: FitOptions,
  ): Promise<{
    epoch: number[];
    history: { [name: string]: (number | Tensor)[] };
  }>;
  trainOnBatch(x: Inputs, y: Inputs): Promise<number | number[]>;
  predict(x: Tensor | Tensor[], options?: { batchSize?: number }): Tensor | Tensor[];
  evaluate(
    x: Tensor | Tensor[],
    y: Tensor | Tensor[],
    options?: { batchSize?: number },
  ): Scalar | Scalar[];
  /**
   * Trains on the batches that a data set gives, `{ xs, ys }` or `[xs, ys]`.
   *
   * @param options `epochs` must be given; `batchesPerEpoch` where the data set has no end
   */
  fitDataset(
    dataset: BatchSource,
    options: FitDatasetOptions,
  ): Promise<{ epoch: number[]; history: { [name: string]: (number | Tensor)[] } }>;
  /** Loss and metrics over the batches of a data set. */
  evaluateDataset(
    dataset: BatchSource,
    options: { batches?: number; verbose?: 0 | 1 },
  ): Promise<Scalar | Scalar[]>;
  /** The outputs for one batch. */
  predictOnBatch(x: Tensor | Tensor[]): Tensor | Tensor[];
  readonly inputs: SymbolicTensor[];
  readonly outputs: SymbolicTensor[];
  /** The model's own description, as `model.json` has it. */
  toJSON(unused?: unknown, returnString?: boolean): string | object;
  /** What one's own program wants saved with the model. */
  setUserDefinedMetadata(metadata: object): void;
  getUserDefinedMetadata(): object;
  /** Replaces weights by name. */
  loadWeights(weights: NamedTensors, strict?: boolean): void;
  getLayer(name: string): Layer;
  getLayer(index: number): Layer;
  summary(lineLength?: number): void;
  /**
   * Saves layers and weights in the format of TensorFlow.js.
   *
   * @param url such as `file:///tmp/model`, a folder; files need the `tensorflow` backend
   */
  save(url: string): Promise<object>;
}

export interface Sequential extends LayersModel {
  add(layer: Layer): void;
  pop(): void;
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
  gaussianNoise(options: LayerOptions & { stddev: number }): Layer;
  masking(options?: LayerOptions & { maskValue?: number }): Layer;
  rescaling(options?: LayerOptions & { scale: number; offset?: number }): Layer;
  add(options?: LayerOptions): Layer;
  average(options?: LayerOptions): Layer;
  multiply(options?: LayerOptions): Layer;
  concatenate(options?: LayerOptions & { axis?: number }): Layer;
  dot(options: LayerOptions & { axes: number | [number, number]; normalize?: boolean }): Layer;
}

/** Labels and predictions in, one number for each example out where nothing else is said. */
export interface Metrics {
  categoricalAccuracy(yTrue: Tensor, yPred: Tensor): Tensor;
  sparseCategoricalAccuracy(yTrue: Tensor, yPred: Tensor): Tensor;
  binaryAccuracy(yTrue: Tensor, yPred: Tensor): Tensor;
  binaryCrossentropy(yTrue: Tensor, yPred: Tensor): Tensor;
  categoricalCrossentropy(yTrue: Tensor, yPred: Tensor): Tensor;
  cosineProximity(yTrue: Tensor, yPred: Tensor): Tensor;
  meanSquaredError(yTrue: Tensor, yPred: Tensor): Tensor;
  meanAbsoluteError(yTrue: Tensor, yPred: Tensor): Tensor;
  meanAbsolutePercentageError(yTrue: Tensor, yPred: Tensor): Tensor;
  /** One number: of what was predicted, the share that is right; labels and predictions 0 or 1. */
  precision(yTrue: Tensor, yPred: Tensor): Tensor;
  /** One number: of what should be found, the share that was; labels and predictions 0 or 1. */
  recall(yTrue: Tensor, yPred: Tensor): Tensor;
  /** One number: 1 for a perfect prediction, 0 for the mean. */
  r2Score(yTrue: Tensor, yPred: Tensor): Tensor;
  /** Other names of `meanSquaredError` and `meanAbsolutePercentageError`. */
  mse(yTrue: Tensor, yPred: Tensor): Tensor;
  MSE(yTrue: Tensor, yPred: Tensor): Tensor;
  mape(yTrue: Tensor, yPred: Tensor): Tensor;
  MAPE(yTrue: Tensor, yPred: Tensor): Tensor;
}

export interface LayersOps {
  readonly layers: Layers;
  readonly initializers: Initializers;
  readonly constraints: Constraints;
  readonly regularizers: {
    l1(options?: { l1: number }): Regularizer;
    l2(options?: { l2: number }): Regularizer;
    l1l2(options?: { l1?: number; l2?: number }): Regularizer;
  };
  readonly metrics: Metrics;
  sequential(options?: { layers?: Layer[]; name?: string }): Sequential;
  input(options: {
    shape?: Shape;
    batchShape?: Shape;
    name?: string;
    dtype?: DataType;
  }): SymbolicTensor;
  model(options: {
    inputs: SymbolicTensor | SymbolicTensor[];
    outputs: SymbolicTensor | SymbolicTensor[];
    name?: string;
  }): LayersModel;
  /**
   * A model that `save` wrote, with its weights.
   *
   * @param url such as `file:///tmp/model/model.json`
   */
  loadLayersModel(url: string): Promise<LayersModel>;
}

/** Values read from a tensor. */
export type { TypedArray };
