/** Operations that are seldom needed: searching, 3D convolution, strings, sparse and ragged data. */
import type {
  NamedTensors,
  Padding,
  Pair,
  Scalar,
  Tensor,
  Tensor1D,
  Tensor2D,
  TensorBuffer,
  TensorLike,
} from './tensor.js';
import type { DataType, TypedArray } from './values.js';

/** One number for depth, height and width, or one for each. */
type Triple = number | [number, number, number];
type Rounding = 'floor' | 'round' | 'ceil';

type ScalarLike = number | boolean | string | Uint8Array;

/** One step of an LSTM cell: data, cell state, hidden state → [new cell state, new hidden state]. */
export type LstmCellFunction = CellSignature['cell'];
interface CellSignature {
  cell(data: Tensor2D, c: Tensor2D, h: Tensor2D): [Tensor2D, Tensor2D];
}

export interface SearchOps {
  /** For each value the first place in the sorted rows at which it can stand; int32. */
  searchSorted(sortedSequence: TensorLike, values: TensorLike, side?: 'left' | 'right'): Tensor;
  lowerBound(sortedSequence: TensorLike, values: TensorLike): Tensor;
  upperBound(sortedSequence: TensorLike, values: TensorLike): Tensor;
  /** The values without repetition, and for each element the place of its value (int32). */
  unique(x: TensorLike, axis?: number): { values: Tensor; indices: Tensor1D };
  /** What of x is not in y, and where it stands. */
  setdiff1dAsync(x: TensorLike, y: TensorLike): Promise<[Tensor, Tensor]>;
  /** Whether each target is among the k largest predictions: [B, C], [B] → bool [B]. */
  inTopKAsync(predictions: TensorLike, targets: TensorLike, k?: number): Promise<Tensor>;
  denseBincount(x: TensorLike, weights: TensorLike, size: number, binaryOutput?: boolean): Tensor;
  /** Coordinates of a grid: [N], [M] → two of [M, N] (`xy`, the default) or [N, M] (`ij`). */
  meshgrid(x?: TensorLike, y?: TensorLike, options?: { indexing?: string }): Tensor[];
  buffer(shape: number[], dtype?: DataType, values?: TypedArray): TensorBuffer;
  /** The tensor itself, if it has this shape; else an error. */
  ensureShape(x: Tensor, shape: number[]): Tensor;
  broadcastArgs(s0: TensorLike, s1: TensorLike): Tensor;
  bitwiseAnd(x: Tensor, y: Tensor): Tensor;
  tensorScatterUpdate(tensor: TensorLike, indices: TensorLike, updates: TensorLike): Tensor;
  sparseToDense(
    sparseIndices: TensorLike,
    sparseValues: TensorLike,
    outputShape: number[],
    defaultValue?: Scalar | ScalarLike,
  ): Tensor;
  mirrorPad(x: TensorLike, paddings: [number, number][], mode: 'reflect' | 'symmetric'): Tensor;
  batchToSpaceND(x: TensorLike, blockShape: number[], crops: number[][]): Tensor;
  spaceToBatchND(x: TensorLike, blockShape: number[], paddings: number[][]): Tensor;
  /** `v` times `decay`, plus `x` times 1 - `decay`; with `step` corrected for a start at 0. */
  movingAverage(
    v: TensorLike,
    x: TensorLike,
    decay: number | Scalar,
    step?: number | Scalar,
    zeroDebias?: boolean,
  ): Tensor;
  /** The smallest power of two that is not below `value`. */
  enclosingPowerOfTwo(value: number): number;
  cosineWindow(windowLength: number, a: number, b: number): Tensor1D;
}

export interface RareConvolutionOps {
  /** x [B, D, H, W, C], filter [K, K, K, C, E] → [B, D', H', W', E] */
  conv3d(
    x: TensorLike,
    filter: TensorLike,
    strides: Triple,
    pad: 'valid' | 'same',
    dataFormat?: 'NDHWC' | 'NCDHW',
    dilations?: Triple,
  ): Tensor;
  conv3dTranspose(
    x: TensorLike,
    filter: TensorLike,
    outputShape: [number, number, number, number] | [number, number, number, number, number],
    strides: Triple,
    pad: 'valid' | 'same',
  ): Tensor;
  maxPool3d(
    x: TensorLike,
    filterSize: Triple,
    strides: Triple,
    pad: Padding,
    dimRoundingMode?: Rounding,
    dataFormat?: 'NDHWC' | 'NCDHW',
  ): Tensor;
  avgPool3d(
    x: TensorLike,
    filterSize: Triple,
    strides: Triple,
    pad: Padding,
    dimRoundingMode?: Rounding,
    dataFormat?: 'NDHWC' | 'NCDHW',
  ): Tensor;
  /** `result` and `indexes` of the largest values; TensorFlow's native kernels and WebGL alone. */
  maxPoolWithArgmax(
    x: TensorLike,
    filterSize: Pair,
    strides: Pair,
    pad: Padding,
    includeBatchInIndex?: boolean,
  ): NamedTensors;
  pool(
    input: TensorLike,
    windowShape: Pair,
    poolingType: 'avg' | 'max',
    pad: Padding,
    dilations?: Pair,
    strides?: Pair,
    dimRoundingMode?: Rounding,
  ): Tensor;
  /** A depthwise convolution, then one of 1 × 1: depthwise [K, K, C, M], pointwise [1, 1, C·M, D]. */
  separableConv2d(
    x: TensorLike,
    depthwiseFilter: TensorLike,
    pointwiseFilter: TensorLike,
    strides: Pair,
    pad: 'valid' | 'same',
    dilation?: Pair,
    dataFormat?: 'NHWC' | 'NCHW',
  ): Tensor;
  /** Greyscale dilation: filter [K, K, C]. */
  dilation2d(
    x: TensorLike,
    filter: TensorLike,
    strides: Pair,
    pad: 'valid' | 'same',
    dilations?: Pair,
    dataFormat?: 'NHWC',
  ): Tensor;
  localResponseNormalization(
    x: TensorLike,
    depthRadius?: number,
    bias?: number,
    alpha?: number,
    beta?: number,
  ): Tensor;
  basicLSTMCell(
    forgetBias: TensorLike,
    lstmKernel: TensorLike,
    lstmBias: TensorLike,
    data: TensorLike,
    c: TensorLike,
    h: TensorLike,
  ): [Tensor2D, Tensor2D];
  multiRNNCell(
    lstmCells: LstmCellFunction[],
    data: TensorLike,
    c: TensorLike[],
    h: TensorLike[],
  ): [Tensor2D[], Tensor2D[]];
}

