import * as core from '@tensorflow/tfjs-core';
import { framesShown } from '../../src/backend/frames.js';
import { CodecError, type TensorAdapter } from './codec.js';
import { type DType, TensorValue } from './value.js';

/** What the adapter needs of a TensorFlow.js namespace. */
export interface TensorNamespace {
  tensor(data: Float32Array | Int32Array | Uint8Array, shape: number[], dtype: DType): unknown;
}

const dtypes: readonly string[] = ['float32', 'int32', 'bool'];

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
    fromValue(value) {
      return tf.tensor(value.data, [...value.shape], value.dtype);
    },
    // `memory()` would ask the backend too, and a judge may have none.
    usage: () => ({ tensors: core.engine().state.numTensors, frames: framesShown() }),
  };
}
