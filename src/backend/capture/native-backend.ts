/** What capturing uses of the `tensorflow` backend, of its binding, and of tfjs's engine. */
import * as core from '@tensorflow/tfjs-core';

/** A tensor as the binding describes it; `dtype` is TensorFlow's `DataType`. */
export interface TensorMetadata {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: number;
}

/** An attribute of an operation as the binding takes it. */
export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** Values as the binding takes them; for strings an array of bytes. */
export type TensorValues = Float32Array | Int32Array | Uint8Array | Uint8Array[];

/** TensorFlow's C library, as tfjs-node-gpu offers it. */
export interface Binding {
  executeOp(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): TensorMetadata[];
  createTensor(shape: readonly number[], dtype: number, values: TensorValues): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): TensorValues | BigInt64Array;
  getNumOfTensors(): number;
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(id: number): void;
  runSavedModel(
    id: number,
    inputs: readonly number[],
    inputNames: string,
    outputNames: string,
  ): TensorMetadata[];
  getNumOfSavedModels(): number;
}

/** What the backend knows of the data of a tensor: `id` is -1 as long as `values` wait for upload. */
export interface TensorData {
  shape: readonly number[];
  dtype: number;
  id: number;
  values: TensorValues | null;
  refCount: number;
}

/** Where the backend keeps the data of tensors. */
interface DataMap {
  get(dataId: object): TensorData;
  set(dataId: object, data: TensorData): void;
  has(dataId: object): boolean;
}

/** The backend that tfjs-node-gpu registers. */
export interface NativeBackend {
  binding: Binding;
  readonly isUsingGpuDevice: boolean;
  readonly tensorMap: DataMap;
  getInputTensorIds(tensors: readonly core.TensorInfo[]): number[];
  createOutputTensor(metadata: TensorMetadata): core.Tensor;
  write(values: core.BackendValues, shape: number[], dtype: core.DataType): object;
  readSync(dataId: object): core.BackendValues;
}

function isNative(backend: unknown): backend is NativeBackend {
  return typeof backend === 'object' && backend !== null && 'getInputTensorIds' in backend;
}

/** The `tensorflow` backend while it is the current one, else undefined. */
export function nativeBackend(): NativeBackend | undefined {
  if (core.getBackend() !== 'tensorflow') return undefined;
  const backend: unknown = core.backend();
  return isNative(backend) ? backend : undefined;
}

/** The data of a tensor on the device, uploaded first where it still waits. */
export function tensorIdOf(backend: NativeBackend, tensor: core.TensorInfo): number {
  return backend.getInputTensorIds([tensor])[0] as number;
}

/** TensorFlow's codes of types (`types.proto`), as far as captured graphs hold them. */
export const DataTypes = {
  float32: 1,
  int32: 3,
  string: 7,
  complex64: 8,
  int64: 9,
  bool: 10,
  resource: 20,
} as const;

/** A tensor that outlives every `tidy` and shares the data of another: disposing frees its share. */
export function shareOf(tensor: core.TensorInfo, backend: NativeBackend): core.Tensor {
  const engine = core.engine();
  const share = engine.makeTensorFromTensorInfo(tensor);
  backend.tensorMap.get(tensor.dataId).refCount++;
  return core.keep(share);
}
