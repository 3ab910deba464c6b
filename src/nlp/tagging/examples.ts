/** Lists of tokens with their tags as rows to learn from. */
import { checkSizes, shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type Tensor2D, tf } from '../../nn/tf.js';

/** The tokens of a text and the number of each one's tag. */
export interface TaggedTokens {
  readonly tokens: readonly number[];
  readonly tags: readonly number[];
}

/** Rows to learn from; an object of tensors, as `memoryBatches` takes it. */
export type TaggingExamples = {
  /** With padding, 0, behind: `[N, T]`, int32. */
  readonly tokens: Tensor2D;
  /** With 0 at padding: `[N, T]`, int32. */
  readonly tags: Tensor2D;
};

export interface TaggingExamplesOptions {
  /** Tokens of a row, T. Default: those of the longest. */
  length?: number;
}

/**
 * Lists of tokens, of 1 and above, as rows of one length with 0 behind.
 *
 * @throws RangeError for a list that is longer, or a token that is none
 */
export function tokenRows(
  where: string,
  lists: readonly (readonly number[])[],
  length: number,
): Int32Array {
  const { tagging } = messages();
  const values = new Int32Array(lists.length * length);
  for (const [at, list] of lists.entries()) {
    const wrong = list.find((token) => !(Number.isInteger(token) && token >= 1));
    if (wrong !== undefined) {
      throw new RangeError(tagging.token({ where, given: shown(wrong), at }));
    }
    if (list.length > length) {
      throw new RangeError(tagging.tooLong({ where, length, given: list.length, at }));
    }
    values.set(list, at * length);
  }
  return values;
}

/**
 * Texts with a tag for each token as rows, with padding behind.
 *
 * @throws RangeError when there are no texts, a text has not as many tags as tokens, is longer than asked for, or has
 *   token 0, which is padding
 * @example
 * const examples = taggingExamples([{ tokens: [4, 7, 2], tags: [0, 1, 2] }], { length: 20 });
 */
export function taggingExamples(
  texts: readonly TaggedTokens[],
  options: TaggingExamplesOptions = {},
): TaggingExamples {
  const where = 'taggingExamples';
  const { noTexts, unequal } = messages().tagging;
  if (texts.length === 0) throw new RangeError(noTexts({ where }));
  const { length = Math.max(1, ...texts.map(({ tokens }) => tokens.length)) } = options;
  checkSizes({ length });
  const read = tokenRows(
    where,
    texts.map(({ tokens }) => tokens),
    length,
  );
  const values = new Int32Array(read.length);
  for (const [at, { tokens, tags }] of texts.entries()) {
    if (tags.length !== tokens.length) {
      const counts = { tokens: tokens.length, tags: tags.length };
      throw new RangeError(unequal({ where, at, ...counts }));
    }
    values.set(tags, at * length);
  }
  const shape: [number, number] = [texts.length, length];
  return { tokens: tf.tensor2d(read, shape, 'int32'), tags: tf.tensor2d(values, shape, 'int32') };
}
