/** Variational autoencoders that rows measure and pictures show. */
import { cosineWithWarmup, loadDataset, tf, trainTestSplit } from 'gradus';
import {
  codePrior,
  codeSequences,
  conditionalVae,
  VaeTrainer,
  VqVaeTrainer,
  vae,
  vqVae,
} from 'gradus/vae';
import { flat, once, train } from './training.mjs';

/** @typedef {import('gradus').LayersModel} LayersModel */
/** @typedef {import('gradus').Tensor} Tensor */
/** @typedef {import('gradus').Tensor1D} Tensor1D */
/** @typedef {import('gradus').Tensor2D} Tensor2D */
/** @typedef {{ epochs: number, batchSize: number, rate: number, seed: number, beta?: number | ((step: number) => number) }} Plan */

/** Black and white: only then are bits of Bernoulli pixels the length of a code. @param {Tensor} x */
const binary = (x) => /** @type {Tensor2D} */ (tf.cast(tf.greaterEqual(x, 0.5), 'float32'));

/** @param {Plan} plan @param {number} rows */
export const stepsOf = ({ epochs, batchSize }, rows) => epochs * Math.ceil(rows / batchSize);

/**
 * Trains by Adam with warm-up and cosine; gives seconds.
 *
 * @param {LayersModel} model
 * @param {{ x: Tensor, condition?: Tensor2D }} data
 * @param {Plan} plan
 * @param {typeof VaeTrainer | typeof VqVaeTrainer} [Trainer]
 */
export async function learn(model, data, plan, Trainer = VaeTrainer) {
  const { epochs, batchSize, rate, seed, beta } = plan;
  const totalSteps = stepsOf(plan, data.x.shape[0] ?? 0);
  const warmupSteps = Math.floor(totalSteps / 20);
  const optimizer = tf.train.adam(rate);
  const trainer = new Trainer({
    model,
    optimizer,
    learningRate: cosineWithWarmup({ peak: rate, warmupSteps, totalSteps }),
    seed,
    ...(beta === undefined ? {} : { beta }),
  });
  const start = performance.now();
  await trainer.fit(data, { epochs, batchSize });
  optimizer.dispose();
  return (performance.now() - start) / 1000;
}

/** @param {number} seed */
export async function digits(seed) {
  const { train: data, test: held } = trainTestSplit(await loadDataset('digits'), { seed });
  return { x: binary(data.x), y: data.y, held: binary(held.x), heldY: held.y };
}

/** @param {number} seed */
async function faces(seed) {
  const { x, attributes, attributeNames } = await loadDataset('pixel-faces32');
  const column = attributeNames.indexOf('glasses');
  const y = /** @type {Tensor1D} */ (
    tf.cast(tf.squeeze(tf.slice(attributes, [0, column], [-1, 1])), 'int32')
  );
  const parts = trainTestSplit({ x: /** @type {Tensor2D} */ (flat(x)), y }, { seed });
  const images = (/** @type {{ x: Tensor2D, y: Tensor1D }} */ part) => ({
    x: tf.reshape(part.x, [-1, 32, 32, 3]),
    y: part.y,
  });
  return { data: images(parts.train), held: images(parts.test) };
}

export const vqFaces = once(async (seed) => {
  const { data, held } = await faces(seed);
  const model = vqVae({ inputShape: [32, 32, 3], codes: 64, seed });
  const plan = { epochs: 8, batchSize: 32, rate: 2e-3, seed };
  const seconds = await learn(model, data, plan, VqVaeTrainer);
  return { model, data, held, seconds };
});

/** With a prior of its codes. */
export const vqPriorFaces = once(async (seed) => {
  const { model, data, held, seconds } = await vqFaces(seed);
  const prior = codePrior(model, { layers: 2, width: 64, seed });
  const [seen, rest] = [codeSequences(model, data.x), codeSequences(model, held.x)];
  const more = await train(prior, seen, { epochs: 12, batchSize: 32, rate: 3e-3, seed });
  return { model, prior, seen, rest, seconds: seconds + more };
});

export const vaeFaces = once(async (seed) => {
  const { data, held } = await faces(seed);
  const model = vae({ inputShape: [32, 32, 3], latent: 16, hidden: [512, 256], seed });
  const plan = { epochs: 14, batchSize: 32, rate: 2e-3, seed };
  const seconds = await learn(model, data, plan);
  return { model, data, held, seconds };
});

export const conditionalDigits = once(async (seed) => {
  const { x, y, held, heldY } = await digits(seed);
  const model = conditionalVae({ inputShape: [64], conditions: 10, latent: 8, seed });
  const condition = /** @type {Tensor2D} */ (tf.cast(tf.oneHot(y, 10), 'float32'));
  const plan = { epochs: 40, batchSize: 32, rate: 2e-3, seed };
  const seconds = await learn(model, { x, condition }, plan);
  return { model, x, y, held, heldY, seconds };
});
