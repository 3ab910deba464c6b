/** What classifiers of texts have in common, and what each makes of order and of padding. */
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { type LabelledTexts, matchReports } from '../../data/match-reports.js';
import { wordVocabulary } from '../../data/vocabulary.js';
import { accuracy } from '../../deep-learning/accuracy.js';
import { paddedTokens } from '../../nlp/token-windows.js';
import { sparseSoftmaxCrossEntropy, Trainer } from '../../nn/index.js';
import { savedAndLoaded, use } from '../../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, type Tensor1D, tf } from '../../nn/tf.js';
import { bagOfWordsClassifier } from './bag-of-words-classifier.js';
import { biLstmClassifier } from './bi-lstm-classifier.js';
import { gruClassifier } from './gru-classifier.js';
import { textCnn } from './text-cnn.js';
import { transformerClassifier } from './transformer-classifier.js';

interface Sizes {
  readonly vocabSize: number;
  readonly length: number;
  readonly classes: number;
  readonly seed: number;
}

/** Those that see the order of the words. */
const inOrder: Record<string, (sizes: Sizes) => LayersModel> = {
  biLstmClassifier,
  gruClassifier,
  textCnn,
  transformerClassifier,
};
const sizes = { vocabSize: 9, length: 6, classes: 2, seed: 3 };

function logitsOf(model: LayersModel, ...rows: number[][]): number[][] {
  return tf.tidy(() => {
    const tokens = tf.tensor2d(rows, [rows.length, 6], 'int32');
    return (model.predict(tokens) as Tensor).arraySync() as number[][];
  });
}

function expectEqual(a: readonly number[] = [], b: readonly number[] = []): void {
  a.forEach((value, i) => void expect(value).toBeCloseTo(b[i] as number, 4));
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));

  test('a bag of words adds what each word is worth, whatever the order', () => {
    const model = bagOfWordsClassifier(sizes);
    const worth = tf.tidy(
      () => model.getLayer('embedding').getWeights()[0]?.arraySync() as number[][],
    );
    const [one, other] = logitsOf(model, [0, 0, 4, 5, 8, 5], [5, 8, 5, 4, 0, 0]);
    expectEqual(one, other);
    const sum = [0, 0, 4, 5, 8, 5].reduce((all, token) => all + (worth[token]?.[1] as number), 0);
    expect(one?.[1]).toBeCloseTo(sum, 5);
    expect(model.countParams()).toBe(9 * 2);
    model.dispose();
  });

  test('two LSTMs read to both ends, and pass over padding at either', () => {
    const model = biLstmClassifier(sizes);
    const [before, behind, others] = logitsOf(
      model,
      [0, 0, 0, 4, 5, 8],
      [4, 5, 8, 0, 0, 0],
      [4, 5, 8, 1, 0, 0],
    );
    expectEqual(before, behind);
    expect(others).not.toEqual(behind);
    model.dispose();
  });

  test('filters find their run of words wherever it is', () => {
    const model = textCnn({ ...sizes, kernelSizes: [1, 2], dropout: 0 });
    const [early, late, turned] = logitsOf(
      model,
      [0, 4, 5, 0, 0, 0],
      [0, 0, 0, 4, 5, 0],
      [0, 5, 4, 0, 0, 0],
    );
    expectEqual(early, late);
    expect(turned).not.toEqual(early);
    model.dispose();
    const one = textCnn({ ...sizes, kernelSizes: [3] });
    expect(one.layers.map(({ name }) => name)).toEqual([
      ...['tokens', 'embedding', 'conv_0', 'max_0', 'dropout', 'logits'],
    ]);
    one.dispose();
    expect(() => textCnn({ ...sizes, kernelSizes: [] })).toThrow('`kernelSizes`');
  });

  test('a transformer does not look at padding', () => {
    const model = transformerClassifier({ ...sizes, layers: 2 });
    const [here] = logitsOf(model, [4, 5, 8, 0, 0, 0]);
    const weights = model.getLayer('embedding').getWeights();
    // Another vector of padding changes nothing.
    const moved = tf.tidy(() =>
      tf.add(weights[0] as Tensor, tf.reshape(tf.oneHot(tf.tensor1d([0], 'int32'), 9), [9, 1])),
    );
    model.getLayer('embedding').setWeights([moved]);
    expectEqual(logitsOf(model, [4, 5, 8, 0, 0, 0])[0], here);
    expect(logitsOf(model, [0, 0, 0, 0, 0, 0])[0]?.every(Number.isFinite)).toBe(true);
    tf.dispose(moved);
    model.dispose();
    expect(() => transformerClassifier({ ...sizes, heads: 3 })).toThrow(
      'Expected `width` to be a multiple of `heads`, 3. Received: 32',
    );
  });
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));

  /** The share of reports whose winner a model finds, before and after it was saved. */
  async function shares(make: (sizes: Sizes) => LayersModel): Promise<number[]> {
    const [train, held] = [
      matchReports({ count: 800, seed: 1 }),
      matchReports({ count: 200, seed: 'held' }),
    ];
    const words = wordVocabulary(train.texts);
    const length = 20;
    const tensors = ({ texts, labels }: LabelledTexts) => ({
      x: paddedTokens(words, texts, length),
      y: tf.tensor1d(labels, 'int32'),
    });
    const [data, rest] = [tensors(train), tensors(held)];
    const model = make({ vocabSize: words.size, length, classes: 2, seed: 1 });
    const optimizer = tf.train.adam(5e-3);
    const loss = sparseSoftmaxCrossEntropy;
    const trainer = new Trainer({ model, loss, optimizer, clipNorm: 1, seed: 1 });
    await trainer.fit(data, { epochs: 8 });
    const loaded = await savedAndLoaded(model);
    const found = [model, loaded].map((one) =>
      tf.tidy(() => accuracy(tf.argMax<Tensor1D>(one.predict(rest.x) as Tensor, 1), rest.y)),
    );
    tf.dispose([data, rest]);
    for (const one of [model, loaded, optimizer]) one.dispose();
    return found;
  }

  test.each(Object.entries(inOrder))('%s finds the winner', async (_, make) => {
    for (const share of await shares(make)) expect(share).toBeGreaterThan(0.9);
  });

  test('counts of words do not find the winner', async () => {
    for (const share of await shares(bagOfWordsClassifier)) expect(share).toBeLessThan(0.6);
  });
});
