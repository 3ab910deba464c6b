/** The memory of the wasm backend, in which a kernel of plain JavaScript reads and writes. */
import * as core from '@tensorflow/tfjs-core';

/** What is used of tfjs's wasm backend. */
export interface WasmHeap {
  /** Its values are what lay there before. Making one may move the memory: take arrays after it. */
  makeOutput(shape: number[], dtype: core.DataType): core.TensorInfo;
  typedArrayFromHeap(tensor: core.TensorInfo): Float32Array;
  /** One tensor more has this data. */
  incRef(dataId: core.TensorInfo['dataId']): void;
}

/** That of the current backend, which must be wasm. */
export function wasmHeap(): WasmHeap {
  const backend: unknown = core.backend();
  return backend as WasmHeap;
}

/** Another tensor of the same data, as other backends copy. */
export function sameData({ dataId, shape, dtype }: core.Tensor): core.TensorInfo {
  wasmHeap().incRef(dataId);
  return { dataId, shape, dtype };
}
