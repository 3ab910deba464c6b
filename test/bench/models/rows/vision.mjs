/** Rows of `vision`. */
import { loadDataset, tf, trainTestSplit } from 'gradus';
import { shapeImages } from 'gradus/data';
import { mlp } from 'gradus/deep-learning';
import { cnn, meanIou, unet, vggSmall, vit } from 'gradus/vision';
import { byModel, centroids, share, train } from '../training.mjs';

/** @typedef {import('gradus').LayersModel} LayersModel */
/** @typedef {import('gradus').Tensor} Tensor */
/** @typedef {import('../row.mjs').Row} Row */
/** @typedef {Omit<import('../training.mjs').Run, 'seed'>} Plan */

/**
 * A model for images of 8×8 with one channel.
 *
 * @param {(seed: number) => LayersModel} make
 * @param {Plan} plan
 * @returns {Row['run']}
 */
const onDigits = (make, plan) => async (seed) => {
  const { train: data, test: held } = trainTestSplit(await loadDataset('digits'), { seed });
  const images = (/** @type {Tensor} */ x) => tf.reshape(x, [-1, 8, 8, 1]);
  const model = make(seed);
  const seconds = await train(model, { x: images(data.x), y: data.y }, { ...plan, seed });
  return {
    ours: share(held, (x) => byModel(model)(images(x))),
    baselines: { 'nearest centroid': centroids(data, held, 10) },
    seconds,
  };
};

/**
 * A model for images of 28×28 with one channel.
 *
 * @param {(seed: number) => LayersModel} make
 * @param {Plan} plan
 * @returns {Row['run']}
 */
const onFashion = (make, plan) => async (seed) => {
  const { train: data, test: held } = await loadDataset('fashion');
  const model = make(seed);
  const seconds = await train(model, data, { ...plan, seed });
  return {
    ours: share(held, byModel(model)),
    baselines: { 'nearest centroid': centroids(data, held, 10) },
    seconds,
  };
};

/** @type {{ inputShape: [number, number, number], classes: number }} */
const digits = { inputShape: [8, 8, 1], classes: 10 };
/** @type {{ inputShape: [number, number, number], classes: number }} */
const clothes = { inputShape: [28, 28, 1], classes: 10 };

const fashion = {
  data: 'Fashion-MNIST, 10,000 of its 60,000; 2,000 held out',
  measure: 'accuracy',
};
const fashionAnchor = (/** @type {string} */ figure) =>
  `${figure} with all 60,000 (zalandoresearch/fashion-mnist, README)`;

/** @type {Row[]} */
export const rows = [
  {
    name: 'cnn-shapes',
    data: '4,000 drawn shapes, 1,000 held out',
    measure: 'accuracy',
    floor: 0.89,
    async run(seed) {
      const data = shapeImages({ count: 4000, seed });
      const held = shapeImages({ count: 1000, seed: `held out ${seed}` });
      const classes = data.classes.length;
      /** @type {[number, number, number]} */
      const inputShape = [28, 28, 1];
      const run = { epochs: 8, batchSize: 32, rate: 2e-3, seed };
      const linear = mlp({ inputShape, hidden: [], classes, seed });
      await train(linear, data, run);
      const model = cnn({ inputShape, classes, seed });
      const seconds = await train(model, data, run);
      return {
        ours: share(held, byModel(model)),
        baselines: {
          'nearest centroid': centroids(data, held, classes),
          linear: share(held, byModel(linear)),
        },
        seconds,
      };
    },
  },
  {
    name: 'vgg-digits',
    data: 'digits, 360 held out',
    measure: 'accuracy',
    floor: 0.98,
    run: onDigits((seed) => vggSmall({ ...digits, filters: [32, 64], batchNorm: true, seed }), {
      ...{ epochs: 20, batchSize: 32, rate: 3e-3 },
    }),
  },
  {
    name: 'vit-digits',
    data: 'digits, 360 held out',
    measure: 'accuracy',
    floor: 0.94,
    run: onDigits((seed) => vit({ ...digits, patchSize: 2, layers: 2, dropout: 0.1, seed }), {
      ...{ epochs: 40, batchSize: 32, rate: 2e-3 },
    }),
  },
  {
    name: 'cnn-fashion',
    ...fashion,
    floor: 0.88,
    anchor: fashionAnchor('0.925, two convolutions'),
    run: onFashion((seed) => cnn({ ...clothes, filters: [32, 64], hidden: 128, seed }), {
      ...{ epochs: 10, batchSize: 64, rate: 2e-3 },
    }),
  },
  {
    name: 'unet-scenes',
    data: 'drawn scenes, 800; 200 held out',
    measure: 'mean IoU',
    floor: 0.85,
    async run(seed) {
      const { train: data, test: held } = await loadDataset('drawn-scenes');
      const model = unet({ inputShape: [48, 48, 1], classes: 4, filters: 8, seed });
      const pairs = { x: data.x, y: data.masks };
      const seconds = await train(model, pairs, { epochs: 5, batchSize: 16, rate: 3e-3, seed });
      return tf.tidy(() => {
        const logits = /** @type {Tensor} */ (model.predict(held.x));
        return {
          ours: meanIou(tf.argMax(logits, -1), held.masks, 4),
          baselines: { 'all ground': meanIou(tf.zerosLike(held.masks), held.masks, 4) },
          seconds,
        };
      });
    },
  },
];
