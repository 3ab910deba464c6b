/**
 * TensorFlow.js core and layers in one object, with no backend chosen. `src/nn/tf.ts` completes it:
 * import `tf` from there.
 *
 * Which backend runs is decided by `useBackend` (a notebook, a script) or by the sandbox's driver.
 * Until then every operation fails with a sentence that says so: there is no silent fallback.
 */
import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { addChainedOps } from './chained-ops.js';
import { lazyData } from './data.js';
import { fileSystem, registerFiles } from './files.js';
import { nextFrame } from './frames.js';
import { batchNorms } from './gradients/batch-norm.js';
import { logSigmoid } from './gradients/log-sigmoid.js';
import './gradients/missing.js';
import './gradients/saved-outputs.js';
import { softmaxCrossEntropy } from './gradients/softmax-cross-entropy.js';
import { stopGradient } from './gradients/stop-gradient.js';
import { showTensors } from './inspect.js';
import { registerNoBackend } from './no-backend.js';
import type * as types from './tf-types.js';
import type { Tf, TfjsNames } from './tf-types.js';

export type * from './public-types.js';

// TensorFlow.js would print a banner that recommends the binding which `useBackend` already tried.
core.env().set('PROD', true);
/** Operations whose gradients tfjs-core lacks or has wrong. */
const repaired = { ...batchNorms, logSigmoid };
addChainedOps(repaired);
showTensors();
registerNoBackend();
registerFiles();

const tfjs: TfjsNames = {
  ...core,
  ...layers,
  nextFrame,
  ...repaired,
  stopGradient,
  layers: { ...layers.layers },
  losses: { ...core.losses, softmaxCrossEntropy },
  io: { ...core.io, fileSystem },
};

/**
 * TensorFlow.js: tensors, operations, gradients, optimisers and layers. What the type has beyond
 * TensorFlow.js is put in by `src/nn/tf.ts`.
 */
export const tf: Tf = Object.defineProperties(
  tfjs,
  Object.getOwnPropertyDescriptors(lazyData),
) as Tf;

/**
 * Types under the same name, as programs of TensorFlow.js write them: `const x: tf.Tensor2D = …`.
 * There is nothing of it at run time.
 */
export declare namespace tf {
  type Tensor<S extends number[] = number[]> = types.Tensor<S>;
  type Variable<S extends number[] = number[]> = types.Variable<S>;
  type Scalar = types.Scalar;
  type Tensor1D = types.Tensor1D;
  type Tensor2D = types.Tensor2D;
  type Tensor3D = types.Tensor3D;
  type Tensor4D = types.Tensor4D;
  type Tensor5D = types.Tensor5D;
  type TensorBuffer = types.TensorBuffer;
  type TensorLike = types.TensorLike;
  type DataType = types.DataType;
  type TypedArray = types.TypedArray;
  type NamedTensorMap = types.NamedTensors;
  type Shape = types.Shape;
  type SymbolicTensor = types.SymbolicTensor;
  type LayersModel = types.LayersModel;
  type Sequential = types.Sequential;
  type GraphModel = types.GraphModel;
  type Optimizer = types.Optimizer;
  type Logs = types.Logs;
  type MemoryInfo = types.MemoryInfo;
  namespace layers {
    type Layer = types.Layer;
  }
  namespace data {
    type Dataset<T = types.DataElement> = types.Dataset<T>;
  }
}
