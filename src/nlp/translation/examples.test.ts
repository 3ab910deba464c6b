import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test } from 'vitest';
import { use } from '../../nn/layers/test-tools.js';
import { tf } from '../../nn/tf.js';
import { diagonality } from './attention-map.js';
import { translationExamples } from './examples.js';
import { END, PADDING, START, translationVocabulary } from './special-tokens.js';

beforeAll(() => use('cpu'));

test('rows have padding behind, and targets a start and an end', () => {
  const pairs = [
    { source: [3, 4, 5], target: [6] },
    { source: [7], target: [8, 9] },
  ];
  const { source, target } = translationExamples(pairs);
  expect(source.arraySync()).toEqual([
    [3, 4, 5],
    [7, PADDING, PADDING],
  ]);
  expect(target.arraySync()).toEqual([
    [START, 6, END, PADDING],
    [START, 8, 9, END],
  ]);
  expect([source.dtype, target.dtype]).toEqual(['int32', 'int32']);
  const longer = translationExamples(pairs, { sourceLength: 4, targetLength: 5 });
  expect([longer.source.shape, longer.target.shape]).toEqual([
    [2, 4],
    [2, 6],
  ]);
  tf.dispose([source, target, longer.source, longer.target]);
  expect(() => translationExamples(pairs, { sourceLength: 2 })).toThrow(
    'Expected each `source` to have at most 2 tokens. Received: 3, number 0. Leave it out, or give a larger `sourceLength`',
  );
  expect(() => translationExamples([])).toThrow('Expected one source at least');
});

test('a vocabulary has the three tokens that are no text, and gives texts back', () => {
  const letters = translationVocabulary(['ab', 'bc']);
  expect([letters.size, letters.encode('cab')]).toEqual([6, [5, 3, 4]]);
  expect(letters.decode([5, 3, 4])).toBe('cab');
  const words = translationVocabulary(['a b', 'c a'], 'words');
  expect(words.decode(words.encode('c b'))).toBe('c b');
  expect(words.encode('a')[0]).toBe(3);
});

test('diagonality: 1 along the diagonal, -1 against it, 0 where all is looked at alike', () => {
  const eye = [0, 1, 2].map((i) => [0, 1, 2].map((j) => (i === j ? 1 : 0)));
  expect(diagonality(eye)).toBeCloseTo(1, 12);
  expect(diagonality([...eye].reverse())).toBeCloseTo(-1, 12);
  expect(diagonality([1, 1, 1].map(() => [1, 1, 1, 1]))).toBeCloseTo(0, 12);
  expect(
    diagonality([
      [1, 0],
      [1, 0],
    ]),
  ).toBe(0);
  expect(() => diagonality([[1, 0]])).toThrow('Expected a map of attention');
  expect(() => diagonality([[1, 0], [1]])).toThrow('Expected a map of attention');
});
