/**
 * Diffusion: models that turn noise into examples step by step.
 *
 * @module
 */
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
