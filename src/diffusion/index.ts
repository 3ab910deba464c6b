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
} from '../nn/layers/sinusoidal-embedding.js';
export { addNoise, type Steps, velocity } from './add-noise.js';
export {
  type CosineNoiseScheduleOptions,
  cosineNoiseSchedule,
  type LinearNoiseScheduleOptions,
  linearNoiseSchedule,
  type NoiseSchedule,
  noiseSchedule,
  signalToNoise,
} from './noise-schedule.js';
