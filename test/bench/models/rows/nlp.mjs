/** Rows of `nlp`. */
import { cosineWithWarmup, sparseSoftmaxCrossEntropy, tf } from 'gradus';
import { grammarAnalogies, grammarText, matchReports } from 'gradus/data';
import {
  analogyAccuracy,
  bagOfWords,
  bigramBits,
  characterVocabulary,
  coOccurrences,
  glove,
  gloveBatches,
  gloveTrainer,
  gpt,
  lstmClassifier,
  nearestWords,
  nextTokenWindows,
  paddedTokens,
  skipGram,
  skipGramBatches,
  skipGramTrainer,
  wordTokenizer,
  wordVectors,
  wordVectorsOf,
  wordVocabulary,
} from 'gradus/nlp';
import { byModel, share, train } from '../training.mjs';

/** @typedef {import('gradus').Tensor} Tensor */
/** @typedef {import('gradus/data').LabelledTexts} LabelledTexts */

/** Sentences of the grammar as tokens. @param {number} seed */
function grammarTokens(seed) {
  const lines = grammarText({ sentences: 5000, preference: 0.8, seed }).trim().split('\n');
  const words = wordTokenizer(lines, { lowercase: true });
  return { words, tokens: lines.map((line) => words.encode(line)) };
}

/**
 * What vectors must beat: chance, and the word nearest to the third, whatever the first two are. Beside them
 * counts of what stands near a word, of as many numbers as there are words: the grammar is made such that
 * they answer, and vectors of half as many must keep that.
 *
 * @param {import('gradus/nlp').WordVectors} vectors
 * @param {ReturnType<typeof grammarTokens>} text
 */
function analogyBaselines(vectors, { words, tokens }) {
  const analogies = grammarAnalogies();
  const nearest = analogies.filter(
    ([, , c, d]) => nearestWords(vectors, c, { k: 1 })[0]?.word === d,
  );
  const size = words.vocabularySize;
  const counts = Array.from({ length: size }, () => new Float64Array(size));
  const near = coOccurrences(tokens, { vocabularySize: size, window: WINDOW });
  near.words.forEach((word, i) => {
    const row = counts[word] ?? [];
    row[near.contexts[i] ?? 0] = near.counts[i] ?? 0;
  });
  return {
    baselines: {
      chance: 1 / (size - 3),
      'nearest to the third': nearest.length / analogies.length,
    },
    beside: {
      'counts of neighbours': analogyAccuracy(wordVectorsOf(words.tokens, counts), analogies),
    },
  };
}

/** Words on each side. */
const WINDOW = 5;

/** In which GloVe sees each pair of words once. */
const EPOCHS = 60;

/**
 * @param {import('gradus').LayersModel} model
 * @param {ReturnType<typeof grammarTokens>} text
 * @param {() => Promise<unknown>} learn
 */
async function analogies(model, text, learn) {
  const start = performance.now();
  await learn();
  const seconds = (performance.now() - start) / 1000;
  const vectors = wordVectors(model, text.words.tokens);
  model.dispose();
  const ours = analogyAccuracy(vectors, grammarAnalogies());
  return { ours, ...analogyBaselines(vectors, text), seconds };
}

/** @type {import('../row.mjs').Row[]} */
export const rows = [
  {
    name: 'lstm-reports',
    data: '1,000 match reports, 1,000 held out',
    measure: 'accuracy',
    floor: 0.98,
    async run(seed) {
      const [data, held] = [
        matchReports({ count: 1000, seed }),
        matchReports({ count: 1000, seed: `held out ${seed}` }),
      ];
      const words = wordVocabulary(data.texts);
      const length = 20;
      const tensors = (/** @type {LabelledTexts} */ { texts, labels }) => ({
        x: paddedTokens(words, texts, length),
        y: tf.tensor1d(labels, 'int32'),
      });
      const classify = bagOfWords({ tokens: data.texts.map(words.encode), labels: data.labels });
      const right = held.texts.filter((text, i) => classify(words.encode(text)) === held.labels[i]);
      const model = lstmClassifier({ vocabSize: words.size, length, classes: 2, seed });
      const run = { epochs: 8, batchSize: 32, rate: 5e-3, seed };
      const seconds = await train(model, tensors(data), run);
      return {
        ours: share(tensors(held), byModel(model)),
        baselines: { 'bag of words': right.length / held.texts.length },
        seconds,
      };
    },
  },
  {
    name: 'gpt-grammar',
    data: '3,000 sentences of a grammar, 300 held out',
    measure: 'bits a character',
    better: 'lower',
    floor: 0.7,
    async run(seed) {
      const text = grammarText({ sentences: 3000, seed });
      const letters = characterVocabulary(text);
      const data = letters.encode(text);
      const held = letters.encode(grammarText({ sentences: 300, seed: `held out ${seed}` }));
      const model = gpt({ vocabSize: letters.size, seed });
      const run = { epochs: 3, batchSize: 12, rate: 2e-3, seed };
      const seconds = await train(model, nextTokenWindows(data, 64), run);
      const { x, y } = nextTokenWindows(held, 64);
      const loss = tf.tidy(() => {
        const logits = /** @type {Tensor} */ (model.predict(x));
        return tf.mean(sparseSoftmaxCrossEntropy(y, logits)).dataSync()[0] ?? Number.NaN;
      });
      return {
        ours: loss / Math.LN2,
        baselines: { bigrams: bigramBits(data, held, letters.size) },
        seconds,
      };
    },
  },
  {
    name: 'skip-gram-analogies',
    data: '5,000 sentences of a grammar in which nouns have preferences, 96 analogies of number',
    measure: 'analogies whose answer is the nearest word',
    floor: 0.9,
    async run(seed) {
      const text = grammarTokens(seed);
      const vocabularySize = text.words.vocabularySize;
      const model = skipGram({ vocabSize: vocabularySize, width: 24, seed });
      const optimizer = tf.train.adam(0.01);
      const batches = skipGramBatches(text.tokens, { vocabularySize, window: WINDOW, seed });
      const loop = skipGramTrainer({ model, optimizer });
      const result = await analogies(model, text, () => loop.fit(batches, { epochs: 3 }));
      optimizer.dispose();
      return result;
    },
  },
  {
    name: 'glove-analogies',
    data: '5,000 sentences of a grammar in which nouns have preferences, 96 analogies of number',
    measure: 'analogies whose answer is the nearest word',
    floor: 0.8,
    async run(seed) {
      const text = grammarTokens(seed);
      const vocabularySize = text.words.vocabularySize;
      const model = glove({ vocabSize: vocabularySize, width: 24, seed });
      const optimizer = tf.train.adam(0.01);
      const counting = { vocabularySize, window: WINDOW, xMax: 1000, batchSize: 64, seed };
      const batches = gloveBatches(text.tokens, counting);
      const totalSteps = EPOCHS * (batches.size ?? 0);
      const learningRate = cosineWithWarmup({ peak: 0.01, warmupSteps: 100, totalSteps });
      const loop = gloveTrainer({ model, optimizer, learningRate });
      const result = await analogies(model, text, () => loop.fit(batches, { epochs: EPOCHS }));
      optimizer.dispose();
      return result;
    },
  },
];
