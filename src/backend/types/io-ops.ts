/** Saving, loading and copying models; callbacks; what concerns a page in a browser. */
import type { Logs } from './models.js';
import type { NamedTensors, Tensor2D, Tensor3D, TensorLike } from './tensor.js';
import type { NamedTensor } from './training.js';
import type { DataType } from './values.js';

/** Where a model is saved to or loaded from: `save` and `loadLayersModel` take one. */
export interface IoHandler {
  save?(artifacts: ModelArtifacts): Promise<SaveResult>;
  load?(): Promise<ModelArtifacts>;
}
/** A model as it is saved: topology, and weights in one buffer. */
export interface ModelArtifacts {
  modelTopology?: object | ArrayBuffer;
  weightSpecs?: WeightSpec[];
  weightData?: ArrayBuffer | ArrayBuffer[];
  format?: string;
  generatedBy?: string;
  convertedBy?: string | null;
  userDefinedMetadata?: { [name: string]: object | string | number | boolean };
}
export interface WeightSpec {
  name: string;
  shape: number[];
  dtype: DataType;
}
export interface SaveResult {
  modelArtifactsInfo: ModelArtifactsInfo;
  errors?: (object | string)[];
}
export interface ModelArtifactsInfo {
  dateSaved: Date;
  modelTopologyBytes?: number;
  weightSpecsBytes?: number;
  weightDataBytes?: number;
}

/** Stops the training when a value gets no better for some epochs. */
export interface EarlyStoppingOptions {
  /** Default `val_loss`. */
  monitor?: string;
  minDelta?: number;
  patience?: number;
  verbose?: number;
  mode?: 'auto' | 'min' | 'max';
  baseline?: number;
}
/** A callback of TensorFlow.js, for `fit`. */
export interface FitCallback {
  onTrainBegin(logs?: Logs): Promise<void>;
  onTrainEnd(logs?: Logs): Promise<void>;
  onEpochBegin(epoch: number, logs?: Logs): Promise<void>;
  onEpochEnd(epoch: number, logs?: Logs): Promise<void>;
  onBatchBegin(batch: number, logs?: Logs): Promise<void>;
  onBatchEnd(batch: number, logs?: Logs): Promise<void>;
}

export interface IoOps {
  readonly io: {
    /** A handler that gives a model which is in memory. */
    fromMemory(artifacts: ModelArtifacts): IoHandler;
    /** A folder on disk, on every backend: `await model.save(tf.io.fileSystem('models/digits'))`. */
    fileSystem(path: string): IoHandler;
    /** A handler that hands the model to a function: `await model.save(tf.io.withSaveHandler(f))`. */
    withSaveHandler(save: (artifacts: ModelArtifacts) => Promise<SaveResult>): IoHandler;
    http(path: string, options?: { requestInit?: object; weightPathPrefix?: string }): IoHandler;
    browserHTTPRequest(
      path: string,
      options?: { requestInit?: object; weightPathPrefix?: string },
    ): IoHandler;
    /** Tensors as one buffer, and what is in it. */
    encodeWeights(
      tensors: NamedTensors | NamedTensor[],
    ): Promise<{ data: ArrayBuffer; specs: WeightSpec[] }>;
    decodeWeights(data: ArrayBuffer | ArrayBuffer[], specs: WeightSpec[]): NamedTensors;
    concatenateArrayBuffers(buffers: ArrayBuffer[] | ArrayBuffer): ArrayBuffer;
    getModelArtifactsInfoForJSON(artifacts: ModelArtifacts): ModelArtifactsInfo;
    isHTTPScheme(url: string): boolean;
    listModels(): Promise<{ [url: string]: ModelArtifactsInfo }>;
    copyModel(sourceURL: string, destURL: string): Promise<ModelArtifactsInfo>;
    moveModel(sourceURL: string, destURL: string): Promise<ModelArtifactsInfo>;
    removeModel(url: string): Promise<ModelArtifactsInfo>;
  };
  readonly callbacks: { earlyStopping(options?: EarlyStoppingOptions): FitCallback };
  /** Images of a page: [H, W, C], int32 0 to 255 or float32 0 to 1. */
  readonly browser: {
    fromPixels(pixels: PixelData, numChannels?: number): Tensor3D;
    fromPixelsAsync(pixels: PixelData, numChannels?: number): Promise<Tensor3D>;
    toPixels(image: Tensor2D | Tensor3D | TensorLike): Promise<Uint8ClampedArray>;
  };
}
/** Pixels without a page: RGBA bytes. */
export interface PixelData {
  width: number;
  height: number;
  data: Uint8Array;
}
