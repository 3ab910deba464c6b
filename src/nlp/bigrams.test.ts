import { expect, test } from 'vitest';
import { countBigrams } from './bigrams.js';
import { characterTokenizer } from './tokenizers/word-level-tokenizers.js';

test('counts of pairs are probabilities', () => {
  const model = countBigrams(
    [
      [0, 1, 0, 1],
      [0, 2],
    ],
    { vocabularySize: 3 },
  );
  expect(model.probability(0, 1)).toBe(2 / 3);
  expect(model.probability(0, 2)).toBe(1 / 3);
  expect(model.probability(1, 0)).toBe(1);
  expect(model.probability(2, 0)).toBe(0);
  // Three pairs begin with 0, and one with 1, which is sure.
  expect(
    model.crossEntropy([
      [0, 1, 0, 1],
      [0, 2],
    ]),
  ).toBeCloseTo(-(2 * Math.log(2 / 3) + Math.log(1 / 3)) / 4, 12);
  expect(model.crossEntropy([[2, 0]])).toBe(Infinity);
});

test('what is added makes the unseen possible', () => {
  const model = countBigrams([[0, 1]], { vocabularySize: 3, smoothing: 1 });
  expect([0, 1, 2].map((next) => model.probability(0, next))).toEqual([1 / 4, 2 / 4, 1 / 4]);
  expect(model.probability(2, 2)).toBeCloseTo(1 / 3, 12);
});

test('names between two stops: the mean of what each letter says of the next', () => {
  const names = ['emma', 'ava', 'mia'];
  const letters = characterTokenizer(names, { specialTokens: ['.'] });
  const tokens = names.map((name) => letters.encode(`.${name}.`));
  const { vocabularySize } = letters;
  const model = countBigrams(tokens, { vocabularySize });
  // Each name ends with a; of six letters a, three are the last, two stand before v, one before none else.
  const a = letters.tokenToId('a') as number;
  expect(model.probability(a, 0)).toBe(3 / 4);
  const unigram = Math.log(vocabularySize);
  expect(model.crossEntropy(tokens)).toBeLessThan(unigram);
});

test('says what does not fit', () => {
  expect(() => countBigrams([[3]], { vocabularySize: 3 })).toThrow(
    'Expected numbers of tokens, integers in [0, 3). Received: 3',
  );
  expect(() => countBigrams([[0]], { vocabularySize: 3, smoothing: -1 })).toThrow(
    'Expected `smoothing` to be a number >= 0. Received: -1',
  );
  expect(() => countBigrams([], { vocabularySize: 3 }).crossEntropy([[0]])).toThrow(
    'Expected a list with two tokens at least. Received: none',
  );
});
