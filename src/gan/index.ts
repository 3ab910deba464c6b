/**
 * Generative adversarial networks: generators, discriminators and critics, their losses, and what keeps a
 * critic tame.
 *
 * @module
 */
export {
  type ConditionalDiscriminatorOptions,
  conditionalDiscriminator,
} from '../models/gan/conditional-discriminator.js';
export {
  type ConditionalGeneratorOptions,
  conditionalGenerator,
} from '../models/gan/conditional-generator.js';
export {
  type DcganDiscriminatorOptions,
  dcganDiscriminator,
} from '../models/gan/dcgan-discriminator.js';
export { type DcganGeneratorOptions, dcganGenerator } from '../models/gan/dcgan-generator.js';
export {
  type GanDiscriminatorOptions,
  ganDiscriminator,
} from '../models/gan/gan-discriminator.js';
export { type GanGeneratorOptions, ganGenerator } from '../models/gan/gan-generator.js';
export type {
  DiscriminatorNormalization,
  GeneratedActivation,
} from '../models/gan/parts/options.js';
export { spectralNormalization } from '../nn/layers/spectral-normalization.js';
export type { SpectralNormalizationOptions } from '../nn/layers/spectral-options.js';
export { type SampleOptions, sampleGenerator } from './draw-samples.js';
export {
  type GanExamples,
  type GanFitOptions,
  GanTrainer,
  type GanTrainerOptions,
  type ShownSamples,
} from './gan-trainer.js';
export { gradientPenalty } from './gradient-penalty.js';
export type { GanLoss } from './kinds.js';
export {
  type GanLossOptions,
  ganDiscriminatorLoss,
  ganGeneratorLoss,
  hingeDiscriminatorLoss,
  lsganDiscriminatorLoss,
  lsganGeneratorLoss,
  wassersteinCriticLoss,
  wassersteinGeneratorLoss,
} from './losses.js';
