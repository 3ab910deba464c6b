/** Rows of `vision`. */
import { loadDataset, tf, trainTestSplit } from 'gradus';
import { shapeImages } from 'gradus/data';
import { mlp } from 'gradus/deep-learning';
import {
  cnn,
  lenet,
  meanIou,
  mobilenetSmall,
  resnet18,
  resnet20,
  resnet34,
  unet,
  vggSmall,
  vit,
} from 'gradus/vision';
import { byModel, centroids, flat, share, train } from '../training.mjs';

/** @typedef {import('gradus').LayersModel} LayersModel */
/** @typedef {import('gradus').Tensor} Tensor */
/** @typedef {import('../row.mjs').Row} Row */
/** @typedef {Omit<import('../training.mjs').Run, 'seed'>} Plan */

/**
 * Trains on the greater part of a data set of flat images, and measures on the rest.
 *
 * @param {{ x: import('gradus').Tensor2D, y: import('gradus').Tensor1D }} all
 * @param {LayersModel} model
 * @param {import('../training.mjs').Run} run
 */
async function onParts(all, model, run) {
  const { train: data, test: held } = trainTestSplit(all, { seed: run.seed });
  const [input, output] = [model.inputs[0]?.shape ?? [], model.outputs[0]?.shape ?? []];
  const images = (/** @type {Tensor} */ x) => tf.reshape(x, [-1, ...input.slice(1).map(Number)]);
  const seconds = await train(model, { x: images(data.x), y: data.y }, run);
  return {
    ours: share(held, (x) => byModel(model)(images(x))),
    baselines: { 'nearest centroid': centroids(data, held, Number(output[1])) },
    seconds,
  };
}

/**
 * A model for images of 8×8 with one channel.
 *
 * @param {(seed: number) => LayersModel} make
 * @param {Plan} plan
 * @returns {Row['run']}
 */
const onDigits = (make, plan) => async (seed) =>
  onParts(await loadDataset('digits'), make(seed), { ...plan, seed });

/**
 * A model for images of 32×32 in colour: whether a face has long hair.
 *
 * @param {(seed: number) => LayersModel} make
 * @param {Plan} plan
 * @returns {Row['run']}
 */
const onFaces = (make, plan) => async (seed) => {
  const { x, attributes, attributeNames } = await loadDataset('pixel-faces32');
  const column = attributeNames.indexOf('longHair');
  const y = /** @type {import('gradus').Tensor1D} */ (
    tf.cast(tf.squeeze(tf.slice(attributes, [0, column], [-1, 1])), 'int32')
  );
  return onParts({ x: flat(x), y }, make(seed), { ...plan, seed });
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

/** @type {{ inputShape: [number, number, number], classes: number }} */
const faces = { inputShape: [32, 32, 3], classes: 2 };

const faceRow = { data: 'pixel faces, 4,000; 800 held out', measure: 'accuracy on long hair' };

const digitRow = { data: 'digits, 360 held out', measure: 'accuracy' };

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
    ...digitRow,
    floor: 0.98,
    run: onDigits((seed) => vggSmall({ ...digits, filters: [32, 64], batchNorm: true, seed }), {
      ...{ epochs: 20, batchSize: 32, rate: 3e-3 },
    }),
  },
  {
    name: 'vit-digits',
    ...digitRow,
    floor: 0.94,
    run: onDigits((seed) => vit({ ...digits, patchSize: 2, layers: 2, dropout: 0.1, seed }), {
      ...{ epochs: 40, batchSize: 32, rate: 2e-3 },
    }),
  },
  {
    name: 'resnet20-digits',
    ...digitRow,
    floor: 0.97,
    run: onDigits((seed) => resnet20({ ...digits, seed }), {
      ...{ epochs: 10, batchSize: 32, rate: 3e-3 },
    }),
  },
  {
    name: 'mobilenet-digits',
    ...digitRow,
    floor: 0.96,
    run: onDigits((seed) => mobilenetSmall({ ...digits, widthMultiplier: 0.5, seed }), {
      ...{ epochs: 20, batchSize: 32, rate: 3e-3 },
    }),
  },
  {
    name: 'resnet18-faces',
    ...faceRow,
    floor: 0.95,
    run: onFaces((seed) => resnet18({ ...faces, filters: 8, seed }), {
      ...{ epochs: 4, batchSize: 32, rate: 3e-3 },
    }),
  },
  {
    name: 'resnet34-faces',
    ...faceRow,
    floor: 0.95,
    run: onFaces((seed) => resnet34({ ...faces, filters: 8, seed }), {
      ...{ epochs: 4, batchSize: 32, rate: 3e-3 },
    }),
  },
  {
    name: 'lenet-fashion',
    ...fashion,
    floor: 0.85,
    run: onFashion((seed) => lenet({ ...clothes, seed }), {
      ...{ epochs: 10, batchSize: 64, rate: 3e-3 },
    }),
  },
  {
    name: 'cnn-fashion',
    ...fashion,
    floor: 0.88,
    anchor: fashionAnchor('0.925, two convolutions, fewer than 100,000 weights'),
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
      const model = unet({ inputShape: [48, 48, 1], classes: 4, seed });
      const pairs = { x: data.x, y: data.masks };
      const seconds = await train(model, pairs, { epochs: 8, batchSize: 16, rate: 2e-3, seed });
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
