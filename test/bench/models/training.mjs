/** What rows of several families share: a training, and measures of classifiers. */
import { cosineWithWarmup, sparseSoftmaxCrossEntropy, Trainer, tf } from 'gradus';
import { accuracy, nearestCentroid } from 'gradus/deep-learning';

/** @typedef {import('gradus').Tensor} Tensor */
/** @typedef {import('gradus').Tensor1D} Tensor1D */
/** @typedef {import('gradus').Tensor2D} Tensor2D */
/** @typedef {import('gradus').LayersModel} LayersModel */
/** @typedef {{ readonly x: Tensor, readonly y: Tensor1D }} Labelled */

/**
 * @typedef {object} Run
 * @property {number} epochs
 * @property {number} batchSize
 * @property {number} rate the highest learning rate
 * @property {number} seed of the order
 * @property {import('gradus').TrainerLoss} [loss] Default: cross-entropy of class numbers.
 * @property {import('gradus').Optimizer} [optimizer] Default Adam; disposed.
 * @property {boolean} [constant] whether the rate stays. Default false: warm-up and cosine.
 */

/**
 * Trains by Adam with warm-up and cosine, gradients clipped to norm 1.
 *
 * @param {LayersModel} model
 * @param {{ x: Tensor, y: Tensor }} data
 * @param {Run} run
 * @returns seconds
 */
export async function train(model, data, run) {
  const { epochs, batchSize, rate, seed, constant = false } = run;
  const totalSteps = epochs * Math.ceil((data.x.shape[0] ?? 0) / batchSize);
  const warmupSteps = Math.floor(totalSteps / 20);
  const optimizer = run.optimizer ?? tf.train.adam(rate);
  const trainer = new Trainer({
    model,
    loss: run.loss ?? sparseSoftmaxCrossEntropy,
    optimizer,
    learningRate: constant ? rate : cosineWithWarmup({ peak: rate, warmupSteps, totalSteps }),
    clipNorm: 1,
    seed,
  });
  const start = performance.now();
  await trainer.fit(data, { epochs, batchSize });
  optimizer.dispose();
  return (performance.now() - start) / 1000;
}

/**
 * The share that a classifier has right.
 *
 * @param {Labelled} data
 * @param {(x: Tensor) => Tensor1D} classify
 */
export const share = ({ x, y }, classify) => tf.tidy(() => accuracy(classify(x), y));

/** @param {LayersModel} model @returns {(x: Tensor) => Tensor1D} */
export const byModel = (model) => (x) => tf.argMax(/** @type {Tensor} */ (model.predict(x)), 1);

/** @param {Tensor} x @returns {Tensor2D} */
export const flat = (x) => tf.reshape(x, [x.shape[0] ?? 0, -1]);

/**
 * The share that the nearest mean example has right.
 *
 * @param {Labelled} data
 * @param {Labelled} held
 * @param {number} classes
 */
export function centroids(data, held, classes) {
  return share(held, (x) =>
    nearestCentroid({ x: flat(data.x), y: data.y, classes }).predict(flat(x)),
  );
}

/**
 * The same work once for each seed: some rows share a training, or are what others must beat.
 *
 * @template T
 * @param {(seed: number) => Promise<T>} work
 */
export function once(work) {
  /** @type {Map<number, Promise<T>>} */
  const done = new Map();
  return (/** @type {number} */ seed) => {
    const result = done.get(seed) ?? work(seed);
    done.set(seed, result);
    return result;
  };
}