/** Products and convolutions with bias and activation in one operation. */
export interface FusedOps {
  readonly fused: {
    matMul(options: {
      a: TensorLike;
      b: TensorLike;
      transposeA?: boolean;
      transposeB?: boolean;
      bias?: TensorLike;
      activation?: FusedActivation;
      preluActivationWeights?: Tensor;
      leakyreluAlpha?: number;
    }): Tensor;
    conv2d(options: FusedConvolution): Tensor;
    depthwiseConv2d(options: FusedConvolution): Tensor;
  };
}
type FusedActivation = 'linear' | 'relu' | 'prelu' | 'elu' | 'relu6' | 'leakyrelu' | 'sigmoid';
type Sides = [number, number];
/** Of batch, height, width and channels: before and after. */
type ExplicitPadding = [Sides, Sides, Sides, Sides];
interface FusedConvolution {
  x: TensorLike;
  filter: TensorLike;
  strides: Pair;
  pad: Padding | ExplicitPadding;
  dataFormat?: 'NHWC' | 'NCHW';
  dilations?: Pair;
  dimRoundingMode?: Rounding;
  bias?: TensorLike;
  activation?: FusedActivation;
  preluActivationWeights?: Tensor;
  leakyreluAlpha?: number;
}

export interface StringOps {
  readonly string: {
    staticRegexReplace(
      input: TensorLike,
      pattern: string,
      rewrite: string,
      replaceGlobal?: boolean,
    ): Tensor;
    stringNGrams(
      data: TensorLike,
      dataSplits: TensorLike,
      separator: string,
      nGramWidths: number[],
      leftPad: string,
      rightPad: string,
      padWidth: number,
      preserveShortSequences: boolean,
    ): NamedTensors;
    stringSplit(
      input: TensorLike,
      delimiter: Scalar | ScalarLike,
      skipEmpty?: boolean,
    ): NamedTensors;
    stringToHashBucketFast(input: TensorLike, numBuckets: number): Tensor;
  };
  readonly sparse: {
    sparseFillEmptyRows(
      indices: TensorLike,
      values: TensorLike,
      denseShape: TensorLike,
      defaultValue: Scalar | ScalarLike,
    ): NamedTensors;
    sparseReshape(
      inputIndices: TensorLike,
      inputShape: TensorLike,
      newShape: TensorLike,
    ): NamedTensors;
    sparseSegmentMean(data: TensorLike, indices: TensorLike, segmentIds: TensorLike): Tensor;
    sparseSegmentSum(data: TensorLike, indices: TensorLike, segmentIds: TensorLike): Tensor;
  };
  raggedGather(
    paramsNestedSplits: Tensor[],
    paramsDenseValues: TensorLike,
    indices: TensorLike,
    outputRaggedRank: number,
  ): { outputNestedSplits: Tensor[]; outputDenseValues: Tensor };
  raggedRange(starts: TensorLike, limits: TensorLike, deltas: TensorLike): NamedTensors;
  raggedTensorToTensor(
    shape: TensorLike,
    values: TensorLike,
    defaultValue: TensorLike,
    rowPartitionTensors: Tensor[],
    rowPartitionTypes: string[],
  ): Tensor;
}

/** Of dtypes, and the engine's modes. */
export interface SettingsOps {
  /** The dtype of sums of this one: int32 of bool, else itself. */
  sumOutType(type: DataType): DataType;
  /** The dtype that holds both. */
  upcastType(typeA: DataType, typeB: DataType): DataType;
  enableProdMode(): void;
  /** Checks every result for NaN, and times every kernel: slow. */
  enableDebugMode(): void;
  disableDeprecationWarnings(): void;
  deprecationWarn(msg: string): void;
  removeBackend(name: string): void;
  readonly version_core: string;
  readonly version_layers: string;
  readonly Reduction: {
    readonly NONE: 0;
    readonly MEAN: 1;
    readonly SUM: 2;
    readonly SUM_BY_NONZERO_WEIGHTS: 3;
  };
}
