import { beforeAll, expect, test } from 'vitest';
import { wordVocabulary } from '../data/vocabulary.js';
import { useCpu } from '../deep-learning/test-tools.js';
import { tf } from '../nn/tf.js';
import { nextTokenWindows, paddedTokens } from './token-windows.js';

beforeAll(useCpu);

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

test('says when there are too few tokens', () => {
  expect(() => nextTokenWindows([1, 2], 2)).toThrow('Expected more than 2 tokens. Received: 2');
});
