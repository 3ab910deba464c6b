/** Layers that are seldom needed, and other names of those that are not. */
import type {
  ConvOptions,
  Layer,
  LayerOptions,
  LayerPadding,
  Pool1dOptions,
  Pool2dOptions,
  RecurrentOptions,
  SymbolicTensor,
} from './layers.js';
import type { Shape } from './tensor.js';
import type { DataType } from './values.js';
import type { Constraint, Initializer, Regularizer } from './weight-rules.js';

interface Pool3dOptions extends LayerOptions {
  poolSize?: number | [number, number, number];
  strides?: number | [number, number, number];
  padding?: LayerPadding;
}
interface ImageSizeOptions extends LayerOptions {
  height: number;
  width: number;
}
/** A cell computes one step of a recurrent layer: `rnn` runs it over time. */
export interface RecurrentCell extends Layer {
  readonly stateSize: number | number[];
}
interface RecurrentCellOptions
  extends Omit<RecurrentOptions, 'returnSequences' | 'returnState' | 'goBackwards' | 'stateful'> {}
interface ConvLstmOptions extends RecurrentOptions {
  filters: number;
  kernelSize: number | number[];
  strides?: number | number[];
  padding?: LayerPadding;
  dilationRate?: number | [number] | [number, number];
}

export interface MoreLayers {
  /** x below 0 becomes alpha · (exp(x) - 1); default alpha 1. */
  elu(options?: LayerOptions & { alpha?: number }): Layer;
  /** As leaky ReLU, with a slope below 0 that is learned. */
  prelu(
    options?: LayerOptions & {
      alphaInitializer?: string | Initializer;
      alphaRegularizer?: string | Regularizer;
      alphaConstraint?: string | Constraint;
      sharedAxes?: number | number[];
    },
  ): Layer;
  /** x above `theta` (default 1), else 0. */
  thresholdedReLU(options?: LayerOptions & { theta?: number }): Layer;
  /** Dropout that keeps mean and variance of SELU networks. */
  alphaDropout(options: LayerOptions & { rate: number; noiseShape?: Shape }): Layer;
  /** Multiplies by normally distributed numbers with mean 1. */
  gaussianDropout(options: LayerOptions & { rate: number; seed?: number }): Layer;
  /** Drops whole channels: [B, T, D]. */
  spatialDropout1d(options: LayerOptions & { rate: number; seed?: number }): Layer;
  /** [B, D, H, W, C] → [B, D', H', W', filters] */
  conv3d(options: ConvOptions): Layer;
  conv3dTranspose(options: ConvOptions): Layer;
  cropping2D(
    options: LayerOptions & {
      cropping: number | [number, number] | [[number, number], [number, number]];
      dataFormat?: 'channelsFirst' | 'channelsLast';
    },
  ): Layer;
  averagePooling3d(options: Pool3dOptions): Layer;
  maxPooling3d(options: Pool3dOptions): Layer;
  avgPool1d(options: Pool1dOptions): Layer;
  avgPool2d(options: Pool2dOptions): Layer;
  avgPool3d(options: Pool3dOptions): Layer;
  avgPooling1d(options: Pool1dOptions): Layer;
  avgPooling2d(options: Pool2dOptions): Layer;
  avgPooling3d(options: Pool3dOptions): Layer;
  maxPool1d(options: Pool1dOptions): Layer;
  maxPool2d(options: Pool2dOptions): Layer;
  globalMaxPool1d(options?: LayerOptions): Layer;
  globalMaxPool2d(options: LayerOptions): Layer;
  /** The greatest, or smallest, of several inputs, element by element. */
  maximum(options?: LayerOptions): Layer;
  minimum(options?: LayerOptions): Layer;
  /** Whole numbers as classes: one-hot, multi-hot or counts. */
  categoryEncoding(
    options: LayerOptions & {
      numTokens: number;
      outputMode?: 'multiHot' | 'oneHot' | 'count';
    },
  ): Layer;
  centerCrop(options?: ImageSizeOptions): Layer;
  resizing(
    options?: ImageSizeOptions & {
      interpolation?: 'bilinear' | 'nearest';
      cropToAspectRatio?: boolean;
    },
  ): Layer;
  /** Stretches images to a random width, in training. */
  randomWidth(
    options: LayerOptions & {
      factor: number | [number, number];
      interpolation?: 'bilinear' | 'nearest';
      seed?: number;
      autoVectorize?: boolean;
    },
  ): Layer;
  /** Runs a cell, or a stack of cells, over time: [B, T, D] → [B, units] or [B, T, units]. */
  rnn(
    options: LayerOptions & {
      cell: RecurrentCell | RecurrentCell[];
      returnSequences?: boolean;
      returnState?: boolean;
      goBackwards?: boolean;
      stateful?: boolean;
      unroll?: boolean;
    },
  ): Layer;
  simpleRNNCell(options: RecurrentCellOptions): RecurrentCell;
  lstmCell(options: RecurrentCellOptions): RecurrentCell;
  gruCell(options: RecurrentCellOptions): RecurrentCell;
  stackedRNNCells(options: LayerOptions & { cells: RecurrentCell[] }): RecurrentCell;
  /** An LSTM with convolutions in the place of products: [B, T, H, W, C]. */
  convLstm2d(options: Omit<ConvLstmOptions, 'units'>): Layer;
  convLstm2dCell(options: Omit<ConvLstmOptions, 'units'>): RecurrentCell;
  /** The same as `tf.input`. */
  input(options: {
    shape?: Shape;
    batchShape?: Shape;
    name?: string;
    dtype?: DataType;
  }): SymbolicTensor;
  inputLayer(options: {
    inputShape?: Shape;
    batchSize?: number;
    batchInputShape?: Shape;
    dtype?: DataType;
    name?: string;
  }): Layer;
}
