/**
 * XNNPACK keeps the second matrix of a product, packed, under its data alone: tfjs's wasm backend
 * multiplies wrongly with the same data in another shape, as `reshape` gives it.
 */
import * as core from '@tensorflow/tfjs-core';
import { wasmHeap } from './heap.js';

/** The shape in which each data was packed. */
const packed = new WeakMap<object, string>();

/** The matrix, or a copy where its data was packed in another shape. */
export function ownWeights(matrix: core.Tensor): core.Tensor {
  const shape = matrix.shape.slice(-2).join();
  const before = packed.get(matrix.dataId);
  if (before === undefined) packed.set(matrix.dataId, shape);
  return before === undefined || before === shape ? matrix : copyOf(matrix);
}

function copyOf(x: core.Tensor): core.Tensor {
  const heap = wasmHeap();
  const copy = heap.makeOutput(x.shape, x.dtype);
  heap.typedArrayFromHeap(copy).set(heap.typedArrayFromHeap(x));
  return core.engine().makeTensorFromTensorInfo(copy);
}
