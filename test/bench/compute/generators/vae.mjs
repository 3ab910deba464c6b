/** A variational autoencoder of dense layers. */
import { tf } from 'gradus';
import {
  bernoulliLogLikelihood,
  decoderOf,
  encoderOf,
  klDivergence,
  reparameterize,
  vae,
} from 'gradus/vae';

/** @typedef {import('gradus').Tensor} Tensor */
/** @typedef {import('gradus').Tensor2D} Tensor2D */
/** @typedef {import('gradus').LayersModel} LayersModel */

/**
 * @param {import('../tasks.mjs').Config} config
 * @param {() => import('gradus').Optimizer} optimizer
 * @returns {import('./gradus.mjs').Generator}
 */
export function vaeOf({ inputs = 0, hidden = [], latent = 0 }, optimizer) {
  const model = vae({ inputShape: [inputs], hidden, latent, seed: 1 });
  const [encoder, decoder] = [encoderOf(model), decoderOf(model)];
  const scores = /** @type {LayersModel} */ (decoder.getLayer('scores'));
  const adam = optimizer();
  return {
    networks: [model],
    models: [model],
    optimizers: [adam],
    step([x, noise]) {
      const loss = adam.minimize(() => {
        const [mean, logVariance] = /** @type {[Tensor2D, Tensor2D]} */ (
          /** @type {unknown} */ (encoder.apply(/** @type {Tensor} */ (x), { training: true }))
        );
        const codes = reparameterize(mean, logVariance, /** @type {Tensor} */ (noise));
        const logits = /** @type {Tensor} */ (scores.apply(codes, { training: true }));
        const reconstruction = bernoulliLogLikelihood(/** @type {Tensor} */ (x), logits);
        return tf.mean(tf.sub(klDivergence(mean, logVariance), reconstruction));
      }, true);
      return /** @type {import('gradus').Scalar} */ (loss);
    },
    sample: ([codes]) =>
      /** @type {Tensor} */ (
        decoder.predict(/** @type {Tensor} */ (codes), { batchSize: codes?.shape[0] ?? 0 })
      ),
  };
}
