/**
 * What TensorFlow.js has for those who write backends, kernels and converters, and no notebook
 * needs: it is there at run time, and named here so that an editor says where it belongs.
 */

import type { EarlyStoppingOptions, FitCallback } from './io-ops.js';
import type { SymbolicTensor } from './layers.js';
import type { FitCallbacks, LayersModel, Sequential } from './models.js';
import type { TensorBuffer, Variable } from './tensor.js';
import type { Optimizer } from './training.js';

/**
 * No part of `tf` in gradus: import it from `tfjs-core` (or `tfjs-layers`), the packages of
 * TensorFlow.js itself, which have its types.
 */
export interface ImportFromTfjsCore {
  readonly importFromTfjsCore: never;
}

/** Members that stand in the packages of TensorFlow.js alone. */
export type Elsewhere<N extends string> = { readonly [name in N]: ImportFromTfjsCore };

/** Classes, for `instanceof`: objects of them are made by functions, such as `tf.train.adam`. */
export interface Classes {
  readonly Variable: ClassOf<Variable>;
  readonly TensorBuffer: ClassOf<TensorBuffer>;
  readonly SymbolicTensor: ClassOf<SymbolicTensor>;
  readonly LayersModel: ClassOf<LayersModel>;
  readonly Sequential: ClassOf<Sequential>;
  readonly Optimizer: ClassOf<Optimizer>;
  readonly SGDOptimizer: ClassOf<Optimizer>;
  readonly MomentumOptimizer: ClassOf<Optimizer>;
  readonly AdamOptimizer: ClassOf<Optimizer>;
  readonly AdamaxOptimizer: ClassOf<Optimizer>;
  readonly AdadeltaOptimizer: ClassOf<Optimizer>;
  readonly AdagradOptimizer: ClassOf<Optimizer>;
  readonly RMSPropOptimizer: ClassOf<Optimizer>;
  /** A callback of one's own extends it. */
  readonly Callback: new () => FitCallback;
  readonly CustomCallback: new (options: FitCallbacks) => FitCallback;
  readonly EarlyStopping: new (options?: EarlyStoppingOptions) => FitCallback;
  readonly History: new () => FitCallback;
  readonly CallbackList: ClassOf<object>;
  /** Names of ranks: `R0` to `R6`. */
  readonly Rank: { readonly [rank: string]: string };
  readonly models: {
    /** A model from what `toJSON` gave, without its weights. */
    modelFromJSON(json: object): Promise<LayersModel>;
  };
}
type ClassOf<T> = abstract new (...args: never[]) => T;

