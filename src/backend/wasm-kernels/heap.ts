/** The memory of the wasm backend, in which a kernel of plain JavaScript reads and writes. */
import * as core from '@tensorflow/tfjs-core';

/** What is used of tfjs's wasm backend. */
export interface WasmHeap {
  /** Its values are what lay there before. Making one may move the memory: take arrays after it. */
  makeOutput(shape: number[], dtype: core.DataType): core.TensorInfo;
  typedArrayFromHeap(tensor: core.TensorInfo): Float32Array;
}

/** That of the current backend, which must be wasm. */
export function wasmHeap(): WasmHeap {
  const backend: unknown = core.backend();
  return backend as WasmHeap;
}
