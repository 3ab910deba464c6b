/** Generators of small faces in colour, which rows measure and pictures show. */
import { createRng, loadDataset, sigmoidCrossEntropy, tf, trainTestSplit } from 'gradus';
import { ddimSample, denoisingUnet } from 'gradus/diffusion';
import { dcganDiscriminator, dcganGenerator, GanTrainer } from 'gradus/gan';
import { featuresOf, precisionAndRecall } from 'gradus/generative';
import { cnn } from 'gradus/vision';
import { learn, schedule } from './diffusion-training.mjs';
import { flat, once, train } from './training.mjs';

/** @typedef {import('gradus').Tensor} Tensor */
/** @typedef {import('gradus').Tensor1D} Tensor1D */
/** @typedef {import('gradus').Tensor2D} Tensor2D */
/** @typedef {{ x: Tensor, attributes: Tensor2D }} Faces */

/** @type {[number, number, number]} */
const SHAPE = [16, 16, 3];
const PIXELS = 16 * 16 * 3;

/**
 * Faces in [−1, 1], each square of a drawing one pixel: nothing of it is lost.
 *
 * @param {number} seed
 * @returns {Promise<{ data: Faces, held: Faces }>}
 */
async function faces(seed) {
  const { x, attributes, attributeNames } = await loadDataset('pixel-faces32');
  const [count = 0] = x.shape;
  const column = attributeNames.indexOf('glasses');
  const [both, glasses] = tf.tidy(() => {
    const squares = tf.stridedSlice(x, [0, 0, 0, 0], x.shape, [1, 2, 2, 1]);
    const answers = tf.cast(attributes, 'float32');
    return [
      /** @type {Tensor2D} */ (tf.concat([tf.reshape(squares, [count, PIXELS]), answers], 1)),
      /** @type {Tensor1D} */ (
        tf.cast(tf.squeeze(tf.slice(attributes, [0, column], [-1, 1]), [1]), 'int32')
      ),
    ];
  });
  const parts = trainTestSplit({ x: both, y: glasses }, { seed });
  const apart = (/** @type {{ x: Tensor2D }} */ part) => ({
    x: tf.tidy(() => {
      const pixels = tf.slice(part.x, [0, 0], [-1, PIXELS]);
      return tf.sub(tf.mul(tf.reshape(pixels, [-1, ...SHAPE]), 2), 1);
    }),
    attributes: /** @type {Tensor2D} */ (
      tf.slice(part.x, [0, PIXELS], [-1, attributeNames.length])
    ),
  });
  return { data: apart(parts.train), held: apart(parts.test) };
}

/**
 * What a classifier of attributes, which learnt from the same faces, makes of samples beside held-out faces.
 *
 * @param {Faces} data
 * @param {Faces} held
 * @param {number} seed
 */
async function judgeOf(data, held, seed) {
  const classes = data.attributes.shape[1];
  const judge = cnn({ inputShape: SHAPE, classes, filters: [16, 32], hidden: 64, seed });
  await train(
    judge,
    { x: data.x, y: data.attributes },
    { epochs: 3, batchSize: 32, rate: 2e-3, seed, loss: sigmoidCrossEntropy },
  );
  const real = featuresOf(judge, held.x);
  return (/** @type {Tensor} */ samples) => {
    const features = featuresOf(judge, samples);
    const { precision, recall, coverage } = precisionAndRecall(features, real);
    features.dispose();
    return {
      both: (2 * precision * recall) / (precision + recall || 1),
      precision,
      recall,
      coverage,
    };
  };
}

/** As many as are held out: only equal numbers compare. @param {Faces} held */
const countOf = ({ x }) => x.shape[0] ?? 0;

/**
 * What must be beaten: faces of a normal distribution that has the mean and all covariances of the training
 * faces, and faces of which each pixel is that of some training face.
 *
 * @param {Faces} data
 * @param {number} count
 * @param {number} seed
 */
function simpleFaces(data, count, seed) {
  const seen = flat(data.x);
  const rng = createRng(`simple faces ${seed}`);
  const [rows] = seen.shape;
  const normal = tf.tidy(() => {
    const mean = tf.mean(seen, 0, true);
    const noise = tf.tensor2d(rng.normals(count * rows), [count, rows]);
    const spread = tf.div(tf.matMul(noise, tf.sub(seen, mean)), Math.sqrt(rows));
    return tf.reshape(tf.clipByValue(tf.add(mean, spread), -1, 1), [count, ...SHAPE]);
  });
  const values = seen.dataSync();
  const mixed = Float32Array.from(
    { length: count * PIXELS },
    (_, i) => values[rng.integer(0, rows) * PIXELS + (i % PIXELS)] ?? 0,
  );
  return {
    'normal of the same covariance': normal,
    'each pixel of another face': tf.tensor(mixed, [count, ...SHAPE]),
  };
}

/**
 * A generator of faces `[count, 16, 16, 3]` in [−1, 1], and others that it must beat, by name.
 *
 * @typedef {object} FaceGenerator
 * @property {number} seconds of its training
 * @property {(count: number) => Tensor | Promise<Tensor>} draw
 * @property {Record<string, (count: number) => Tensor>} [others]
 */

/**
 * A row's result.
 *
 * @param {number} seed
 * @param {FaceGenerator} generator
 */
export async function faceResult(seed, { seconds, draw, others = {} }) {
  const { data, held } = await faces(seed);
  const count = countOf(held);
  const measure = await judgeOf(data, held, seed);
  const { both, ...beside } = measure(await draw(count));
  const simple = {
    ...simpleFaces(data, count, seed),
    ...Object.fromEntries(Object.entries(others).map(([name, other]) => [name, other(count)])),
  };
  const baselines = Object.fromEntries(
    Object.entries(simple).map(([name, x]) => [name, measure(x).both]),
  );
  const real = measure(tf.slice(data.x, 0, count)).both;
  return { ours: both, baselines, beside: { ...beside, 'training faces': real }, seconds };
}

export const ganFaces = once(async (seed) => {
  const { data } = await faces(seed);
  const trainer = new GanTrainer({
    generator: dcganGenerator({ outputShape: SHAPE, outputActivation: 'tanh', seed }),
    discriminator: dcganDiscriminator({ inputShape: SHAPE, seed: seed + 1 }),
    learningRate: 5e-4,
    averageDecay: 0.99,
    seed,
  });
  const start = performance.now();
  await trainer.fit({ x: data.x }, { steps: 1500, batchSize: 64 });
  const seconds = (performance.now() - start) / 1000;
  const draw = (/** @type {number} */ count) => trainer.sample({ count, seed });
  return { seconds, draw };
});

export const diffusionFaces = once(async (seed) => {
  const { data } = await faces(seed);
  const model = denoisingUnet({
    ...{ inputShape: SHAPE, filters: 16, channelMultipliers: [1, 2, 2], seed },
  });
  const prediction = 'v';
  const seconds = await learn(
    model,
    { x: data.x },
    { kind: 'diffusion', prediction, steps: 2000, batchSize: 32, rate: 2e-3, seed },
  );
  /** @type {{ clip: [number, number] }} */
  const pixels = { clip: [-1, 1] };
  const draw = (/** @type {number} */ count) =>
    ddimSample(model, { schedule, prediction, ...pixels, count, steps: 50, seed });
  return { seconds, draw };
});
