import fc from 'fast-check';
import { expect, test } from 'vitest';
import { characterVocabulary, vocabularyOf, wordVocabulary } from './vocabulary.js';

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

test('says what does not fit', () => {
  const letters = characterVocabulary('ab');
  expect(() => letters.encode('abc')).toThrow(
    'Expected text of the vocabulary\'s 2 tokens. Received: "c"',
  );
  expect(() => letters.decode([2])).toThrow('Expected integers in [0, 2). Received: 2');
});

test('a vocabulary of the tokens of another one is that one', () => {
  for (const one of [characterVocabulary('a cat 🐈'), wordVocabulary(['a cat', 'sat'])]) {
    const again = vocabularyOf(one.kind, JSON.parse(JSON.stringify(one.tokens)) as string[]);
    const text = one.kind === 'words' ? 'cat sat' : '🐈 cat';
    expect(again.encode(text)).toEqual(one.encode(text));
    expect(again.decode(one.encode(text))).toBe(text);
    expect(again.size).toBe(one.size);
  }
});
