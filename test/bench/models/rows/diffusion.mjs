/** Rows of `diffusion`. */
import { createRng, loadDataset, tf, trainTestSplit } from 'gradus';
import { moons } from 'gradus/data';
import { mlp } from 'gradus/deep-learning';
import { ddimSample, ddpmSample, denoisingMlp, denoisingUnet, flowSample } from 'gradus/diffusion';
import { dcganDiscriminator, dcganGenerator, GanTrainer } from 'gradus/gan';
import { featuresOf, precisionAndRecall, slicedWasserstein } from 'gradus/generative';
import { learn, schedule } from '../diffusion-training.mjs';
import { diffusionFaces, faceResult } from '../face-models.mjs';
import { byModel, share, train } from '../training.mjs';

/** @typedef {import('gradus').Tensor} Tensor */

/** Ten classes in turn. */
const ASKED = Array.from({ length: 200 }, (_, i) => i % 10);
const drawing = { count: ASKED.length, labels: ASKED };

/**
 * Digits in [−1, 1] as pictures, a classifier of the same training digits, and what it says of samples.
 *
 * @param {number} seed
 */
async function judged(seed) {
  const { train: data, test: held } = trainTestSplit(await loadDataset('digits'), { seed });
  const classifier = mlp({ inputShape: [64], hidden: [128, 64], classes: 10, seed });
  await train(classifier, data, { epochs: 30, batchSize: 32, rate: 3e-3, seed });
  const real = featuresOf(classifier, held.x);
  const asked = tf.tensor1d(ASKED, 'int32');
  const asData = (/** @type {Tensor} */ pictures) =>
    tf.tidy(() => tf.div(tf.add(tf.reshape(pictures, [-1, 64]), 1), 2));
  const look = (/** @type {Tensor} */ pictures) => {
    const flat = asData(pictures);
    const features = featuresOf(classifier, flat);
    const { precision, recall, coverage } = precisionAndRecall(features, real);
    tf.dispose([pictures, flat, features]);
    return { precision, recall, coverage };
  };
  return {
    x: tf.tidy(() => tf.sub(tf.mul(tf.reshape(data.x, [-1, 8, 8, 1]), 2), 1)),
    label: data.y,
    onReal: share(held, byModel(classifier)),
    /** @param {Tensor} pictures drawn by class, in turn */
    measure(pictures) {
      const flat = asData(pictures);
      const asAsked = share({ x: flat, y: asked }, byModel(classifier));
      flat.dispose();
      return { asAsked, ...look(pictures) };
    },
    look,
  };
}

/** Seconds that all threads of this process have worked: what else runs on the machine does not count. */
function worked() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** @param {number} seed */
const digitsUnet = (seed) =>
  denoisingUnet({
    inputShape: [8, 8, 1],
    classes: 10,
    filters: 16,
    channelMultipliers: [1, 2],
    seed,
  });

const onDigits = { batchSize: 64, rate: 2e-3, steps: 800 };

