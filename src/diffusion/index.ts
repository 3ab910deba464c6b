/**
 * Diffusion: models that turn noise into examples step by step.
 *
 * @module
 */
export { type DenoisingMlpOptions, denoisingMlp } from '../models/diffusion/denoising-mlp.js';
export { type DenoisingUnetOptions, denoisingUnet } from '../models/diffusion/denoising-unet.js';
export {
  type SinusoidalEmbeddingOptions,
  sinusoidalEmbedding,
} from '../nn/layers/transformer-layers.js';
export { addNoise, type Steps, velocity } from './add-noise.js';
export type { Denoiser, DenoiserFunction } from './denoiser.js';
export {
  type DdimSampleOptions,
  type DdpmSampleOptions,
  type DiffusionSamplingOptions,
  ddimSample,
  ddpmSample,
} from './diffusion-sampling.js';
export {
  type FlowOptions,
  type FlowTarget,
  type FlowTimes,
  flowMatchingTarget,
} from './flow-matching.js';
export { type FlowMethod, type FlowSampleOptions, flowSample } from './flow-sampling.js';
export {
  type DdpmBatch,
  type DdpmLossOptions,
  ddpmLoss,
  type FlowMatchingBatch,
  flowMatchingLoss,
  type Prediction,
} from './losses.js';
export {
  type CosineNoiseScheduleOptions,
  cosineNoiseSchedule,
  type LinearNoiseScheduleOptions,
  linearNoiseSchedule,
  type NoiseSchedule,
  noiseSchedule,
  signalToNoise,
} from './noise-schedule.js';
export type { SamplingOptions, SamplingReport } from './sampling.js';
export {
  type DiffusionBatch,
  type DiffusionTrainerOptions,
  type DiffusionTrainingOptions,
  diffusionTrainer,
  type FlowMatchingTrainerOptions,
  flowMatchingTrainer,
} from './trainer.js';
