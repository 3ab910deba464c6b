/** TensorFlow's operations with 64-bit integers, a type that TensorFlow.js has not. */
import * as core from '@tensorflow/tfjs-core';
import { encodeAttributes, type NativeAttributes } from './native-attributes.js';
import { type NativeOps, nativeOps } from './native-op.js';

interface Handle {
  readonly id: number;
  readonly dtype: number;
  readonly shape: number[];
}

/** What of the backend works with handles of TensorFlow's tensors. */
interface NativeHandles extends NativeOps {
  readonly binding: NativeOps['binding'] & {
    createTensor(shape: number[], dtype: number, values: Int32Array): number;
    deleteTensor(id: number): void;
    tensorDataSync(id: number): Float32Array | Int32Array | BigInt64Array;
    executeOp(name: string, attributes: object[], inputs: number[], outputs: number): Handle[];
  };
  getInputTensorIds(inputs: readonly core.TensorInfo[]): number[];
  createOutputTensor(handle: Handle): core.Tensor;
}

function hasHandles(ops: NativeOps | undefined): ops is NativeHandles {
  return ops !== undefined && 'createOutputTensor' in ops && 'getInputTensorIds' in ops;
}

function handles(): NativeHandles {
  const ops = nativeOps();
  if (!hasHandles(ops)) {
    throw new Error(`Expected the tensorflow backend. Running: ${core.getBackend()}`);
  }
  return ops;
}

/**
 * A tensor of 64-bit integers, as input of TensorFlow's operations only: to TensorFlow.js it looks
 * like int32, so that it is freed like any other tensor.
 *
 * @param values at least 0, at most 2^31 - 1
 */
export function int64Tensor(values: readonly number[], shape: number[]): core.Tensor {
  const backend = handles();
  const { binding } = backend;
  // Little-endian pairs: the high words are 0.
  const pairs = Int32Array.from(values.flatMap((value) => [value, 0]));
  const id = binding.createTensor(shape, binding.TF_INT64, pairs);
  return backend.createOutputTensor({ id, dtype: binding.TF_INT32, shape });
}

/** A value read from TensorFlow. */
export interface NativeValue {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** Runs one of TensorFlow's operations and reads its outputs, 64-bit integers among them. */
export function nativeValues(
  name: string,
  inputs: readonly core.TensorInfo[],
  attributes: NativeAttributes,
  outputs: number,
): NativeValue[] {
  const backend = handles();
  const { binding } = backend;
  const encoded = encodeAttributes(binding, attributes);
  const ids = backend.getInputTensorIds(inputs);
  return binding.executeOp(name, encoded, ids, outputs).map(({ id, shape }) => {
    const values = Array.from<number | bigint, number>(binding.tensorDataSync(id), Number);
    binding.deleteTensor(id);
    return { shape, values };
  });
}
