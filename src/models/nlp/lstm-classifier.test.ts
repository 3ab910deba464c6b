import { beforeAll, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { type LabelledTexts, matchReports } from '../../data/match-reports.js';
import { wordVocabulary } from '../../data/vocabulary.js';
import { accuracy } from '../../deep-learning/accuracy.js';
import { bagOfWords } from '../../nlp/baselines.js';
import { paddedTokens } from '../../nlp/token-windows.js';
import { sparseSoftmaxCrossEntropy, Trainer } from '../../nn/index.js';
import { savedAndLoaded, use } from '../../nn/layers/test-tools.js';
import { type Tensor, type Tensor1D, tf } from '../../nn/tf.js';
import { lstmClassifier } from './lstm-classifier.js';

test('has the layers that were asked for', async () => {
  await use('cpu');
  const model = lstmClassifier({ vocabSize: 7, length: 3, classes: 2, width: 4, units: 5 });
  expect(model.countParams()).toBe(7 * 4 + 4 * (4 * 5 + 5 * 5 + 5) + 5 * 2 + 2);
  const x = tf.zeros([6, 3], 'int32');
  const y = model.predict(x) as Tensor;
  expect(y.shape).toEqual([6, 2]);
  tf.dispose([x, y]);
  model.dispose();
  expect(() => lstmClassifier({ vocabSize: 7, length: 0, classes: 2 })).toThrow(
    'Expected `length` to be an integer >= 1. Received: 0',
  );
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));

  test('finds the winner that a bag of words cannot', async () => {
    const [train, held] = [
      matchReports({ count: 800, seed: 1 }),
      matchReports({ count: 200, seed: 'held' }),
    ];
    const words = wordVocabulary(train.texts);
    const numbers = ({ texts, labels }: LabelledTexts) => ({
      tokens: texts.map(words.encode),
      labels,
    });
    const classify = bagOfWords(numbers(train));
    const test = numbers(held);
    const right = test.tokens.filter((text, i) => classify(text) === test.labels[i]);
    expect(right.length / 200).toBeLessThan(0.6);

    const length = 20;
    const tensors = ({ texts, labels }: LabelledTexts) => ({
      x: paddedTokens(words, texts, length),
      y: tf.tensor1d(labels, 'int32'),
    });
    const [data, rest] = [tensors(train), tensors(held)];
    const model = lstmClassifier({ vocabSize: words.size, length, classes: 2, seed: 1 });
    const optimizer = tf.train.adam(0.01);
    const trainer = new Trainer({
      model,
      loss: sparseSoftmaxCrossEntropy,
      optimizer,
      clipNorm: 1,
      seed: 1,
    });
    await trainer.fit(data, { epochs: 5 });
    const loaded = await savedAndLoaded(model);
    for (const one of [model, loaded]) {
      const share = tf.tidy(() =>
        accuracy(tf.argMax<Tensor1D>(one.predict(rest.x) as Tensor, 1), rest.y),
      );
      expect(share).toBeGreaterThan(0.9);
    }
    tf.dispose([data, rest]);
    for (const one of [model, loaded, optimizer]) one.dispose();
  });
});