export type InternalName =
  | 'Abs'
  | 'Acos'
  | 'Acosh'
  | 'Add'
  | 'AddN'
  | 'All'
  | 'Any'
  | 'ArgMax'
  | 'ArgMin'
  | 'Asin'
  | 'Asinh'
  | 'Atan'
  | 'Atan2'
  | 'Atanh'
  | 'AvgPool'
  | 'AvgPool3D'
  | 'AvgPool3DGrad'
  | 'AvgPoolGrad'
  | 'BatchMatMul'
  | 'BatchToSpaceND'
  | 'Bincount'
  | 'BitwiseAnd'
  | 'BroadcastArgs'
  | 'BroadcastTo'
  | 'Cast'
  | 'Ceil'
  | 'ClipByValue'
  | 'Complex'
  | 'ComplexAbs'
  | 'Concat'
  | 'Conv2D'
  | 'Conv2DBackpropFilter'
  | 'Conv2DBackpropInput'
  | 'Conv3D'
  | 'Conv3DBackpropFilterV2'
  | 'Conv3DBackpropInputV2'
  | 'Cos'
  | 'Cosh'
  | 'CropAndResize'
  | 'Cumprod'
  | 'Cumsum'
  | 'DataStorage'
  | 'DenseBincount'
  | 'DepthToSpace'
  | 'DepthwiseConv2dNative'
  | 'DepthwiseConv2dNativeBackpropFilter'
  | 'DepthwiseConv2dNativeBackpropInput'
  | 'Diag'
  | 'Dilation2D'
  | 'Dilation2DBackpropFilter'
  | 'Dilation2DBackpropInput'
  | 'Draw'
  | 'ENV'
  | 'Einsum'
  | 'Elu'
  | 'EluGrad'
  | 'Environment'
  | 'Equal'
  | 'Erf'
  | 'Exp'
  | 'ExpandDims'
  | 'Expm1'
  | 'FFT'
  | 'Fill'
  | 'FlipLeftRight'
  | 'Floor'
  | 'FloorDiv'
  | 'FromPixels'
  | 'FusedBatchNorm'
  | 'FusedConv2D'
  | 'FusedDepthwiseConv2D'
  | 'GatherNd'
  | 'GatherV2'
  | 'Greater'
  | 'GreaterEqual'
  | 'IFFT'
  | 'Identity'
  | 'Imag'
  | 'InputSpec'
  | 'IsFinite'
  | 'IsInf'
  | 'IsNan'
  | 'KernelBackend'
  | 'LRN'
  | 'LRNGrad'
  | 'LeakyRelu'
  | 'Less'
  | 'LessEqual'
  | 'LinSpace'
  | 'Log'
  | 'Log1p'
  | 'LogSoftmax'
  | 'LogicalAnd'
  | 'LogicalNot'
  | 'LogicalOr'
  | 'LogicalXor'
  | 'LowerBound'
  | 'MatrixBandPart'
  | 'Max'
  | 'MaxPool'
  | 'MaxPool3D'
  | 'MaxPool3DGrad'
  | 'MaxPoolGrad'
  | 'MaxPoolWithArgmax'
  | 'Maximum'
  | 'Mean'
  | 'Min'
  | 'Minimum'
  | 'MirrorPad'
  | 'Mod'
  | 'Multinomial'
  | 'Multiply'
  | 'Neg'
  | 'NonMaxSuppressionV3'
  | 'NonMaxSuppressionV4'
  | 'NonMaxSuppressionV5'
  | 'NotEqual'
  | 'OP_SCOPE_SUFFIX'
  | 'OneHot'
  | 'OnesLike'
  | 'OptimizerConstructors'
  | 'Pack'
  | 'PadV2'
  | 'Pool'
  | 'Pow'
  | 'Prelu'
  | 'Prod'
  | 'RNN'
  | 'RaggedGather'
  | 'RaggedRange'
  | 'RaggedTensorToTensor'
  | 'Range'
  | 'Real'
  | 'RealDiv'
  | 'Reciprocal'
  | 'Relu'
  | 'Relu6'
  | 'Reshape'
  | 'ResizeBilinear'
  | 'ResizeBilinearGrad'
  | 'ResizeNearestNeighbor'
  | 'ResizeNearestNeighborGrad'
  | 'Reverse'
  | 'RotateWithOffset'
  | 'Round'
  | 'Rsqrt'
  | 'ScatterNd'
  | 'SearchSorted'
  | 'Select'
  | 'Selu'
  | 'Sigmoid'
  | 'Sign'
  | 'Sin'
  | 'Sinh'
  | 'Slice'
  | 'Softmax'
  | 'Softplus'
  | 'SpaceToBatchND'
  | 'SparseFillEmptyRows'
  | 'SparseReshape'
  | 'SparseSegmentMean'
  | 'SparseSegmentSum'
  | 'SparseToDense'
  | 'SplitV'
  | 'Sqrt'
  | 'Square'
  | 'SquaredDifference'
  | 'StaticRegexReplace'
  | 'Step'
  | 'StridedSlice'
  | 'StringNGrams'
  | 'StringSplit'
  | 'StringToHashBucketFast'
  | 'Sub'
  | 'Sum'
  | 'Tan'
  | 'Tanh'
  | 'TensorScatterUpdate'
  | 'Tile'
  | 'TopK'
  | 'Transform'
  | 'Transpose'
  | 'Unique'
  | 'Unpack'
  | 'UnsortedSegmentSum'
  | 'UpperBound'
  | 'ZerosLike'
  | 'backend'
  | 'backend_util'
  | 'broadcast_util'
  | 'copyRegisteredKernels'
  | 'device_util'
  | 'findBackend'
  | 'findBackendFactory'
  | 'gather_util'
  | 'getGradient'
  | 'getKernel'
  | 'getKernelsForBackend'
  | 'kernel_impls'
  | 'op'
  | 'registerBackend'
  | 'registerCallbackConstructor'
  | 'registerGradient'
  | 'registerKernel'
  | 'scatter_util'
  | 'setPlatform'
  | 'slice_util'
  | 'tensor_util'
  | 'test_util'
  | 'unregisterGradient'
  | 'unregisterKernel';
