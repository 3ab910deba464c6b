/**
 * Variational autoencoders: models, their training on the evidence lower bound, and what is measured of
 * them and drawn from them.
 *
 * @module
 */
export { decoderOf, encoderOf } from '../models/deep-learning/parts/encoder-decoder.js';
export { type ConditionalVaeOptions, conditionalVae } from '../models/vae/conditional-vae.js';
export { type ConvVaeOptions, convVae } from '../models/vae/conv-vae.js';
export type { Likelihood, PixelVariance } from '../models/vae/parts/likelihood.js';
export { type VaeOptions, vae } from '../models/vae/vae.js';
export { type VqVaeOptions, vqVae } from '../models/vae/vq-vae.js';
export { type BetaWarmupOptions, betaWarmup } from './beta-warmup.js';
export {
  type Bound,
  type BoundOptions,
  bitsPerDimension,
  elbo,
  importanceWeightedBound,
} from './bound.js';
export {
  type CodePriorOptions,
  codePrior,
  codeSequences,
  type SampleCodesOptions,
  sampleCodes,
} from './code-prior.js';
export { type CodebookUse, codebookOf, codebookUse, decodeCodes, quantize } from './codebook.js';
export {
  type CodeOptions,
  decode,
  encode,
  type ReconstructOptions,
  reconstruct,
  type SampleOptions,
  sample,
} from './codes.js';
export {
  type CollapseOptions,
  type CollapseReport,
  collapseReport,
  type LatentUnit,
} from './collapse-report.js';
export type { VaeExamples } from './examples.js';
export {
  attributeVector,
  type InterpolateOptions,
  interpolate,
  latentTraversal,
  type TraversalOptions,
} from './latent-space.js';
export {
  bernoulliLogLikelihood,
  gaussianLogLikelihood,
  klDivergence,
  klPerDimension,
  reparameterize,
} from './losses.js';
export type { VaeFitOptions } from './objective-trainer.js';
export { type ProjectedCodes, projectCodes } from './project-codes.js';
export { VaeTrainer, type VaeTrainerOptions } from './vae-trainer.js';
export { VqVaeTrainer, type VqVaeTrainerOptions } from './vq-vae-trainer.js';
