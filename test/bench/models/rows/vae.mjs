/** Rows of `vae`. */
import { createRng, sparseSoftmaxCrossEntropy, tf } from 'gradus';
import { mlp } from 'gradus/deep-learning';
import {
  attributeVector,
  betaWarmup,
  bitsPerDimension,
  codebookUse,
  convVae,
  decode,
  decodeCodes,
  elbo,
  encode,
  sample,
  sampleCodes,
  vae,
} from 'gradus/vae';
import { cnn } from 'gradus/vision';
import { principalComponents } from '../baselines.mjs';
import { faceResult } from '../face-models.mjs';
import { byModel, flat, share, train } from '../training.mjs';
import {
  conditionalDigits,
  digits,
  learn,
  stepsOf,
  vaeFaces,
  vqFaces,
  vqPriorFaces,
} from '../vae-models.mjs';

/** @typedef {import('gradus').LayersModel} LayersModel */
/** @typedef {import('gradus').Tensor} Tensor */
/** @typedef {import('gradus').Tensor1D} Tensor1D */
/** @typedef {import('gradus').Tensor2D} Tensor2D */

/** @param {Tensor} tensor */
const number = (tensor) => tensor.dataSync()[0] ?? Number.NaN;

/**
 * Bits a pixel where each is drawn by itself, as often as it was black in what is learnt from; one count is
 * added to both, so that no pixel is impossible.
 *
 * @param {Tensor} x
 * @param {Tensor} held
 */
const bernoulliBits = (x, held) =>
  tf.tidy(() => {
    const p = tf.div(tf.add(tf.sum(x, 0), 1), (x.shape[0] ?? 0) + 2);
    const on = tf.mul(held, tf.log(p));
    const off = tf.mul(tf.sub(1, held), tf.log(tf.sub(1, p)));
    return -number(tf.mean(tf.add(on, off))) / Math.LN2;
  });

/** @param {Tensor} guess @param {Tensor} x */
const error = (guess, x) => tf.tidy(() => 1000 * number(tf.mean(tf.squaredDifference(guess, x))));

/** @param {Tensor} x @param {Tensor} held @param {number} count */
function errorBaselines(x, held, count) {
  const [seen, rest] = [flat(x), flat(held)];
  return {
    'mean picture': error(tf.mean(seen, 0, true), rest),
    [`PCA of ${count}`]: error(principalComponents(seen, count)(rest), rest),
  };
}

/**
 * Bits a pixel of a model that warms β up over half of its training.
 *
 * @param {number} seed
 * @param {LayersModel} model
 * @param {number} epochs
 */
async function onDigits(seed, model, epochs) {
  const { x, held } = await digits(seed);
  const shape = (model.inputs[0]?.shape ?? []).slice(1).map(Number);
  const pictures = (/** @type {Tensor} */ all) => tf.reshape(all, [-1, ...shape]);
  const plan = { epochs, batchSize: 32, rate: 2e-3, seed };
  const beta = betaWarmup({ steps: Math.floor(stepsOf(plan, x.shape[0]) / 2) });
  const seconds = await learn(model, { x: pictures(x) }, { ...plan, beta });
  const baseline = bernoulliBits(x, held);
  const needed = await bitsPerDimension(model, pictures(held), { samples: 50, seed });
  const { elbo: bound } = await elbo(model, pictures(held), { samples: 20, seed });
  model.dispose();
  return {
    ours: needed / baseline,
    baselines: { Bernoulli: 1 },
    beside: {
      'by the evidence lower bound': -bound / (64 * Math.LN2) / baseline,
      'bits a pixel': needed,
      'of the baseline': baseline,
    },
    seconds,
  };
}

const colour = { data: 'pixel faces in colour, 3,200 to learn from, 800 held out' };
const blackAndWhite = 'digits in black and white, 360 held out';

const bits = /** @type {const} */ ({
  data: blackAndWhite,
  measure:
    'bits a pixel over those of the per-pixel Bernoulli baseline, importance-weighted, 50 codes',
  better: 'lower',
  floor: 0.75,
});

/** Codes of a codebook. */
const CODES = 64;

/**
 * How likely each code is at each place by itself, with one count added to each.
 *
 * @param {Tensor2D} codes `[N, places]`
 * @returns `[places, CODES]`
 */
