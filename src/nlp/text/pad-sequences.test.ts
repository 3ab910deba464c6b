import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { paddingMask } from '../../backend/fused/attention.js';
import { useCpu } from '../../deep-learning/test-tools.js';
import { tf } from '../../nn/tf.js';
import { padSequences } from './pad-sequences.js';

beforeAll(useCpu);

test('shorter lists are filled up, longer ones cut, at the end that is asked for', () => {
  const rows = (options: object): number[][] => {
    const { tokens, mask } = padSequences([[1, 2, 3], [4]], options);
    const values = tokens.arraySync();
    tf.dispose([tokens, mask]);
    return values;
  };
  expect(rows({})).toEqual([
    [1, 2, 3],
    [4, 0, 0],
  ]);
  expect(rows({ padding: 'pre', value: 9 })).toEqual([
    [1, 2, 3],
    [9, 9, 4],
  ]);
  expect(rows({ maxLength: 2 })).toEqual([
    [1, 2],
    [4, 0],
  ]);
  expect(rows({ maxLength: 2, truncating: 'pre' })).toEqual([
    [2, 3],
    [4, 0],
  ]);
});

test('the mask tells tokens from padding, also where a token is 0', () => {
  const lists = fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 6 }), {
    minLength: 1,
    maxLength: 4,
  });
  const ends = fc.constantFrom('pre', 'post') as fc.Arbitrary<'pre' | 'post'>;
  fc.assert(
    fc.property(lists, ends, (given, padding) => {
      const { tokens, mask } = padSequences(given, { padding });
      const [values, kept] = [tokens.arraySync(), mask.arraySync()];
      tf.dispose([tokens, mask]);
      expect(values.map((row, i) => row.filter((_, t) => kept[i]?.[t] === 1))).toEqual(given);
    }),
  );
});

test('attention takes the mask as it is', () => {
  const { tokens, mask } = padSequences([[5, 6], [7]]);
  const hidden = paddingMask(mask);
  expect(hidden.shape).toEqual([2, 1, 1, 2]);
  expect(Array.from(hidden.dataSync()).map((value) => value < 0)).toEqual([
    false,
    false,
    false,
    true,
  ]);
  tf.dispose([tokens, mask, hidden]);
});

test('says what does not fit', () => {
  expect(() => padSequences([[0.5]])).toThrow(
    'Expected lists of tokens, each an integer. Received: 0.5',
  );
  expect(() => padSequences([1] as unknown as number[][])).toThrow('Received: [1]');
  expect(() => padSequences([[1]], { padding: 'left' as 'pre' })).toThrow(
    'Expected `padding` to be `pre` or `post`. Received: "left"',
  );
  expect(() => padSequences([[1]], { maxLength: 0 })).toThrow(
    'Expected `maxLength` of padSequences to be an integer >= 1. Received: 0',
  );
});
