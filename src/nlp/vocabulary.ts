/** Texts as numbers: a vocabulary of words or characters. */

import { checkSizes } from '../nn/check-sizes.js';
import { type Tensor2D, tf } from '../nn/tf.js';
import type { Examples } from '../nn/training/training-types.js';

/** A list of tokens, and texts in their numbers. */
export interface Vocabulary {
  /** How many tokens there are, V. */
  readonly size: number;
  /** The token of each number. */
  readonly tokens: readonly string[];
  /** @throws RangeError when the text holds a token that is not in the vocabulary */
  encode(text: string): number[];
  /** @throws RangeError when a number is not in [0, V) */
  decode(numbers: readonly number[]): string;
}

function vocabulary(
  tokens: readonly string[],
  split: (text: string) => string[],
  joint: string,
): Vocabulary {
  const numbers = new Map(tokens.map((token, i) => [token, i]));
  return {
    size: tokens.length,
    tokens,
    encode: (text) =>
      split(text).map((token) => {
        const number = numbers.get(token);
        if (number !== undefined) return number;
        throw new RangeError(
          `Expected text of the vocabulary's ${tokens.length} tokens. Received: ${JSON.stringify(token)}`,
        );
      }),
    decode: (all) =>
      all
        .map((number) => {
          const token = tokens[number];
          if (token !== undefined) return token;
          throw new RangeError(
            `Expected integers in [0, ${tokens.length}). Received: ${String(number)}`,
          );
        })
        .join(joint),
  };
}

const characters = (text: string): string[] => Array.from(text);
const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/**
 * The characters of a text, in the order of their code points.
 *
 * @example
 * const letters = characterVocabulary('abba');
 * letters.encode('ba'); // [1, 0]
 */
export function characterVocabulary(text: string): Vocabulary {
  return vocabulary([...new Set(characters(text))].sort(), characters, '');
}

/**
 * The words of texts, separated by spaces, in alphabetical order; number 0 is padding, `''`.
 *
 * @example
 * const vocabulary = wordVocabulary(['red beat blue']);
 * vocabulary.encode('blue beat red'); // [2, 1, 3]
 */
export function wordVocabulary(texts: readonly string[]): Vocabulary {
  return vocabulary(['', ...[...new Set(texts.flatMap(words))].sort()], words, ' ');
}

/**
 * Texts as rows of the same length: shorter ones padded with 0 in front, of longer ones the end.
 *
 * @returns `[N, length]`, int32
 * @example
 * const x = paddedTokens(vocabulary, texts, 20);
 */
export function paddedTokens(
  { encode }: Vocabulary,
  texts: readonly string[],
  length: number,
): Tensor2D {
  checkSizes({ length });
  const values = new Int32Array(texts.length * length);
  texts.forEach((text, i) => {
    const row = encode(text).slice(-length);
    values.set(row, (i + 1) * length - row.length);
  });
  return tf.tensor2d(values, [texts.length, length], 'int32');
}

/**
 * A sequence cut into windows to learn the next token from: `y` is `x` one token later.
 *
 * @param length tokens of a window, T
 * @returns `x` and `y`, `[N, T]` int32; what is left at the end is left out
 * @throws RangeError when there are not more than `length` tokens
 * @example
 * const data = nextTokenWindows(letters.encode(text), 64);
 */
export function nextTokenWindows(tokens: readonly number[], length: number): Examples {
  checkSizes({ length });
  const count = Math.floor((tokens.length - 1) / length);
  if (count < 1) {
    throw new RangeError(`Expected more than ${length} tokens. Received: ${tokens.length}`);
  }
  const shape: [number, number] = [count, length];
  const cut = (from: number): Int32Array =>
    Int32Array.from(tokens.slice(from, from + count * length));
  return { x: tf.tensor2d(cut(0), shape, 'int32'), y: tf.tensor2d(cut(1), shape, 'int32') };
}
