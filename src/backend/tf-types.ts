/** The type of `tf`: every operation that the course uses, in one interface. */
import type { AddedLayers, TrainOps } from './types/added.js';
import type { BaseLayer, LayerVariableClass, Serialization } from './types/base-layer.js';
import type { AddedData } from './types/data-ops.js';
import type { Classes, Elsewhere, InternalName } from './types/internals.js';
import type { IoOps } from './types/io-ops.js';
import type { Layers } from './types/layers.js';
import type { LayersOps } from './types/layers-ops.js';
import type { MoreLayers } from './types/more-layers.js';
import type { ConvolutionOps, EvaluationOps, ProductOps } from './types/nn-ops.js';
import type { CreationOps, MathOps, ReductionOps, ShapeOps } from './types/ops.js';
import type { RandomOps } from './types/random-ops.js';
import type { RankedOps } from './types/ranked-ops.js';
import type {
  FusedOps,
  RareConvolutionOps,
  SearchOps,
  SettingsOps,
  StringOps,
} from './types/rare-ops.js';
import type { ComplexOps } from './types/signal-ops.js';
import type { EngineOps, GradientOps } from './types/training.js';

export type { DecayOptions, TunableOptimizer } from './types/added.js';
export type {
  BaseLayer,
  BaseLayerOptions,
  LayerCallOptions,
  LayerConfig,
} from './types/base-layer.js';
export type { DataElement, Dataset, GraphModel } from './types/data-ops.js';
export type { Layer, LayerVariable, SymbolicTensor } from './types/layers.js';
export type { LayersModel, Logs, Sequential } from './types/models.js';
export type {
  Axis,
  NamedTensors,
  Scalar,
  Shape,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
  Tensor5D,
  TensorBuffer,
  TensorLike,
  Variable,
} from './types/tensor.js';
export type { CustomGradient, MemoryInfo, NamedTensor, Optimizer } from './types/training.js';
export type { ArrayOf, DataType, NestedArray, TypedArray, Values } from './types/values.js';
export type { Constraint, Initializer, Regularizer } from './types/weight-rules.js';

/** What gradus offers of TensorFlow.js itself. */
export interface TfjsNames
  extends CreationOps,
    ShapeOps,
    MathOps,
    ReductionOps,
    ProductOps,
    ConvolutionOps,
    EvaluationOps,
    GradientOps,
    EngineOps,
    LayersOps,
    RandomOps,
    ComplexOps,
    RankedOps,
    SearchOps,
    RareConvolutionOps,
    FusedOps,
    StringOps,
    SettingsOps,
    IoOps {}

/** The class of TensorFlow.js that layers extend: protected members fit no type of another class. */
interface LayerClass {
  readonly Layer: typeof BaseLayer;
}

/** TensorFlow.js as gradus offers it, with the layers and optimisers that `src/nn` puts in. */
export interface Tf extends TfjsNames, AddedData, Classes, Elsewhere<InternalName> {
  readonly layers: Layers & MoreLayers & AddedLayers & LayerClass & Elsewhere<'RNN' | 'RNNCell'>;
  readonly serialization: Serialization &
    Elsewhere<'Serializable' | 'SerializationMap' | 'getRegisteredName'>;
  readonly io: TfjsNames['io'] & Elsewhere<IoInternals>;
  readonly util: TfjsNames['util'] & Elsewhere<UtilInternals>;
  readonly browser: TfjsNames['browser'] & Elsewhere<'draw'>;
  readonly LayerVariable: LayerVariableClass;
  readonly train: TrainOps;
}

type IoInternals =
  | 'CompositeArrayBuffer'
  | 'browserFiles'
  | 'decodeWeightsStream'
  | 'fromMemorySync'
  | 'getLoadHandlers'
  | 'getModelArtifactsForJSON'
  | 'getModelArtifactsForJSONSync'
  | 'getSaveHandlers'
  | 'getWeightSpecs'
  | 'loadWeights'
  | 'registerLoadRouter'
  | 'registerSaveRouter'
  | 'weightsLoaderFactory'
  | 'withSaveHandlerSync';

type UtilInternals =
  | 'assertNonNegativeIntegerDimensions'
  | 'assertNonNull'
  | 'bytesFromStringArray'
  | 'checkConversionForErrors'
  | 'convertBackendValuesAndArrayBuffer'
  | 'createScalarValue'
  | 'fetch'
  | 'fingerPrint64'
  | 'flatten'
  | 'getArrayFromDType'
  | 'getTypedArrayFromDType'
  | 'hasEncodingLoss'
  | 'hexToLong'
  | 'inferDtype'
  | 'isBoolean'
  | 'isFunction'
  | 'isInt'
  | 'isNumber'
  | 'isPromise'
  | 'isString'
  | 'isTypedArray'
  | 'isValidDtype'
  | 'makeOnesTypedArray'
  | 'makeZerosNestedTypedArray'
  | 'makeZerosTypedArray'
  | 'nearestLargerEven'
  | 'randUniform'
  | 'repeatedTry'
  | 'rightPad'
  | 'sizeToSquarishShape'
  | 'sum'
  | 'swap'
  | 'tanh'
  | 'toNestedArray'
  | 'toTypedArray';
