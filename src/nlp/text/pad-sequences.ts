/** Lists of tokens as rows of one length. */
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type Tensor2D, tf } from '../../nn/tf.js';
import { checkCounts } from '../check-integers.js';

/** Before the first token, or behind the last one. */
export type End = 'pre' | 'post';

export interface PadSequencesOptions {
  /** Tokens of a row, T. Default: those of the longest list, one at least. */
  maxLength?: number;
  /** Where shorter lists are filled up. Default `post`. */
  padding?: End;
  /** Where longer lists lose tokens. Default `post`. */
  truncating?: End;
  /** The token that fills up. Default 0. */
  value?: number;
}

/** Rows of one length, and what in them is a token. */
export interface PaddedSequences {
  /** `[N, T]`, int32. */
  tokens: Tensor2D;
  /** `[N, T]`, int32: 1 for a token and 0 for padding, as `paddingMask` takes it. */
  mask: Tensor2D;
}

/** The places of a list in a row, and what of it lies there. */
function placed(
  list: readonly number[],
  length: number,
  { padding = 'post', truncating = 'post' }: PadSequencesOptions,
): { from: number; kept: readonly number[] } {
  const extra = Math.max(0, list.length - length);
  const kept = truncating === 'pre' ? list.slice(extra) : list.slice(0, list.length - extra);
  return { from: padding === 'pre' ? length - kept.length : 0, kept };
}

/** @throws RangeError for what is no list of integers that int32 holds */
function checkLists(lists: readonly (readonly number[])[]): void {
  if (Array.isArray(lists) && lists.every((list) => Array.isArray(list))) {
    const wrong = lists.flat().find((token) => (token | 0) !== token);
    if (wrong === undefined) return;
    throw new RangeError(messages().nlp.tokenLists({ given: shown(wrong) }));
  }
  throw new RangeError(messages().nlp.tokenLists({ given: shown(lists) }));
}

/**
 * Lists of tokens as rows of one length, and a mask that says what is padding.
 *
 * @param sequences a list of tokens for each text
 * @throws RangeError for anything but lists of integers, or options out of range
 * @example
 * const { tokens, mask } = padSequences([[5, 6], [7]], { padding: 'pre' });
 * tokens.print(); // [[5, 6], [0, 7]]
 * const hidden = paddingMask(mask);
 */
export function padSequences(
  sequences: readonly (readonly number[])[],
  options: PadSequencesOptions = {},
): PaddedSequences {
  checkLists(sequences);
  const { value = 0, padding, truncating } = options;
  const { maxLength = sequences.reduce((most, list) => Math.max(most, list.length), 1) } = options;
  for (const [option, given] of Object.entries({ padding, truncating })) {
    if (given === undefined || given === 'pre' || given === 'post') continue;
    throw new RangeError(messages().nlp.end({ option, given: shown(given) }));
  }
  checkCounts('padSequences', { maxLength });
  const shape: [number, number] = [sequences.length, maxLength];
  const values = new Int32Array(shape[0] * shape[1]).fill(value);
  const kept = new Int32Array(values.length);
  sequences.forEach((list, row) => {
    const { from, kept: tokens } = placed(list, maxLength, options);
    const at = row * maxLength + from;
    values.set(tokens, at);
    kept.fill(1, at, at + tokens.length);
  });
  return {
    tokens: tf.tensor2d(values, shape, 'int32'),
    mask: tf.tensor2d(kept, shape, 'int32'),
  };
}
