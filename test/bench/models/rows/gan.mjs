/** Rows of `gan`. */
import {
  cosineWithWarmup,
  createRng,
  loadDataset,
  sparseSoftmaxCrossEntropy,
  Trainer,
  tf,
  trainTestSplit,
} from 'gradus';
import {
  conditionalDiscriminator,
  conditionalGenerator,
  dcganDiscriminator,
  dcganGenerator,
  GanTrainer,
  ganDiscriminator,
  ganGenerator,
} from 'gradus/gan';
import { modeCoverage, qualityAndDiversity } from 'gradus/generative';
import { cnn } from 'gradus/vision';
import { faceResult, ganFaces } from '../face-models.mjs';
import { byModel, share } from '../training.mjs';

/** @typedef {import('gradus').LayersModel} LayersModel */
/** @typedef {import('gradus').Tensor} Tensor */
/** @typedef {import('gradus').Tensor2D} Tensor2D */
/** @typedef {import('../row.mjs').Row} Row */

/** @param {GanTrainer} trainer @param {import('gradus/gan').GanExamples} data @param {number} steps @param {number} [batchSize] */
async function secondsOf(trainer, data, steps, batchSize) {
  const start = performance.now();
  await trainer.fit(data, { steps, ...(batchSize === undefined ? {} : { batchSize }) });
  return (performance.now() - start) / 1000;
}

const SIGMA = 0.1;
const SAMPLES = 2500;
/** On a circle of radius 2. */
const centres = Array.from({ length: 8 }, (_, i) => {
  const angle = (i * Math.PI) / 4;
  return [2 * Math.cos(angle), 2 * Math.sin(angle)];
});

/** @param {number} count @param {string} seed @returns {Tensor2D} */
function ring(count, seed) {
  const rng = createRng(seed);
  const points = Array.from({ length: count }, () => {
    const [x = 0, y = 0] = centres[rng.integer(0, centres.length)] ?? [];
    return [x + SIGMA * rng.normal(), y + SIGMA * rng.normal()];
  });
  return tf.tensor2d(points);
}

/** Modes, and the share of good samples where all of them are reached. @param {Tensor} samples */
function onRing(samples) {
  const options = { sigma: SIGMA, minShare: 0.02 };
  const { covered, highQuality } = modeCoverage(samples, tf.tensor2d(centres), options);
  return { covered, share: highQuality, both: covered === centres.length ? highQuality : 0 };
}

/** Points of one normal distribution as wide as the data along each axis. @param {Tensor2D} x @param {number} seed */
function oneGaussian(x, seed) {
  return tf.tidy(() => {
    const { mean, variance } = tf.moments(x, 0);
    const noise = tf.tensor2d(createRng(seed).normals(2 * SAMPLES), [SAMPLES, 2]);
    return tf.add(mean, tf.mul(noise, tf.sqrt(variance)));
  });
}

/** @param {number} seed */
const onPlane = (seed) => {
  const hidden = [128, 128, 128];
  return {
    generator: ganGenerator({
      ...{ outputShape: [2], latent: 8, hidden, seed },
      outputActivation: 'linear',
    }),
    discriminator: ganDiscriminator({ inputShape: [2], hidden, seed: seed + 100 }),
    seed,
  };
};

/** @param {Tensor} x */
const asImages = (x) => tf.reshape(x, [-1, 8, 8, 1]);

/**
 * A classifier that learns from the examples that the GAN learns from, and is frozen.
 *
 * @param {{ x: Tensor, y: import('gradus').Tensor1D }} data
 * @param {number} seed
 */
async function frozenClassifier(data, seed) {
  const model = cnn({ inputShape: [8, 8, 1], classes: 10, filters: [32], seed });
  const optimizer = tf.train.adam(3e-3);
  const trainer = new Trainer({ model, loss: sparseSoftmaxCrossEntropy, optimizer, seed });
  await trainer.fit({ x: asImages(data.x), y: data.y }, { epochs: 15, batchSize: 32 });
  optimizer.dispose();
  return model;
}

/** Each pixel from that of some training picture, by itself. @param {Tensor} x `[N, …]` @param {number} count @param {number} seed */
function pixelsAlone(x, count, seed) {
  const [rows = 0, ...shape] = x.shape;
  const size = shape.reduce((product, n) => product * n, 1);
  const values = x.dataSync();
  const rng = createRng(seed);
  const drawn = Float32Array.from(
    { length: count * size },
    (_, i) => values[rng.integer(0, rows) * size + (i % size)] ?? 0,
  );
  return tf.tensor(drawn, [count, ...shape]);
}

/** @param {LayersModel} classifier @param {Tensor} images */
const judged = (classifier, images) =>
  tf.tidy(() => qualityAndDiversity(/** @type {Tensor} */ (classifier.predict(images))));

/** @type {[number, number, number]} */
const small = [8, 8, 1];

