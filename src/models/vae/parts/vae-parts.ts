/** A variational autoencoder taken apart, for what trains, measures and draws. */
import * as tfl from '@tensorflow/tfjs-layers';
import { messages } from '../../../messages/index.js';
import { type LayersModel, type Tensor, tf } from '../../../nn/tf.js';
import { originOf } from '../../origin.js';
import type { PixelVariance } from './pixel-variance.js';
import type { Likelihood, PixelVariance as VarianceOption } from './vae-options.js';

/** What a variational autoencoder is made of; all of it shares its weights and is disposed with it. */
export interface VaeParts {
  /** Examples `[B, ...inputShape]`, and a condition where there is one → mean and log variance of q(z|x), each `[B, latent]`. */
  readonly encoder: LayersModel;
  /** Codes `[B, latent]`, and a condition where there is one → the mean of each pixel `[B, ...inputShape]`. */
  readonly decoder: LayersModel;
  /** The decoder without its activation: for `bernoulli` the logits of pixels. */
  readonly scores: LayersModel;
  readonly likelihood: Likelihood;
  /** Log variance of a pixel, `[]` or `[1]`, for `gaussian`; a weight of the model, or a new tensor. */
  logVariance(): Tensor;
  /** Without the batch. */
  readonly inputShape: readonly number[];
  readonly latent: number;
  /** Numbers of a condition; 0 for none. */
  readonly conditions: number;
}

/** The functions whose models have these parts. */
const VAE_IDS = ['vae/conditional-vae', 'vae/conv-vae', 'vae/vae'] as const;

interface VaeOrigin {
  readonly likelihood: Likelihood;
  readonly variance: VarianceOption;
  readonly latent: number;
  readonly conditions?: number;
  readonly inputShape: readonly number[];
}

/** @throws TypeError for a model that was not made as one of `ids` */
export function refuseModel(model: LayersModel, names: string): never {
  const layers = model instanceof tfl.LayersModel ? model.layers.map(({ name }) => name) : ['–'];
  throw new TypeError(messages().models.noLatent({ names, layers: layers.join(', ') }));
}

/**
 * The parts of a variational autoencoder.
 *
 * @throws TypeError for another model
 */
export function vaeParts(model: LayersModel): VaeParts {
  const origin = originOf(model);
  if (origin === undefined || !VAE_IDS.some((id) => id === origin.spec.id)) {
    return refuseModel(model, '`vae`, `convVae`, `conditionalVae`');
  }
  const { likelihood, variance, latent, conditions = 0, inputShape } = origin.options as VaeOrigin;
  const named = (owner: LayersModel, name: string): LayersModel =>
    owner.getLayer(name) as LayersModel;
  const decoder = named(model, 'decoder');
  return {
    encoder: named(model, 'encoder'),
    decoder,
    scores: named(decoder, 'scores'),
    likelihood,
    logVariance() {
      if (variance !== 'learnt') return tf.scalar(Math.log(variance));
      const layer: object = model.getLayer('variance');
      return (layer as PixelVariance).read() as Tensor;
    },
    inputShape,
    latent,
    conditions,
  };
}
