/** Two networks against each other: DCGAN, and a critic with a gradient penalty. */
import { tf } from 'gradus';
import {
  dcganDiscriminator,
  dcganGenerator,
  ganDiscriminatorLoss,
  ganGeneratorLoss,
  gradientPenalty,
  wassersteinCriticLoss,
  wassersteinGeneratorLoss,
} from 'gradus/gan';

/** @typedef {import('gradus').Tensor} Tensor */
/** @typedef {import('gradus').Scalar} Scalar */
/** @typedef {import('gradus').LayersModel} LayersModel */
/** @typedef {import('gradus').Optimizer} Optimizer */
/** @typedef {import('../tasks.mjs').Config} Config */
/** @typedef {import('./gradus.mjs').Generator} Generator */

/**
 * @param {LayersModel} model
 * @param {Tensor} x
 */
const run = (model, x) => /** @type {Tensor} */ (model.apply(x, { training: true }));

/**
 * A step of one network alone.
 *
 * @param {Optimizer} optimizer
 * @param {LayersModel} model
 * @param {() => Scalar} loss
 */
function minimize(optimizer, model, loss) {
  const variables = /** @type {import('gradus').Variable[]} */ (
    model.trainableWeights.map((weight) => Reflect.get(weight, 'val'))
  );
  return /** @type {Scalar} */ (optimizer.minimize(loss, true, variables));
}

/**
 * @param {Config} config
 * @param {'batch' | 'none'} normalization of the critic
 */
function networksOf({ image = [0, 0, 0], latent, generatorFilters, criticFilters }, normalization) {
  const generator = dcganGenerator({
    ...{ outputShape: image, latent, filters: generatorFilters, seed: 1 },
  });
  const critic = dcganDiscriminator({
    ...{ inputShape: image, filters: criticFilters, normalization, seed: 2 },
  });
  const sample = (/** @type {Tensor[]} */ [z]) =>
    /** @type {Tensor} */ (
      generator.predict(/** @type {Tensor} */ (z), { batchSize: z?.shape[0] ?? 0 })
    );
  // Layer by layer: all weights of a model would come with the trained ones first.
  const networks = [generator, critic].flatMap((model) => model.layers);
  return { generator, critic, networks, models: [generator, critic], sample };
}

/**
 * @param {Config} config
 * @param {() => Optimizer} optimizer
 * @returns {Generator}
 */
export function dcganOf(config, optimizer) {
  const { generator, critic, ...rest } = networksOf(config, 'batch');
  const [ofGenerator, ofCritic] = [optimizer(), optimizer()];
  return {
    ...rest,
    optimizers: [ofGenerator, ofCritic],
    step(parts) {
      const [real, z, more] = /** @type {[Tensor, Tensor, Tensor]} */ (parts);
      const fake = run(generator, z);
      const criticLoss = minimize(ofCritic, critic, () =>
        ganDiscriminatorLoss(run(critic, real), run(critic, fake)),
      );
      const generatorLoss = minimize(ofGenerator, generator, () =>
        ganGeneratorLoss(run(critic, run(generator, more))),
      );
      return tf.add(criticLoss, generatorLoss);
    },
  };
}

/**
 * @param {Config} config
 * @param {() => Optimizer} optimizer
 * @returns {Generator}
 */
export function wganGpOf(config, optimizer) {
  const { generator, critic, ...rest } = networksOf(config, 'none');
  const [ofGenerator, ofCritic] = [optimizer(), optimizer()];
  const { criticSteps = 0, penalty = 0 } = config;
  return {
    ...rest,
    optimizers: [ofGenerator, ofCritic],
    step(parts) {
      const [z, ...each] = [parts.at(-1), ...parts.slice(0, -1)];
      const pieces = each.map((part) => tf.split(part, criticSteps));
      /** @type {Scalar | undefined} */
      let sum;
      for (let i = 0; i < criticSteps; i++) {
        const [real, noise, share] = /** @type {[Tensor, Tensor, Tensor]} */ (
          pieces.map((part) => part[i])
        );
        const fake = run(generator, noise);
        const loss = minimize(ofCritic, critic, () => {
          const slope = gradientPenalty((x) => run(critic, x), real, fake, {
            uniform: () => share,
          });
          const distance = wassersteinCriticLoss(run(critic, real), run(critic, fake));
          return tf.add(distance, tf.mul(slope, penalty));
        });
        sum = sum === undefined ? loss : tf.add(sum, loss);
      }
      const generatorLoss = minimize(ofGenerator, generator, () =>
        wassersteinGeneratorLoss(run(critic, run(generator, /** @type {Tensor} */ (z)))),
      );
      return sum === undefined ? generatorLoss : tf.add(sum, generatorLoss);
    },
  };
}
