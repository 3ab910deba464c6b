/**
 * The `tf` namespace of gradus: TensorFlow.js core and layers, with no backend chosen.
 *
 * Which backend runs is decided by `useBackend` (a notebook, a script) or by the sandbox's driver.
 * Until then every operation fails with a sentence that says so: there is no silent fallback.
 */
import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { addChainedOps } from './chained-ops.js';
import './gradients/missing.js';
import { stopGradient } from './gradients/stop-gradient.js';
import { registerNoBackend } from './no-backend.js';
import type { Tf } from './tf-types.js';

export type {
  ArrayOf,
  Axis,
  CustomGradient,
  DataType,
  Layer,
  LayersModel,
  Logs,
  MemoryInfo,
  NamedTensors,
  NestedArray,
  Optimizer,
  Scalar,
  Sequential,
  SymbolicTensor,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
  Tensor5D,
  TensorLike,
  Tf,
  TypedArray,
  Values,
  Variable,
} from './tf-types.js';

// TensorFlow.js would print a banner that recommends the binding which `useBackend` already tried.
core.env().set('PROD', true);
addChainedOps();
registerNoBackend();

/**
 * TensorFlow.js: tensors, operations, gradients, optimisers and layers.
 *
 * `src/nn` puts layers and optimisers of its own into `layers` and `train`.
 */
export const tf: Tf = { ...core, ...layers, stopGradient, layers: { ...layers.layers } };
