/**
 * What lessons build by hand, from loops on: shapes, tables, promises, layers, losses, gradients and a
 * trainer small enough to read in one sitting. Models to use are those of the families, such as
 * `gradus/deep-learning`.
 *
 * @module
 */

export {
  discriminatorLoss,
  type GanLosses,
  ganStep,
  generatorLoss,
  gradientPenalty,
  type Player,
} from './adversarial.js';
export {
  attend,
  causalMask,
  type DecoderWeights,
  decoderBlock,
  type HeadWeights,
  type LookedUp,
  multiHead,
  positionWaves,
  unitNorm,
} from './attention.js';
export { clipByGlobalNorm } from './clip-by-global-norm.js';
export {
  type ConvolutionGradients,
  conv2d,
  conv2dBackward,
  conv2dFast,
  im2col,
} from './convolution.js';
export { type CosineOptions, cosineWithWarmup } from './cosine-with-warmup.js';
export { crossEntropy } from './cross-entropy.js';
export { crossing } from './crossing.js';
export {
  addNoise,
  ddimStep,
  ddpmLoss,
  eulerSample,
  flowMatchingTarget,
  guidance,
  noiseSchedule,
  type StepNoises,
  type StraightWay,
  type TimedNetwork,
} from './denoising.js';
export { type DenseGradients, denseBackward, denseForward } from './dense.js';
export { dropout } from './dropout.js';
export { type GroupMean, groupMeans, type Measured } from './group-means.js';
export { type LayerSize, parameterCount, receptiveField } from './layer-counts.js';
export {
  type LearningRateCurve,
  type LearningRateFinderOptions,
  learningRateFinder,
} from './learning-rate-finder.js';
export { mapLimit } from './map-limit.js';
export { meanAndCI, tQuantiles } from './mean-and-ci.js';
export {
  type Coverage,
  modeCoverage,
  type Nearest,
  nearestNeighbours,
  type Quality,
  qualityScore,
} from './measures-of-samples.js';
export {
  type BatchNormOptions,
  type BatchNormResult,
  batchNorm,
  batchNormBackward,
  layerNorm,
  layerNormBackward,
  type NormGradients,
} from './norms.js';
export {
  type AdamOptions,
  type AdamState,
  type AdamWOptions,
  adamStep,
  adamW,
  type MomentumOptions,
  momentumStep,
  type RmspropOptions,
  rmspropStep,
  sgdStep,
} from './optimizers.js';
export { type CsvColumn, type CsvRow, type ParsedCsv, parseCsv } from './parse-csv.js';
export { patchEmbed, patchify, unpatchify } from './patches.js';
export { maxPool2d, type Pooled } from './pooling.js';
export { type ResidualWeights, residualBlock } from './residual-block.js';
export { batchIndices, groupedSplit } from './rows.js';
export { runningStats } from './running-stats.js';
export { broadcastShapes, stridesOf } from './shapes.js';
export { softmax } from './softmax.js';
export {
  bigramLoss,
  encodeBpe,
  mergePair,
  mostFrequentPair,
  type PaddedTexts,
  padAndMask,
  type TokenPair,
} from './texts.js';
export {
  type MlpWeights,
  predictMlp,
  type TrainedMlp,
  type TrainMlpOptions,
  trainMlp,
} from './train-mlp.js';
export { type MarginNet, trainStep } from './train-step.js';
export { unbroadcast } from './unbroadcast.js';
export { type Alarm, type ColumnReport, type Expectation, validate } from './validate.js';
export {
  backward,
  type GraphNode,
  graphOf,
  type LocalGradient,
  localGradient,
  topologicalOrder,
  Value,
  type ValueOperation,
} from './value.js';
export {
  bernoulliLogLikelihood,
  betaVaeLoss,
  type CollapseReport,
  collapseReport,
  importanceWeightedBound,
  interpolate,
  klStandardNormal,
  reparameterize,
} from './variational.js';
export {
  type Attended,
  type AttentionWeights,
  attentionRollout,
  type BlockWeights,
  multiHeadAttention,
  preNormBlock,
} from './vision-transformer.js';
export type { Padding } from './window.js';
export {
  analogy,
  type LstmState,
  type LstmWeights,
  lstmStep,
  negativeSamplingLoss,
} from './words-in-context.js';
export {
  type BeamOptions,
  beamSearch,
  type Masked,
  type MaskOptions,
  maskForBert,
  type Written,
} from './writing.js';
