/** The memory of tfjs's wasm backend, for kernels that are loops of JavaScript over numbers. */
import * as core from '@tensorflow/tfjs-core';

interface Heap {
  makeOutput(shape: readonly number[], dtype: core.DataType): core.TensorInfo;
  typedArrayFromHeap(tensor: core.TensorInfo): Float32Array;
}

/**
 * Makes a float32 output and hands its numbers to `fill`, with those of the inputs.
 *
 * The output comes first: making it may move the memory that the inputs lie in.
 */
export function fillOutput(
  shape: readonly number[],
  inputs: readonly core.TensorInfo[],
  fill: (output: Float32Array, ...inputs: Float32Array[]) => void,
): core.TensorInfo {
  const backend: unknown = core.backend();
  const heap = backend as Heap;
  const output = heap.makeOutput([...shape], 'float32');
  fill(heap.typedArrayFromHeap(output), ...inputs.map((input) => heap.typedArrayFromHeap(input)));
  return output;
}
