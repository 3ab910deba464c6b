/** The trainers of generators, each on small networks of its own, for the soak. */
import { createRng, ExponentialMovingAverage, memoryBatches, tf } from 'gradus';
import { cosineNoiseSchedule, denoisingUnet, diffusionTrainer } from 'gradus/diffusion';
import { dcganDiscriminator, dcganGenerator, GanTrainer } from 'gradus/gan';
import { VaeTrainer, vae } from 'gradus/vae';

/** @typedef {import('gradus').TrainerCallback} TrainerCallback */
/** @typedef {(callback: TrainerCallback, steps: number) => Promise<void>} Train */

/** @type {[number, number, number]} */
const image = [8, 8, 1];
const pictures = (/** @type {number[]} */ shape) =>
  tf.tensor(createRng('soak').uniforms(64 * 64), [64, ...shape]);

/**
 * Both networks, both optimizers and the average, in one step.
 *
 * @param {'gan' | 'wgan-gp'} loss
 * @returns {Train}
 */
const gan = (loss) => async (callback, steps) => {
  const generator = dcganGenerator({ outputShape: image, latent: 8, filters: [8, 4], seed: 1 });
  const discriminator = dcganDiscriminator({
    ...{ inputShape: image, filters: [4, 8], seed: 2 },
    normalization: loss === 'gan' ? 'batch' : 'none',
  });
  const trainer = new GanTrainer({
    ...{ generator, discriminator, loss, averageDecay: 0.99, callbacks: [callback] },
  });
  const x = pictures(image);
  await trainer.fit({ x }, { steps, batchSize: 8 });
  trainer.dispose();
  tf.dispose(x);
  generator.dispose();
  discriminator.dispose();
};

/** @type {Record<string, Train>} */
export const trainers = {
  'vae-trainer': async (callback, steps) => {
    const model = vae({ inputShape: [64], latent: 4, hidden: [16], seed: 1 });
    const optimizer = tf.train.adam(1e-3);
    const x = pictures([64]);
    await new VaeTrainer({ model, optimizer, callbacks: [callback] }).fit(
      { x },
      { steps, batchSize: 8 },
    );
    tf.dispose(x);
    model.dispose();
    optimizer.dispose();
  },
  'gan-trainer': gan('gan'),
  'wgan-gp-trainer': gan('wgan-gp'),
  'diffusion-trainer': async (callback, steps) => {
    const model = denoisingUnet({
      ...{ inputShape: image, filters: 4, channelMultipliers: [1, 2], groups: 2, seed: 1 },
    });
    const optimizer = tf.train.adam(1e-3);
    const average = new ExponentialMovingAverage(model, { decay: 0.99 });
    const schedule = cosineNoiseSchedule({ steps: 100 });
    const x = pictures(image);
    await diffusionTrainer({ model, optimizer, schedule, average, callbacks: [callback] }).fit(
      memoryBatches({ x }, { batchSize: 8 }),
      { steps },
    );
    average.dispose();
    tf.dispose(x);
    model.dispose();
    optimizer.dispose();
  },
};
