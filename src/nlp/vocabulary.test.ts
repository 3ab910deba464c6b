import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { useCpu } from '../deep-learning/test-tools.js';
import { tf } from '../nn/tf.js';
import {
  characterVocabulary,
  nextTokenWindows,
  paddedTokens,
  wordVocabulary,
} from './vocabulary.js';

beforeAll(useCpu);

test('decoding undoes encoding', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const letters = characterVocabulary(text);
      expect(letters.decode(letters.encode(text))).toBe(text);
    }),
  );
  const words = wordVocabulary(['red beat blue', 'blue  won']);
  expect(words.tokens).toEqual(['', 'beat', 'blue', 'red', 'won']);
  expect(words.decode(words.encode(' red won '))).toBe('red won');
});

test('texts are padded in front, long ones keep their end', () => {
  const words = wordVocabulary(['a b c d']);
  const x = paddedTokens(words, ['a b', 'a b c d', ''], 3);
  expect(x.arraySync()).toEqual([
    [0, 1, 2],
    [2, 3, 4],
    [0, 0, 0],
  ]);
  expect(x.dtype).toBe('int32');
  x.dispose();
});

test('windows hold the next token of each', () => {
  const { x, y } = nextTokenWindows([0, 1, 2, 3, 4, 5, 6, 7], 3);
  expect(x.arraySync()).toEqual([
    [0, 1, 2],
    [3, 4, 5],
  ]);
  expect(y.arraySync()).toEqual([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  tf.dispose([x, y]);
});

test('says what does not fit', () => {
  const letters = characterVocabulary('ab');
  expect(() => letters.encode('abc')).toThrow(
    'Expected text of the vocabulary\'s 2 tokens. Received: "c"',
  );
  expect(() => letters.decode([2])).toThrow('Expected integers in [0, 2). Received: 2');
  expect(() => nextTokenWindows([1, 2], 2)).toThrow('Expected more than 2 tokens. Received: 2');
});