const sharesByPlace = (codes) =>
  tf.tidy(() => {
    const counts = tf.sum(tf.cast(tf.oneHot(codes, CODES), 'float32'), 0);
    return tf.div(tf.add(counts, 1), codes.shape[0] + CODES);
  });

/** Bits a code, where each is drawn by itself. @param {Tensor} shares @param {Tensor2D} codes */
const bitsByPlace = (shares, codes) =>
  tf.tidy(() => {
    const [rows] = codes.shape;
    const own = tf.mul(tf.cast(tf.oneHot(codes, CODES), 'float32'), shares);
    return -number(tf.sum(tf.log(tf.sum(own, 2)))) / (rows * codes.shape[1] * Math.LN2);
  });

/**
 * Codes drawn by these shares, each by itself.
 *
 * @param {Tensor} shares
 * @param {number} count
 * @param {number} seed
 */
function codesByPlace(shares, count, seed) {
  const rng = createRng(`codes by place ${seed}`);
  const table = /** @type {number[][]} */ (shares.arraySync());
  const drawn = Array.from({ length: count }, () =>
    table.map((row) => {
      let left = rng.uniform();
      const code = row.findIndex((value) => {
        left -= value;
        return left < 0;
      });
      return code === -1 ? CODES - 1 : code;
    }),
  );
  return tf.reshape(tf.tensor2d(drawn, [count, table.length], 'int32'), [count, 8, 8]);
}

/** Faces of codes, as small as they were drawn, in [−1, 1]. @param {LayersModel} model @param {Tensor} codes */
const smallFaces = (model, codes) =>
  tf.tidy(() => {
    const large = /** @type {import('gradus').Tensor4D} */ (decodeCodes(model, codes));
    return tf.sub(tf.mul(tf.avgPool(large, 2, 2, 'valid'), 2), 1);
  });

