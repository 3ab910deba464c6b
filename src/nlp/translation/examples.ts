/** Pairs of token lists as rows to learn a translation from. */
import { checkSizes } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type Tensor2D, tf } from '../../nn/tf.js';
import { END, START } from './special-tokens.js';

/** A source and its translation, as tokens without start, end and padding. */
export interface TokenPair {
  readonly source: readonly number[];
  readonly target: readonly number[];
}

/** Rows to learn from; an object of tensors, as `memoryBatches` takes it. */
export type TranslationExamples = {
  /** Sources with padding behind, `[N, S]`, int32. */
  readonly source: Tensor2D;
  /** Targets from their start to their end with padding behind, `[N, T + 1]`, int32. */
  readonly target: Tensor2D;
};

export interface TranslationExamplesOptions {
  /** Tokens of a row of sources, S. Default: those of the longest. */
  sourceLength?: number;
  /** Tokens of a target with its end, T. Default: those of the longest. */
  targetLength?: number;
}

const longest = (lists: readonly (readonly number[])[]): number =>
  lists.reduce((most, { length }) => Math.max(most, length), 1);

/**
 * Rows of one length, with padding behind.
 *
 * @throws RangeError for a list that is longer
 */
export function paddedRows(
  lists: readonly (readonly number[])[],
  length: number,
  what: { readonly name: string; readonly option: string },
): Int32Array {
  const values = new Int32Array(lists.length * length);
  for (const [i, list] of lists.entries()) {
    if (list.length > length) {
      const { tooLong } = messages().translation;
      const place = { given: list.length, at: i, longest: length };
      throw new RangeError(tooLong({ what: what.name, option: what.option, ...place }));
    }
    values.set(list, i * length);
  }
  return values;
}

/**
 * Pairs as rows: sources with padding behind, and targets with a start before and an end behind them.
 *
 * @throws RangeError when there are no pairs, or one is longer than asked for
 * @example
 * const examples = translationExamples(
 *   pairs.map(({ source, target }) => ({ source: letters.encode(source), target: letters.encode(target) })),
 * );
 */
export function translationExamples(
  pairs: readonly TokenPair[],
  options: TranslationExamplesOptions = {},
): TranslationExamples {
  if (pairs.length === 0) {
    throw new RangeError(messages().translation.noSources({ given: '[]' }));
  }
  const sources = pairs.map(({ source }) => source);
  const targets = pairs.map(({ target }) => [START, ...target, END]);
  const { sourceLength = longest(sources), targetLength = longest(targets) - 1 } = options;
  checkSizes({ sourceLength, targetLength });
  const count = pairs.length;
  const read = paddedRows(sources, sourceLength, { name: '`source`', option: 'sourceLength' });
  const written = paddedRows(targets, targetLength + 1, {
    name: '`target` with start and end',
    option: 'targetLength',
  });
  return {
    source: tf.tensor2d(read, [count, sourceLength], 'int32'),
    target: tf.tensor2d(written, [count, targetLength + 1], 'int32'),
  };
}
