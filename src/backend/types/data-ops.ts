/** Streams of examples, `tf.data`, and models of TensorFlow itself. */
import type { Elsewhere } from './internals.js';
import type { IoHandler } from './io-ops.js';
import type { BatchSource } from './models.js';
import type { NamedTensors, Tensor } from './tensor.js';
import type { DataType, Values } from './values.js';

/** One element of a data set: tensors, numbers, text, and objects and lists of them. */
export type DataElement = Tensor | Values | null | { [name: string]: DataElement } | DataElement[];

/**
 * A stream of examples, made anew each time that it is read.
 *
 * Each method gives a new data set; nothing is read before `forEachAsync`, `toArray`, `iterator` or
 * `model.fitDataset`.
 */
export interface Dataset<T = DataElement> extends BatchSource {
  /** How many elements it has: `Infinity` for ever, `null` where nobody knows. */
  readonly size: number;
  /**
   * Groups of `batchSize` elements: `{ xs, ys }` of shapes [...] become shapes [B, ...].
   *
   * @param smallLastBatch whether what is left makes a smaller batch; default true
   */
  batch(batchSize: number, smallLastBatch?: boolean): Dataset;
  concatenate(dataset: Dataset<T>): Dataset<T>;
  filter(predicate: (value: T) => boolean): Dataset<T>;
  map<O>(transform: (value: T) => O): Dataset<O>;
  mapAsync<O>(transform: (value: T) => Promise<O>): Dataset<O>;
  /** Reads ahead. */
  prefetch(bufferSize: number): Dataset<T>;
  /** Again and again; default: without end. */
  repeat(count?: number): Dataset<T>;
  skip(count: number): Dataset<T>;
  take(count: number): Dataset<T>;
  /** In random order within a window of `bufferSize` elements. */
  shuffle(bufferSize: number, seed?: string, reshuffleEachIteration?: boolean): Dataset<T>;
  forEachAsync(f: (input: T) => void): Promise<void>;
  toArray(): Promise<T[]>;
  iterator(): Promise<{ next(): Promise<IteratorResult<T>> }>;
}

export interface ColumnConfig {
  required?: boolean;
  dtype?: DataType;
  default?: Values;
  isLabel?: boolean;
}
export interface CsvOptions {
  /** Whether the first row names the columns; default true. */
  hasHeader?: boolean;
  columnNames?: string[];
  columnConfigs?: { [column: string]: ColumnConfig };
  configuredColumnsOnly?: boolean;
  /** Default a comma. */
  delimiter?: string;
  delimWhitespace?: boolean;
}
export interface CsvDataset extends Dataset {
  columnNames(): Promise<string[]>;
}

export interface DataOps {
  array<T>(items: T[]): Dataset<T>;
  /** One element of several: a list or an object of data sets becomes a data set of those. */
  zip(datasets: Dataset[] | { [name: string]: Dataset }): Dataset;
  /** A data set from a generator function: `tf.data.generator(function* () { … })`. */
  generator<T>(generator: () => Iterator<T> | Promise<Iterator<T>>): Dataset<T>;
  /** Calls `f` for each element, without end. */
  func<T>(f: () => T | Promise<T>): Dataset<T>;
  /**
   * Rows of a CSV file as objects by column; with `isLabel` on a column, `{ xs, ys }` of those.
   *
   * @param source a URL, such as `file://data.csv`
   */
  csv(source: string, options?: CsvOptions): CsvDataset;
}

/** Of a browser's devices, and classes: the package `tfjs-data` has them, with their types. */
type DataInternals =
  | 'CSVDataset'
  | 'Dataset'
  | 'FileDataSource'
  | 'TextLineDataset'
  | 'URLDataSource'
  | 'microphone'
  | 'version_data'
  | 'webcam';

/** A model that TensorFlow saved and tensorflowjs_converter turned; it computes and cannot train. */
export interface GraphModel {
  readonly inputs: { name: string; shape?: number[]; dtype: DataType }[];
  readonly outputs: { name: string; shape?: number[]; dtype: DataType }[];
  readonly weights: { [name: string]: Tensor[] };
  readonly modelVersion: string;
  predict(inputs: Tensor | Tensor[] | NamedTensors): Tensor | Tensor[] | NamedTensors;
  /** For models with control flow. */
  predictAsync(inputs: Tensor | Tensor[] | NamedTensors): Promise<Tensor | Tensor[] | NamedTensors>;
  /** The values of these nodes; default: the outputs. */
  execute(inputs: Tensor | Tensor[] | NamedTensors, outputs?: string | string[]): Tensor | Tensor[];
  executeAsync(
    inputs: Tensor | Tensor[] | NamedTensors,
    outputs?: string | string[],
  ): Promise<Tensor | Tensor[]>;
  dispose(): void;
}

export interface AddedData {
  /** Streams of examples for `model.fitDataset`. */
  readonly data: DataOps & Elsewhere<DataInternals>;
  /**
   * A model of TensorFlow, as tensorflowjs_converter writes it. A Keras model is loaded with
   * `tf.loadLayersModel`.
   *
   * @param modelUrl such as `https://…/model.json` or `file:///tmp/model/model.json`, or a handler
   */
  loadGraphModel(
    modelUrl: string | IoHandler,
    options?: { fromTFHub?: boolean; onProgress?: (fraction: number) => void },
  ): Promise<GraphModel>;
}
