/**
 * The `tf` namespace of gradus: TensorFlow.js core and layers, with no backend chosen.
 *
 * Which backend runs is decided by `useBackend` (a notebook, a script) or by the sandbox's driver.
 * Until then every operation fails with a sentence that says so: there is no silent fallback.
 */
import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { addChainedOps } from './chained-ops.js';
import { nextFrame } from './frames.js';
import './gradients/missing.js';
import { stopGradient } from './gradients/stop-gradient.js';
import { registerNoBackend } from './no-backend.js';
import type { Tf, TfjsNames } from './tf-types.js';

export type {
  ArrayOf,
  Axis,
  BaseLayer,
  BaseLayerOptions,
  Constraint,
  CustomGradient,
  DataType,
  DecayOptions,
  Initializer,
  Layer,
  LayerCallOptions,
  LayerConfig,
  LayersModel,
  LayerVariable,
  Logs,
  MemoryInfo,
  NamedTensor,
  NamedTensors,
  NestedArray,
  Optimizer,
  Regularizer,
  Scalar,
  Sequential,
  Shape,
  SymbolicTensor,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
  Tensor5D,
  TensorLike,
  Tf,
  TunableOptimizer,
  TypedArray,
  Values,
  Variable,
} from './tf-types.js';

// TensorFlow.js would print a banner that recommends the binding which `useBackend` already tried.
core.env().set('PROD', true);
addChainedOps();
registerNoBackend();

const tfjs: TfjsNames = {
  ...core,
  ...layers,
  nextFrame,
  stopGradient,
  layers: { ...layers.layers },
};

/**
 * TensorFlow.js: tensors, operations, gradients, optimisers and layers. What the type has beyond
 * TensorFlow.js is put in by `src/nn`, which `gradus` imports.
 */
export const tf: Tf = tfjs as Tf;
