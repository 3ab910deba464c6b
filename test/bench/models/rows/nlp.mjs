/** Rows of `nlp`. */
import { sparseSoftmaxCrossEntropy, tf } from 'gradus';
import { grammarText, matchReports } from 'gradus/data';
import {
  bagOfWords,
  bigramBits,
  characterVocabulary,
  gpt,
  lstmClassifier,
  nextTokenWindows,
  paddedTokens,
  wordVocabulary,
} from 'gradus/nlp';
import { byModel, share, train } from '../training.mjs';

/** @typedef {import('gradus').Tensor} Tensor */
/** @typedef {import('gradus/data').LabelledTexts} LabelledTexts */

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
];
