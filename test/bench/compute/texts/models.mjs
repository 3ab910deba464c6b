/** The compared models of texts in gradus. */
import { biLstmClassifier, textCnn, transformerClassifier } from 'gradus/nlp';

/** @typedef {import('../tasks.mjs').Config} Config */

/** @param {Config} c */
const textOf = ({ vocabSize = 0, time = 0, classes = 0 }) => ({
  ...{ vocabSize, length: time, classes, seed: 1 },
});

/** @type {Record<string, (config: Config) => import('gradus').LayersModel>} */
export const textModels = {
  'text-cnn': (c) =>
    textCnn({
      ...{ ...textOf(c), width: c.embedding, filters: c.filters },
      ...{ kernelSizes: c.kernelSizes, dropout: 0 },
    }),
  'bi-lstm': (c) => biLstmClassifier({ ...textOf(c), width: c.embedding, units: c.units }),
  'transformer-block': (c) =>
    transformerClassifier({ ...textOf(c), layers: c.layers, heads: c.heads, width: c.width }),
};
