import { beforeAll, expect, test } from 'vitest';
import { use } from '../../nn/layers/test-tools.js';
import { type Tensor, tf } from '../../nn/tf.js';
import { skipGram } from './skip-gram.js';

beforeAll(() => use('cpu'));

test('a logit is the product of the vector of a word and that of a context', () => {
  const model = skipGram({ vocabSize: 5, width: 3, negatives: 2, seed: 1 });
  const values = (layer: string): number[][] =>
    model.getLayer(layer).getWeights()[0]?.arraySync() as number[][];
  // As in word2vec: small vectors of words, none of contexts yet.
  expect(Math.max(...values('words').flat().map(Math.abs))).toBeLessThanOrEqual(0.5 / 3);
  expect(
    values('contexts')
      .flat()
      .every((value) => value === 0),
  ).toBe(true);
  tf.tidy(() =>
    model.setWeights(
      model.getWeights().map(({ shape }, i) => tf.randomNormal(shape, 0, 1, 'float32', i + 1)),
    ),
  );
  const [words, contexts] = [values('words'), values('contexts')];
  const inputs = [
    tf.tensor2d([[4], [0]], [2, 1], 'int32'),
    tf.tensor2d(
      [
        [1, 2, 1],
        [0, 4, 3],
      ],
      [2, 3],
      'int32',
    ),
  ];
  const logits = model.predict(inputs) as Tensor;
  const product = (word: number, context: number): number =>
    (words[word] as number[]).reduce(
      (sum, x, i) => sum + x * (contexts[context]?.[i] as number),
      0,
    );
  const wanted = [
    product(4, 1),
    product(4, 2),
    product(4, 1),
    product(0, 0),
    product(0, 4),
    product(0, 3),
  ];
  for (const [i, logit] of logits.dataSync().entries()) {
    expect(logit).toBeCloseTo(wanted[i] as number, 5);
  }
  tf.dispose([inputs, logits]);
  model.dispose();
});
