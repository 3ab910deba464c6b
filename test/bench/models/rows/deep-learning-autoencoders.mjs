/** Rows of `deep-learning` that give back what they are given. */
import { loadDataset, meanSquaredError, tf, trainTestSplit } from 'gradus';
import { autoencoder, convAutoencoder, denoisingAutoencoder } from 'gradus/deep-learning';
import { principalComponents } from '../baselines.mjs';
import { flat, train } from '../training.mjs';

/** @typedef {import('gradus').Tensor} Tensor */

/**
 * @param {Tensor} guess
 * @param {Tensor} x
 */
const error = (guess, x) =>
  tf.tidy(() => 1000 * (tf.mean(tf.squaredDifference(guess, x)).dataSync()[0] ?? Number.NaN));

const measure = 'squared error a pixel in [0, 1], × 1000';

/** @param {number} seed */
async function digits(seed) {
  const { train: data, test: held } = trainTestSplit(await loadDataset('digits'), { seed });
  return { x: data.x, held: held.x };
}

/** @type {import('../row.mjs').Row[]} */
export const rows = [
  {
    name: 'autoencoder-digits',
    data: 'digits, 360 held out, 64 numbers to 8',
    measure,
    better: 'lower',
    floor: 14,
    async run(seed) {
      const { x, held } = await digits(seed);
      const model = autoencoder({ inputShape: [64], latent: 8, seed });
      const run = { epochs: 60, batchSize: 32, rate: 3e-3, seed, loss: meanSquaredError };
      const seconds = await train(model, { x, y: x }, run);
      return {
        ours: error(/** @type {Tensor} */ (model.predict(held)), held),
        baselines: {
          'mean picture': error(tf.mean(x, 0, true), held),
          'PCA of 8': error(principalComponents(x, 8)(held), held),
        },
        seconds,
      };
    },
  },
  {
    name: 'conv-autoencoder-fashion',
    data: 'Fashion-MNIST, 10,000 to learn from, 2,000 held out, 784 numbers to 16',
    measure,
    better: 'lower',
    floor: 17,
    async run(seed) {
      const { train: data, test: held } = await loadDataset('fashion');
      const model = convAutoencoder({ inputShape: [28, 28, 1], latent: 16, seed });
      const run = { epochs: 4, batchSize: 64, rate: 3e-3, seed, loss: meanSquaredError };
      const seconds = await train(model, { x: data.x, y: data.x }, run);
      const [x, rest] = [flat(data.x), flat(held.x)];
      return {
        ours: error(/** @type {Tensor} */ (model.predict(held.x)), held.x),
        baselines: {
          'mean picture': error(tf.mean(x, 0, true), rest),
          'PCA of 16': error(principalComponents(x, 16)(rest), rest),
        },
        seconds,
      };
    },
  },
  {
    name: 'denoising-autoencoder-digits',
    data: 'digits with normal noise of deviation 0.25, 360 held out',
    measure,
    better: 'lower',
    floor: 16,
    async run(seed) {
      const { x, held } = await digits(seed);
      const noisy = tf.add(held, tf.randomNormal(held.shape, 0, 0.25, 'float32', seed + 1));
      const model = denoisingAutoencoder({ inputShape: [64], noise: 0.25, seed });
      const run = { epochs: 60, batchSize: 32, rate: 2e-3, seed, loss: meanSquaredError };
      const seconds = await train(model, { x, y: x }, run);
      return {
        ours: error(/** @type {Tensor} */ (model.predict(noisy)), held),
        baselines: {
          'noisy picture': error(noisy, held),
          'mean picture': error(tf.mean(x, 0, true), held),
          'PCA of 16': error(principalComponents(x, 16)(/** @type {never} */ (noisy)), held),
        },
        seconds,
      };
    },
  },
];
