/** Tokens as examples: rows of one length, and windows with the next token of each. */
import { checkSizes } from '../checks.js';
import type { Vocabulary } from '../data/vocabulary.js';
import { type Tensor2D, tf } from '../nn/tf.js';
import type { Examples } from '../nn/training/training-types.js';
import { padSequences } from './text/pad-sequences.js';

/**
 * Texts as rows of the same length: shorter ones padded with 0 in front, of longer ones the end.
 *
 * @param vocabulary or a tokenizer
 * @returns `[N, length]`, int32
 * @example
 * const x = paddedTokens(vocabulary, texts, 20);
 */
export function paddedTokens(
  { encode }: Pick<Vocabulary, 'encode'>,
  texts: readonly string[],
  length: number,
): Tensor2D {
  checkSizes({ length });
  const rows = texts.map((text) => encode(text));
  const { tokens, mask } = padSequences(rows, {
    maxLength: length,
    padding: 'pre',
    truncating: 'pre',
  });
  mask.dispose();
  return tokens;
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
