/** What every exercise may use of the library, unless it says otherwise. */

const operations = `
  abs acos acosh add addN all any argMax argMin asin asinh atan atan2 atanh bincount bitwiseAnd
  booleanMaskAsync broadcastArgs broadcastTo buffer cast ceil clipByValue clone complex concat
  concat1d concat2d concat3d concat4d cos cosh cumprod cumsum denseBincount diag div divNoNan dot
  einsum elu ensureShape equal erf euclideanNorm exp expandDims expm1 eye fill floor floorDiv gather
  gatherND greater greaterEqual imag isFinite isInf isNaN leakyRelu less lessEqual linspace log log1p
  logSigmoid logSumExp logicalAnd logicalNot logicalOr logicalXor lowerBound matMul max maximum mean
  meshgrid min minimum mirrorPad mod moments mul multinomial neg norm notEqual oneHot ones onesLike
  outerProduct pad pad1d pad2d pad3d pad4d pow prelu prod rand randomGamma randomNormal
  randomStandardNormal randomUniform randomUniformInt range real reciprocal relu relu6 reshape
  reverse reverse1d reverse2d reverse3d reverse4d round rsqrt scalar scatterND searchSorted selu
  setdiff1dAsync sigmoid sign sin sinh slice slice1d slice2d slice3d slice4d softplus sparseToDense
  split sqrt square squaredDifference squeeze stack step stopGradient stridedSlice sub sum tan tanh
  tensor tensor1d tensor2d tensor3d tensor4d tensor5d tensor6d tensorScatterUpdate tile topk
  transpose truncatedNormal unique unsortedSegmentSum unstack upperBound variable where whereAsync
  zeros zerosLike`;

/** What frees, shows and times; the engine has scopes alone. */
const rest = `
  data dispose disposeVariables deprecationWarn disableDeprecationWarnings enableDebugMode
  enableProdMode engine env getBackend keep linalg math memory nextFrame op print profile ready
  setBackend sumOutType tidy time upcastType util version_core version_layers Rank Reduction Tensor
  TensorBuffer Variable backend_util broadcast_util gather_util scatter_util slice_util tensor_util`;

const gradus = `
  ArgumentError BackendError DivergedError ModelFileError NoBackendError NoGradientError
  NonFiniteError NotSolvedError TensorFlowError UnknownOptionError backendNames barChart check
  confusionMatrix createRng describeBackend display imageGrid kept lessonSeed lineChart liveChart
  loadDataset modelLayers passedOr progress quiz record setSeed stopGradient trainTestSplit
  trainingChart trainingProgress useBackend`;

const words = (text: string): string[] => text.trim().split(/\s+/);

export const usual: readonly string[] = [
  ...words(`${operations} ${rest}`).map((name) => `tf.${name}`),
  ...words(gradus).map((name) => `gradus.${name}`),
  'gradus/data',
  'gradus/plot',
];
