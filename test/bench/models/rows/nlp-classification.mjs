/** Rows of `nlp`: classifiers of texts, on a task that only the order of words solves and on one that counts of words nearly do. */
import { loadDataset, tf } from 'gradus';
import { matchReports, pickRows, splitRows } from 'gradus/data';
import {
  bagOfWords,
  bagOfWordsClassifier,
  biLstmClassifier,
  gruClassifier,
  lstmClassifier,
  paddedTokens,
  textCnn,
  transformerClassifier,
  wordTokenizer,
} from 'gradus/nlp';
import { byModel, once, share, train } from '../training.mjs';

/** @typedef {import('gradus').LayersModel} LayersModel */
/** @typedef {{ readonly texts: readonly string[], readonly labels: readonly number[] }} Texts */
/** @typedef {{ vocabSize: number, length: number, classes: number, seed: number }} Sizes */

/** @type {Record<string, (sizes: Sizes) => LayersModel>} */
const classifiers = {
  cnn: textCnn,
  lstm: lstmClassifier,
  gru: gruClassifier,
  'bi-lstm': biLstmClassifier,
  transformer: transformerClassifier,
};

/**
 * Two parts in the words of the first, with what counts of words make of them: naive Bayes, and the linear model.
 *
 * @param {Texts} data
 * @param {Texts} held
 * @param {{ length: number, minFrequency: number, seed: number }} options
 */
async function prepared(data, held, { length, minFrequency, seed }) {
  const words = wordTokenizer([...data.texts], { lowercase: true, minFrequency });
  const tensors = (/** @type {Texts} */ { texts, labels }) => ({
    x: paddedTokens(words, texts, length),
    y: tf.tensor1d([...labels], 'int32'),
  });
  const parts = { data: tensors(data), held: tensors(held) };
  const tokens = data.texts.map((text) => words.encode(text));
  const bayes = bagOfWords({ tokens, labels: data.labels });
  const right = held.texts.filter((text, i) => bayes(words.encode(text)) === held.labels[i]);
  const sizes = { vocabSize: words.vocabularySize, length, classes: 2, seed };
  const linear = bagOfWordsClassifier(sizes);
  const seconds = await train(linear, parts.data, { epochs: 10, batchSize: 32, rate: 1e-2, seed });
  const byLinear = share(parts.held, byModel(linear));
  linear.dispose();
  return { ...parts, sizes, bayes: right.length / held.texts.length, linear: byLinear, seconds };
}

/**
 * @param {(sizes: Sizes) => LayersModel} make
 * @param {Awaited<ReturnType<typeof prepared>>} task
 * @param {{ epochs: number, rate: number }} run
 */
async function learnt(make, { data, held, sizes }, run) {
  const model = make(sizes);
  const seconds = await train(model, data, { ...run, batchSize: 32, seed: sizes.seed });
  const ours = share(held, byModel(model));
  model.dispose();
  return { ours, seconds };
}

const reports = once(async (seed) =>
  prepared(
    matchReports({ count: 1000, seed }),
    matchReports({ count: 1000, seed: `held out ${seed}` }),
    { length: 20, minFrequency: 1, seed },
  ),
);

const sentiment = once(async (seed) => {
  const { texts, labels } = await loadDataset('sentiment-en');
  const rows = splitRows(texts.length, { labels, seed });
  const part = (/** @type {number[]} */ which) => pickRows({ texts, labels }, which);
  return prepared(part(rows.train), part(rows.test), { length: 40, minFrequency: 2, seed });
});

const ofReports = '1,000 match reports, 1,000 held out';
const ofSentiment = 'sentences of reviews (sentiment-en), 2,400 to learn from, 600 held out';

/**
 * The LSTM on reports is a row of `nlp.mjs`.
 *
 * @type {import('../row.mjs').Row[]}
 */
const onReports = ['cnn', 'gru', 'bi-lstm', 'transformer'].map((name) => ({
  name: `reports-${name}`,
  data: ofReports,
  measure: 'accuracy',
  floor: 0.95,
  async run(seed) {
    const task = await reports(seed);
    const make = /** @type {(sizes: Sizes) => LayersModel} */ (classifiers[name]);
    const result = await learnt(make, task, { epochs: 10, rate: 5e-3 });
    return { ...result, baselines: { 'naive Bayes': task.bayes, 'bag of words': task.linear } };
  },
}));

/**
 * Counts of words stand beside, and need not be beaten: from 2,400 sentences, without vectors learnt elsewhere, only runs
 * of words (`cnn`) gain something over them, and not on each seed; those that read word by word do not.
 *
 * @type {import('../row.mjs').Row[]}
 */
const onSentiment = Object.entries(classifiers).map(([name, make]) => ({
  name: `sentiment-${name}`,
  data: ofSentiment,
  measure: 'accuracy',
  floor: 0.77,
  async run(seed) {
    const task = await sentiment(seed);
    const result = await learnt(make, task, { epochs: 5, rate: 3e-3 });
    const beside = { 'naive Bayes': task.bayes, 'bag of words': task.linear };
    return { ...result, baselines: { chance: 0.5 }, beside };
  },
}));

/** @type {import('../row.mjs').Row[]} */
export const rows = [
  {
    name: 'reports-bag-of-words',
    data: ofReports,
    measure: 'accuracy',
    floor: 0.4,
    // No word tells the winner.
    ceiling: 0.6,
    async run(seed) {
      const { linear, seconds } = await reports(seed);
      return { ours: linear, baselines: {}, seconds };
    },
  },
  ...onReports,
  {
    name: 'sentiment-bag-of-words',
    data: ofSentiment,
    measure: 'accuracy',
    floor: 0.8,
    async run(seed) {
      const { linear, bayes, seconds } = await sentiment(seed);
      return {
        ours: linear,
        baselines: { chance: 0.5 },
        beside: { 'naive Bayes': bayes },
        seconds,
      };
    },
  },
  ...onSentiment,
];
