/** The training of diffusions and flows in rows and pictures. */
import { cosineWithWarmup, ExponentialMovingAverage, memoryBatches, tf } from 'gradus';
import { cosineNoiseSchedule, diffusionTrainer, flowMatchingTrainer } from 'gradus/diffusion';

/** @typedef {import('gradus').LayersModel} LayersModel */
/** @typedef {import('gradus/diffusion').DiffusionBatch} DiffusionBatch */

export const schedule = cosineNoiseSchedule();

/**
 * @typedef {object} Learning
 * @property {'diffusion' | 'flow'} kind
 * @property {number} steps
 * @property {number} batchSize
 * @property {number} rate
 * @property {number} seed
 * @property {import('gradus/diffusion').Prediction} [prediction] of a diffusion. Default epsilon.
 */

/**
 * Trains by Adam with warm-up and cosine, and leaves the model with the average of its weights.
 *
 * @param {LayersModel} model
 * @param {DiffusionBatch} data
 * @param {Learning} learning
 * @returns seconds
 */
export async function learn(model, data, learning) {
  const { kind, steps, batchSize, rate, seed, prediction = 'epsilon' } = learning;
  const optimizer = tf.train.adam(rate);
  const average = new ExponentialMovingAverage(model, { decay: 0.99 });
  const warmupSteps = Math.floor(steps / 20);
  const learningRate = cosineWithWarmup({ peak: rate, warmupSteps, totalSteps: steps });
  const options = { model, optimizer, average, learningRate, seed };
  const loop =
    kind === 'flow'
      ? flowMatchingTrainer(options)
      : diffusionTrainer({ ...options, schedule, prediction });
  const start = performance.now();
  await loop.fit(memoryBatches(data, { batchSize, seed, dropRemainder: true }), { steps });
  const seconds = (performance.now() - start) / 1000;
  average.copyToWeights();
  average.dispose();
  optimizer.dispose();
  return seconds;
}
