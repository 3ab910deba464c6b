/** Texts and pairs of texts as rows that BERT reads. */
import { checkSizes, shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type Tensor2D, tf } from '../../nn/tf.js';
import type { Tokenizer } from '../tokenizers/tokenizer.js';
import { tokensOfBert } from './special-tokens.js';

/** Rows for a BERT; an object of tensors. */
export type BertInputs = {
  /** `[CLS]`, the text, `[SEP]`, and of a pair the second text and `[SEP]`; then padding: `[N, T]`, int32. */
  readonly tokens: Tensor2D;
  /** 1 for the second text and its `[SEP]`, else 0: `[N, T]`, int32. */
  readonly segments: Tensor2D;
};

export interface BertInputsOptions {
  /** With the tokens `[PAD]` as number 0, `[CLS]`, `[SEP]` and `[MASK]`. */
  tokenizer: Tokenizer;
  /** Tokens of a row, T, the special ones too; the `context` of the model. Default: those of the longest. */
  length?: number;
  /** Cut the end of the longer text where a row is too long. Default false: it is an error. */
  truncate?: boolean;
}

/** A row before padding. */
export interface Row {
  readonly tokens: readonly number[];
  readonly segments: readonly number[];
}

/** `[CLS]` first `[SEP]`, and `[CLS]` first `[SEP]` second `[SEP]`. */
export function rowOf(
  first: readonly number[],
  second: readonly number[] | undefined,
  { cls, sep }: { readonly cls: number; readonly sep: number },
): Row {
  const begin = [cls, ...first, sep];
  const rest = second === undefined ? [] : [...second, sep];
  return {
    tokens: [...begin, ...rest],
    segments: [...begin.map(() => 0), ...rest.map(() => 1)],
  };
}

/** Rows of one length as tensors. */
export function inputsOfRows(rows: readonly Row[], length: number): BertInputs {
  const shape: [number, number] = [rows.length, length];
  const [tokens, segments] = [
    new Int32Array(rows.length * length),
    new Int32Array(rows.length * length),
  ];
  rows.forEach((row, i) => {
    tokens.set(row.tokens, i * length);
    segments.set(row.segments, i * length);
  });
  return {
    tokens: tf.tensor2d(tokens, shape, 'int32'),
    segments: tf.tensor2d(segments, shape, 'int32'),
  };
}

/** Cuts the longer of two lists until both fit, as Hugging Face's `longest_first`. */
function cut(first: number[], second: number[] | undefined, room: number): void {
  while (first.length + (second?.length ?? 0) > Math.max(0, room)) {
    if (second !== undefined && second.length > first.length) second.pop();
    else first.pop();
  }
}

type Text = string | readonly [first: string, second: string];

const isText = (text: unknown): text is Text =>
  typeof text === 'string' ||
  (Array.isArray(text) && text.length === 2 && text.every((one) => typeof one === 'string'));

/**
 * Texts, or pairs of texts, as rows for a BERT.
 *
 * @param texts each a text, or `[first, second]`
 * @throws TypeError for anything else, or a tokenizer without BERT's tokens; RangeError for a row that is longer than
 *   `length`
 * @example
 * const inputs = bertInputs(['oslo lies in norway'], { tokenizer, length: 32 });
 * const pairs = bertInputs([['anna lives in oslo', 'anna speaks norwegian']], { tokenizer, length: 32 });
 */
export function bertInputs(texts: readonly Text[], options: BertInputsOptions): BertInputs {
  const where = 'bertInputs';
  const { tokenizer, truncate = false } = options;
  if (!Array.isArray(texts) || texts.length === 0 || !texts.every(isText)) {
    throw new TypeError(messages().bert.texts({ where, given: shown(texts) }));
  }
  if (options.length !== undefined) checkSizes({ length: options.length });
  const special = tokensOfBert(where, tokenizer);
  const rows = texts.map((text: Text, at) => {
    const [first = '', second] = typeof text === 'string' ? [text] : text;
    const lists = [
      tokenizer.encode(first),
      second === undefined ? undefined : tokenizer.encode(second),
    ] as const;
    if (truncate && options.length !== undefined) {
      cut(...lists, options.length - (second === undefined ? 2 : 3));
    }
    const row = rowOf(...lists, special);
    const length = options.length ?? row.tokens.length;
    if (row.tokens.length > length) {
      const given = row.tokens.length;
      throw new RangeError(messages().bert.tooLong({ where, length, given, at }));
    }
    return row;
  });
  const longest = rows.reduce((most, { tokens }) => Math.max(most, tokens.length), 1);
  return inputsOfRows(rows, options.length ?? longest);
}