/** @type {Row[]} */
export const rows = [
  {
    name: 'gan-ring',
    data: '8 Gaussians of σ 0.1 on a circle of radius 2, 20,000 points; 2,500 samples',
    measure: 'WGAN-GP: share of samples within 3 σ of a mode where all 8 are covered, else 0',
    floor: 0.9,
    async run(seed) {
      const x = ring(20_000, `ring ${seed}`);
      const steps = 5000;
      const optimizers = /** @type {const} */ ([
        tf.train.adam(2e-3, 0.5, 0.9),
        tf.train.adam(2e-3, 0.5, 0.9),
      ]);
      const wasserstein = new GanTrainer({
        ...onPlane(seed),
        loss: 'wgan-gp',
        // Of the authors' own example of points in the plane: 10 keeps the critic too smooth for it.
        penaltyWeight: 0.1,
        optimizers,
        learningRate: cosineWithWarmup({ peak: 2e-3, warmupSteps: 10, totalSteps: steps }),
        averageDecay: 0.995,
      });
      const seconds = await secondsOf(wasserstein, { x }, steps, 128);
      const ours = onRing(wasserstein.sample({ count: SAMPLES, seed: 9 }));
      const vanilla = new GanTrainer({ ...onPlane(seed), learningRate: 1e-3 });
      await secondsOf(vanilla, { x }, steps, 128);
      const theirs = onRing(vanilla.sample({ count: SAMPLES, seed: 9 }));
      for (const trainer of [wasserstein, vanilla]) trainer.dispose();
      for (const optimizer of optimizers) optimizer.dispose();
      return {
        ours: ours.both,
        baselines: {
          'one Gaussian, whatever it covers': onRing(oneGaussian(x, seed)).share,
          'vanilla GAN, whatever it covers': theirs.share,
        },
        beside: {
          modes: ours.covered,
          'modes of the vanilla GAN': theirs.covered,
          'real points': onRing(ring(SAMPLES, `held out ${seed}`)).share,
        },
        seconds,
      };
    },
  },
  {
    name: 'gan-digits',
    data: 'digits, 1,437 to learn from; 1,000 samples',
    measure:
      "DCGAN: a frozen classifier's confidence where the classes' entropy is ≥ 2 nats, else 0",
    floor: 0.7,
    async run(seed) {
      const { train, test } = trainTestSplit(await loadDataset('digits'), { seed });
      const classifier = await frozenClassifier(train, seed);
      const trainer = new GanTrainer({
        generator: dcganGenerator({ outputShape: small, latent: 32, seed }),
        discriminator: dcganDiscriminator({ inputShape: small, seed: seed + 1 }),
        learningRate: 1e-3,
        seed,
      });
      const x = asImages(train.x);
      const seconds = await secondsOf(trainer, { x }, 1000);
      const { confidence, entropy } = judged(classifier, trainer.sample({ count: 1000, seed: 5 }));
      const real = judged(classifier, asImages(test.x));
      trainer.dispose();
      return {
        ours: entropy >= 2 ? confidence : 0,
        baselines: { 'pixels alone': judged(classifier, pixelsAlone(x, 1000, seed)).confidence },
        beside: { entropy, 'real, held out': real.confidence, 'entropy of real': real.entropy },
        seconds,
      };
    },
  },
  {
    name: 'gan-conditional-digits',
    data: 'digits, 1,437 to learn from; 1,000 samples, 100 of each class',
    measure: 'share classified as asked',
    floor: 0.9,
    async run(seed) {
      const { train, test } = trainTestSplit(await loadDataset('digits'), { seed });
      const classifier = await frozenClassifier(train, seed);
      const trainer = new GanTrainer({
        generator: conditionalGenerator({ outputShape: small, classes: 10, latent: 32, seed }),
        discriminator: conditionalDiscriminator({
          inputShape: small,
          classes: 10,
          seed: seed + 1,
        }),
        learningRate: 1e-3,
        seed,
      });
      const seconds = await secondsOf(trainer, { x: asImages(train.x), y: train.y }, 1000);
      const labels = Array.from({ length: 1000 }, (_, i) => i % 10);
      const x = trainer.sample({ labels, seed: 5 });
      const asked = (/** @type {number} */ shift) =>
        share(
          {
            x,
            y: tf.tensor1d(
              labels.map((label) => (label + shift) % 10),
              'int32',
            ),
          },
          byModel(classifier),
        );
      const real = { x: asImages(test.x), y: test.y };
      const { confidence } = judged(classifier, x);
      trainer.dispose();
      return {
        ours: asked(0),
        baselines: { 'the next class': asked(1), chance: 0.1 },
        beside: { 'real, held out': share(real, byModel(classifier)), confidence },
        seconds,
      };
    },
  },
  {
    name: 'gan-faces',
    data: 'pixel faces in colour, 16×16, 3,200 to learn from; 800 drawn',
    measure:
      'DCGAN: harmonic mean of precision and recall of 800 held out, in features of a classifier',
    floor: 0.62,
    run: async (seed) => faceResult(seed, await ganFaces(seed)),
  },
];
