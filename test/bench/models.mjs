/**
 * `node test/bench/models.mjs [seeds] [names…]`: what each public model learns from its data set,
 * beside the baselines that it must beat. Needs `npm run build`.
 *
 * Data, weights and order of examples follow from the seed; the examples measured on are never
 * learnt from. The time is that of the training alone.
 */
import { grammarText, matchReports, shapeImages } from '../../dist/src/data/index.js';
import { accuracy, mlp, nearestCentroid } from '../../dist/src/deep-learning/index.js';
import {
  cosineWithWarmup,
  loadDataset,
  sparseSoftmaxCrossEntropy,
  Trainer,
  tf,
  trainTestSplit,
  useBackend,
} from '../../dist/src/index.js';
import {
  bagOfWords,
  bigramBits,
  characterVocabulary,
  gpt,
  lstmClassifier,
  nextTokenWindows,
  paddedTokens,
  wordVocabulary,
} from '../../dist/src/nlp/index.js';
import { cnn } from '../../dist/src/vision/index.js';

/** @typedef {import('../../dist/src/index.js').Tensor} Tensor */
/** @typedef {import('../../dist/src/index.js').Tensor1D} Tensor1D */
/** @typedef {import('../../dist/src/index.js').Tensor2D} Tensor2D */
/** @typedef {import('../../dist/src/index.js').LayersModel} LayersModel */
/** @typedef {{ x: Tensor, y: Tensor1D }} Labelled */
/** @typedef {{ epochs: number, batchSize: number, rate: number, seed: number }} Run */
/** @typedef {{ measure: string, baselines: Record<string, number>, model: number, seconds: number }} Result */

/**
 * Trains by Adam with warm-up and cosine, gradients clipped to norm 1.
 *
 * @param {LayersModel} model
 * @param {{ x: Tensor, y: Tensor }} data
 * @param {Run} run
 * @returns seconds
 */
async function train(model, data, { epochs, batchSize, rate, seed }) {
  const totalSteps = epochs * Math.ceil((data.x.shape[0] ?? 0) / batchSize);
  const warmupSteps = Math.floor(totalSteps / 20);
  const optimizer = tf.train.adam(rate);
  const trainer = new Trainer({
    model,
    loss: sparseSoftmaxCrossEntropy,
    optimizer,
    learningRate: cosineWithWarmup({ peak: rate, warmupSteps, totalSteps }),
    clipNorm: 1,
    seed,
  });
  const start = performance.now();
  await trainer.fit(data, { epochs, batchSize });
  optimizer.dispose();
  return (performance.now() - start) / 1000;
}

/**
 * @param {Labelled} data
 * @param {(x: Tensor) => Tensor1D} classify
 */
const share = ({ x, y }, classify) => tf.tidy(() => accuracy(classify(x), y));

/** @param {LayersModel} model @returns {(x: Tensor) => Tensor1D} */
const byModel = (model) => (x) => tf.argMax(/** @type {Tensor} */ (model.predict(x)), 1);

/** @param {Tensor} x @returns {Tensor2D} */
const flat = (x) => tf.reshape(x, [x.shape[0] ?? 0, -1]);

/**
 * @param {Labelled} data
 * @param {Labelled} held
 * @param {number} classes
 */
function centroids(data, held, classes) {
  return share(held, (x) =>
    nearestCentroid({ x: flat(data.x), y: data.y, classes }).predict(flat(x)),
  );
}

/** @param {number} seed @returns {Promise<Result>} */
async function runMlp(seed) {
  const digits = await loadDataset('digits');
  const { train: data, test: held } = trainTestSplit(digits, { seed });
  const model = mlp({ inputShape: [64], hidden: [64, 32], classes: 10, seed });
  const seconds = await train(model, data, { epochs: 20, batchSize: 32, rate: 5e-3, seed });
  return {
    measure: 'accuracy on digits',
    baselines: { 'nearest centroid': centroids(data, held, 10) },
    model: share(held, byModel(model)),
    seconds,
  };
}

/** @param {number} seed @returns {Promise<Result>} */
async function runCnn(seed) {
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
    measure: 'accuracy on drawn shapes',
    baselines: {
      'nearest centroid': centroids(data, held, classes),
      linear: share(held, byModel(linear)),
    },
    model: share(held, byModel(model)),
    seconds,
  };
}

/** @param {number} seed @returns {Promise<Result>} */
async function runLstm(seed) {
  const [data, held] = [
    matchReports({ count: 1000, seed }),
    matchReports({ count: 1000, seed: `held out ${seed}` }),
  ];
  const words = wordVocabulary(data.texts);
  const length = 20;
  /** @param {typeof data} texts @returns {Labelled} */
  const tensors = ({ texts, labels }) => ({
    x: paddedTokens(words, texts, length),
    y: tf.tensor1d(labels, 'int32'),
  });
  const classify = bagOfWords({ tokens: data.texts.map(words.encode), labels: data.labels });
  const right = held.texts.filter((text, i) => classify(words.encode(text)) === held.labels[i]);
  const model = lstmClassifier({ vocabSize: words.size, length, classes: 2, seed });
  const seconds = await train(model, tensors(data), {
    epochs: 8,
    batchSize: 32,
    rate: 5e-3,
    seed,
  });
  return {
    measure: 'accuracy on match reports',
    baselines: { 'bag of words': right.length / held.texts.length },
    model: share(tensors(held), byModel(model)),
    seconds,
  };
}

/** @param {number} seed @returns {Promise<Result>} */
async function runGpt(seed) {
  const text = grammarText({ sentences: 3000, seed });
  const letters = characterVocabulary(text);
  const [data, held] = [text, grammarText({ sentences: 300, seed: `held out ${seed}` })].map(
    letters.encode,
  );
  if (data === undefined || held === undefined) throw new Error('Expected two texts.');
  const model = gpt({ vocabSize: letters.size, seed });
  const seconds = await train(model, nextTokenWindows(data, 64), {
    epochs: 3,
    batchSize: 12,
    rate: 2e-3,
    seed,
  });
  const { x, y } = nextTokenWindows(held, 64);
  const loss = tf.tidy(() => {
    const logits = /** @type {Tensor} */ (model.predict(x));
    return tf.mean(sparseSoftmaxCrossEntropy(y, logits)).dataSync()[0] ?? Number.NaN;
  });
  return {
    measure: 'bits a character',
    baselines: { bigrams: bigramBits(data, held, letters.size) },
    model: loss / Math.LN2,
    seconds,
  };
}

/** @type {Record<string, (seed: number) => Promise<Result>>} */
const models = { mlp: runMlp, cnn: runCnn, lstm: runLstm, gpt: runGpt };

const [seeds = '3', ...names] = process.argv.slice(2);
await useBackend();
console.log('| model | measure | seed | baseline | model | training |\n|---|---|---|---|---|---|');
for (const name of names.length > 0 ? names : Object.keys(models)) {
  const run = models[name];
  if (run === undefined) {
    throw new RangeError(`Expected one of ${Object.keys(models).join(', ')}. Received: ${name}`);
  }
  for (let seed = 1; seed <= Number(seeds); seed++) {
    const { measure, baselines, model, seconds } = await run(seed);
    const told = Object.entries(baselines).map(([what, value]) => `${what} ${value.toFixed(3)}`);
    console.log(
      `| ${name} | ${measure} | ${seed} | ${told.join(', ')} | ${model.toFixed(3)} | ${seconds.toFixed(1)} s |`,
    );
  }
}
