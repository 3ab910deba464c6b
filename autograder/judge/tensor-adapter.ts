import * as core from '@tensorflow/tfjs-core';
import { framesShown } from '../../src/backend/frames.js';
import { CodecError, type TensorAdapter, tensorArrays } from './codec.js';
import { type DType, type RealDType, TensorValue } from './value.js';

/** What the adapter needs of a TensorFlow.js namespace. */
export interface TensorNamespace {
  tensor(data: Float32Array | Int32Array | Uint8Array, shape: number[], dtype: RealDType): unknown;
}

const dtypes: readonly string[] = Object.keys(tensorArrays);

/** Tensors of a TensorFlow.js namespace as data and back. */
export function tensorAdapter(tf: TensorNamespace): TensorAdapter {
  return {
    toValue(value) {
      if (!(value instanceof core.Tensor)) return undefined;
      if (value.isDisposed) throw new CodecError('type', 'a tensor that was already disposed');
      if (!dtypes.includes(value.dtype)) {
        throw new CodecError('type', `a tensor of dtype ${value.dtype}`);
      }
      return new TensorValue(
        value.dtype as DType,
        [...value.shape],
        value.dataSync() as TensorValue['data'],
      );
    },
    fromValue({ data, shape, dtype }) {
      return dtype === 'complex64'
        ? complexTensor(data as Float32Array, [...shape])
        : tf.tensor(data, [...shape], dtype);
    },
    // `memory()` would ask the backend too, and a judge may have none.
    usage: () => ({ tensors: core.engine().state.numTensors, frames: framesShown() }),
  };
}

/** Pairs of real and imaginary parts, as TensorFlow.js gives them too. */
function complexTensor(pairs: Float32Array, shape: number[]): unknown {
  const part = (first: number): core.Tensor =>
    core.tensor(
      Float32Array.from({ length: pairs.length / 2 }, (_, i) => pairs[2 * i + first] as number),
      shape,
    );
  return core.tidy(() => core.complex(part(0), part(1)));
}