/** @type {import('../row.mjs').Row[]} */
export const rows = [
  {
    name: 'ddpm-digits',
    data: 'digits, 1,437 to learn from; 200 drawn by class, 1,000 steps',
    measure: 'share that a classifier of digits takes for the class asked for',
    floor: 0.9,
    async run(seed) {
      const { x, label, onReal, measure } = await judged(seed);
      const model = digitsUnet(seed);
      const seconds = await learn(model, { x, label }, { kind: 'diffusion', ...onDigits, seed });
      /** @type {{ clip: [number, number] }} */
      const pixels = { clip: [-1, 1] };
      const options = { schedule, ...drawing, ...pixels, seed };
      const many = measure(await ddpmSample(model, options));
      const few = measure(await ddimSample(model, { ...options, steps: 10 }));
      const led = measure(await ddimSample(model, { ...options, steps: 50, guidance: 1 }));
      const { labels, ...free } = options;
      const any = measure(await ddimSample(model, { ...free, steps: 50 }));
      return {
        ours: many.asAsked,
        baselines: { 'no class asked for': any.asAsked },
        beside: {
          'DDIM, 10 steps': few.asAsked,
          'DDIM, 50 steps, guidance 1': led.asAsked,
          precision: many.precision,
          recall: many.recall,
          'precision with guidance': led.precision,
          'recall with guidance': led.recall,
          'real digits': onReal,
        },
        seconds,
      };
    },
  },
  {
    name: 'ddim-beside-gan',
    data:
      'digits, 1,437 to learn from; 1,000 drawn, DDIM in 50 steps; a DCGAN trained for as many seconds of the ' +
      'processor',
    measure: 'recall of 360 held out, in features of a classifier',
    floor: 0.8,
    async run(seed) {
      const { x, look } = await judged(seed);
      const model = denoisingUnet({
        inputShape: [8, 8, 1],
        filters: 16,
        channelMultipliers: [1, 2],
        seed,
      });
      const [count, prediction] = /** @type {const} */ ([1000, 'v']);
      const before = worked();
      const learning = { batchSize: 64, rate: 2e-3, steps: 1500, seed };
      const seconds = await learn(model, { x }, { kind: 'diffusion', prediction, ...learning });
      const budget = worked() - before;
      const options = { schedule, prediction, count, steps: 50, seed };
      const ours = look(await ddimSample(model, { ...options, clip: [-1, 1] }));
      const start = worked();
      let steps = 0;
      const trainer = new GanTrainer({
        generator: dcganGenerator({ outputShape: [8, 8, 1], outputActivation: 'tanh', seed }),
        discriminator: dcganDiscriminator({ inputShape: [8, 8, 1], seed: seed + 1 }),
        averageDecay: 0.99,
        callbacks: [
          {
            onStep(report, run) {
              steps = report.step;
              if (worked() - start > budget) run.stop();
            },
          },
        ],
        seed,
      });
      await trainer.fit({ x }, { steps: 1_000_000, batchSize: 64 });
      const gan = look(trainer.sample({ count, seed }));
      trainer.dispose();
      const { mean, variance } = tf.moments(x, 0);
      const normal = tf.randomNormal([count, 8, 8, 1], 0, 1, 'float32', seed + 1);
      const pixels = look(tf.add(tf.mul(normal, tf.sqrt(variance)), mean));
      const known = look(tf.slice(x, 0, count));
      return {
        ours: ours.recall,
        baselines: { 'normal pixels': pixels.recall },
        // Told as it is: the DCGAN need not be beaten.
        beside: {
          precision: ours.precision,
          coverage: ours.coverage,
          'DCGAN, recall': gan.recall,
          'DCGAN, precision': gan.precision,
          'DCGAN, coverage': gan.coverage,
          'DCGAN, steps': steps,
          'training digits, recall': known.recall,
          'seconds of the processor': budget,
        },
        seconds,
      };
    },
  },
  {
    name: 'ddim-faces',
    data: 'pixel faces in colour, 16×16, 3,200 to learn from; 800 drawn, DDIM in 50 steps',
    measure: 'harmonic mean of precision and recall of 800 held out, in features of a classifier',
    floor: 0.7,
    run: async (seed) => faceResult(seed, await diffusionFaces(seed)),
  },
  {
    name: 'flow-digits',
    data: 'digits, 1,437 to learn from; 200 drawn by class, 10 steps of Euler',
    measure: 'share that a classifier of digits takes for the class asked for',
    floor: 0.9,
    async run(seed) {
      const { x, label, onReal, measure } = await judged(seed);
      const model = digitsUnet(seed);
      const seconds = await learn(model, { x, label }, { kind: 'flow', ...onDigits, seed });
      const options = { ...drawing, seed };
      const ten = measure(await flowSample(model, { ...options, steps: 10 }));
      const heun = measure(await flowSample(model, { ...options, steps: 5, method: 'heun' }));
      const { labels, ...free } = options;
      const any = measure(await flowSample(model, { ...free, steps: 10 }));
      return {
        ours: ten.asAsked,
        baselines: { 'no class asked for': any.asAsked },
        beside: {
          'Heun, 5 steps': heun.asAsked,
          precision: ten.precision,
          recall: ten.recall,
          'real digits': onReal,
        },
        seconds,
      };
    },
  },
  {
    name: 'flow-moons',
    data: 'two moons, 2,000 to learn from, 1,000 held out; 1,000 drawn in 10 steps of Heun',
    measure: 'sliced Wasserstein distance to what is held out',
    better: 'lower',
    floor: 0.1,
    async run(seed) {
      const [data, held] = [
        moons({ count: 2000, noise: 0.05, seed }),
        moons({ count: 1000, noise: 0.05, seed: `held out ${seed}` }),
      ];
      const model = denoisingMlp({ inputShape: [2], seed });
      const learning = { steps: 1500, batchSize: 128, rate: 2e-3, seed };
      const seconds = await learn(model, { x: data.x }, { kind: 'flow', ...learning });
      /** @param {Tensor} points */
      const far = (points) => slicedWasserstein(points, held.x, { rng: createRng(1) });
      const drawn = await flowSample(model, { count: 1000, steps: 10, method: 'heun', seed });
      const { mean, variance } = tf.moments(data.x, 0);
      const normal = tf.randomNormal([1000, 2], 0, 1, 'float32', seed + 1);
      const bell = tf.add(tf.mul(normal, tf.sqrt(variance)), mean);
      return {
        ours: far(drawn),
        baselines: { 'normal of the same mean and deviations': far(bell) },
        beside: { 'as many real points': far(tf.slice(data.x, 0, 1000)) },
        seconds,
      };
    },
  },
];
