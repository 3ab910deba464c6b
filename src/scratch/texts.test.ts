import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { useCpu } from '../deep-learning/test-tools.js';
import { countBigrams } from '../nlp/bigrams.js';
import { trainBpe } from '../nlp/tokenizers/train-bpe.js';
import {
  bigramLoss,
  encodeBpe,
  mergePair,
  mostFrequentPair,
  padAndMask,
  type TokenPair,
} from './texts.js';

beforeAll(useCpu);

const lists = fc.array(fc.array(fc.nat(4), { maxLength: 12 }), { minLength: 1, maxLength: 6 });

test('the most frequent pair is found, overlaps counted, the smaller one of equals', () => {
  expect(
    mostFrequentPair([
      [7, 7, 7],
      [1, 2],
      [2, 1],
    ]),
  ).toEqual([7, 7]);
  expect(
    mostFrequentPair([
      [3, 1],
      [2, 9],
      [2, 4],
    ]),
  ).toEqual([2, 4]);
  expect(mostFrequentPair([[1], []])).toBeUndefined();
});

test('a merge goes from left to right, and undone gives the tokens again', () => {
  expect(mergePair([5, 5, 5, 6], [5, 5], 9)).toEqual([9, 5, 6]);
  fc.assert(
    fc.property(fc.array(fc.nat(3)), fc.nat(3), fc.nat(3), (tokens, a, b) => {
      const merged = mergePair(tokens, [a, b], 99);
      expect(merged.flatMap((token) => (token === 99 ? [a, b] : [token]))).toEqual(tokens);
      expect(merged.some((token, i) => token === a && merged[i + 1] === b)).toBe(false);
    }),
  );
});

test('merges found by hand are those of the library, and encode alike', () => {
  const words = ['low', 'lower', 'lowest', 'newest', 'widest', 'wider', 'low', 'new'];
  const bpe = trainBpe(words, { vocabularySize: 256 + 9 });
  let now = words.map((word) =>
    bpe.encode('').concat([...word].map((c) => bpe.encode(c)[0] as number)),
  );
  const start = now;
  const merges: TokenPair[] = [];
  for (let i = 0; i < 9; i++) {
    const pair = mostFrequentPair(now) as TokenPair;
    merges.push(pair);
    now = now.map((word) => mergePair(word, pair, 256 + i));
  }
  expect(now).toEqual(words.map((word) => bpe.encode(word)));
  expect(start.map((word) => encodeBpe(word, merges, 256))).toEqual(now);
});

test('a model that counts costs what that of the library costs', () => {
  fc.assert(
    fc.property(lists, lists, fc.constantFrom(0, 0.5, 1), (counted, measured, smoothing) => {
      fc.pre(measured.some((list) => list.length > 1));
      const model = countBigrams(counted, { vocabularySize: 5, smoothing });
      const got = bigramLoss(counted, measured, 5, smoothing);
      const expected = model.crossEntropy(measured);
      if (expected === Infinity) expect(got).toBe(Infinity);
      else expect(got).toBeCloseTo(expected, 9);
    }),
  );
});

test('rows are of one length, and the mask says what is a token', () => {
  const { tokens, mask } = padAndMask([[5, 6, 7], [8], []], 2);
  expect(tokens.arraySync()).toEqual([
    [5, 6],
    [8, 0],
    [0, 0],
  ]);
  expect(tokens.dtype).toBe('int32');
  expect(mask.arraySync()).toEqual([
    [1, 1],
    [1, 0],
    [0, 0],
  ]);
});