/** @type {import('../row.mjs').Row[]} */
export const rows = [
  {
    name: 'vae-digits',
    ...bits,
    run: (seed) =>
      onDigits(seed, vae({ inputShape: [64], latent: 12, hidden: [256, 128], seed }), 60),
  },
  {
    name: 'conv-vae-digits',
    ...bits,
    run: (seed) => onDigits(seed, convVae({ inputShape: [8, 8, 1], latent: 12, seed }), 30),
  },
  {
    name: 'beta-vae-digits',
    data: blackAndWhite,
    measure: 'KL at β = 1 over that at 0.25, or at 4 over that at 1, the greater one',
    better: 'lower',
    floor: 0.8,
    async run(seed) {
      const { x, held } = await digits(seed);
      /** @type {Record<string, number>} */
      const beside = {};
      const divergences = [];
      let seconds = 0;
      for (const beta of [0.25, 1, 4]) {
        const model = vae({ inputShape: [64], seed });
        seconds += await learn(model, { x }, { epochs: 20, batchSize: 32, rate: 2e-3, seed, beta });
        const { kl, reconstruction } = await elbo(model, held, { samples: 10, seed });
        divergences.push(kl);
        beside[`KL at ${beta}, nats`] = kl;
        beside[`reconstruction at ${beta}, nats`] = reconstruction;
        model.dispose();
      }
      const [loose = Number.NaN, usual = Number.NaN, tight = Number.NaN] = divergences;
      return {
        ours: Math.max(usual / loose, tight / usual),
        baselines: { 'as large': 1 },
        beside,
        seconds,
      };
    },
  },
  {
    name: 'conditional-vae-digits',
    data: blackAndWhite,
    measure: '1,000 samples that a classifier takes for what was asked',
    floor: 0.9,
    async run(seed) {
      const { model, x, y, held, heldY, seconds } = await conditionalDigits(seed);
      const judge = mlp({ inputShape: [64], hidden: [64], classes: 10, seed });
      await train(judge, { x, y }, { epochs: 20, batchSize: 32, rate: 5e-3, seed });
      const asked = /** @type {Tensor1D} */ (
        tf.tensor1d(
          Array.from({ length: 1000 }, (_, i) => i % 10),
          'int32',
        )
      );
      const condition = /** @type {Tensor2D} */ (tf.cast(tf.oneHot(asked, 10), 'float32'));
      const other = /** @type {Tensor1D} */ (tf.reverse(asked));
      const drawn = sample(model, { condition, seed });
      return {
        ours: share({ x: drawn, y: asked }, byModel(judge)),
        baselines: { 'taken for another': share({ x: drawn, y: other }, byModel(judge)) },
        beside: {
          'the classifier on held-out digits': share({ x: held, y: heldY }, byModel(judge)),
        },
        seconds,
      };
    },
  },
  {
    name: 'vae-faces',
    ...colour,
    measure: 'squared error a pixel in [0, 1], × 1000, 3,072 numbers to 16',
    better: 'lower',
    floor: 10,
    async run(seed) {
      const { model, data, held, seconds } = await vaeFaces(seed);
      return {
        ours: error(/** @type {Tensor} */ (model.predict(held.x)), held.x),
        baselines: errorBaselines(data.x, held.x, 16),
        seconds,
      };
    },
  },
  {
    name: 'vae-faces-glasses',
    ...colour,
    measure: 'faces without glasses that a classifier sees with them, once their vector is added',
    floor: 0.75,
    async run(seed) {
      const { model, data, held, seconds } = await vaeFaces(seed);
      const judge = cnn({
        inputShape: [32, 32, 3],
        classes: 2,
        filters: [8, 16],
        hidden: 32,
        seed,
      });
      await train(judge, data, { epochs: 3, batchSize: 32, rate: 2e-3, seed });
      const glasses = attributeVector(encode(model, data.x).mean, data.y);
      const flags = Array.from(held.y.dataSync());
      const places = flags.flatMap((flag, i) => (flag === 0 ? [i] : []));
      const bare = tf.gather(held.x, tf.tensor1d(places, 'int32'));
      const codes = encode(model, bare).mean;
      const wear = /** @type {Tensor1D} */ (tf.ones([places.length], 'int32'));
      const seen = (/** @type {Tensor} */ x) => share({ x, y: wear }, byModel(judge));
      return {
        ours: seen(decode(model, tf.add(codes, glasses))),
        baselines: { 'nothing added': seen(decode(model, codes)) },
        beside: { 'the classifier on held-out faces': share(held, byModel(judge)) },
        seconds,
      };
    },
  },
  {
    name: 'vq-vae-faces',
    ...colour,
    measure: 'squared error a pixel in [0, 1], × 1000, 3,072 numbers to 64 codes of 6 bits',
    better: 'lower',
    floor: 8,
    async run(seed) {
      const { model, data, held, seconds } = await vqFaces(seed);
      return {
        ours: error(/** @type {Tensor} */ (model.predict(held.x)), held.x),
        // As many bits: 12 numbers of float32.
        baselines: errorBaselines(data.x, held.x, 12),
        seconds,
      };
    },
  },
  {
    name: 'vq-vae-faces-use',
    ...colour,
    measure: 'share of the 64 codes that held-out faces use',
    floor: 0.8,
    async run(seed) {
      const { model, held, seconds } = await vqFaces(seed);
      const { share: used, perplexity } = codebookUse(model, held.x);
      return { ours: used, baselines: { 'one code': 1 / 64 }, beside: { perplexity }, seconds };
    },
  },
  {
    name: 'vq-vae-prior-bits',
    ...colour,
    measure: 'bits a code of held-out faces, of 6, by a GPT over the 64 codes of a face',
    better: 'lower',
    floor: 2,
    async run(seed) {
      const { prior, seen, rest, seconds } = await vqPriorFaces(seed);
      const logits = /** @type {Tensor} */ (prior.predict(rest.x, { batchSize: 100 }));
      const nats = number(tf.mean(sparseSoftmaxCrossEntropy(rest.y, logits)));
      return {
        ours: nats / Math.LN2,
        baselines: {
          'each place by itself': bitsByPlace(sharesByPlace(seen.y), rest.y),
          'all codes alike': Math.log2(CODES),
        },
        seconds,
      };
    },
  },
  {
    name: 'vq-vae-prior-faces',
    data: 'pixel faces in colour, 3,200 to learn from; 800 drawn from the prior',
    measure: 'harmonic mean of precision and recall of 800 held out, in features of a classifier',
    floor: 0.7,
    async run(seed) {
      const { model, prior, seen, seconds } = await vqPriorFaces(seed);
      return faceResult(seed, {
        seconds,
        draw: async (count) => smallFaces(model, await sampleCodes(model, prior, { count, seed })),
        others: {
          'codes, each place by itself': (count) =>
            smallFaces(model, codesByPlace(sharesByPlace(seen.y), count, seed)),
        },
      });
    },
  },
];
