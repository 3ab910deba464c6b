/** Keras-like models: compiling, training, measuring. */

import type { Layer, SymbolicTensor } from './layers.js';
import type { NamedTensors, Scalar, Tensor } from './tensor.js';
import type { Optimizer } from './training.js';

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
