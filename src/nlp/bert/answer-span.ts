/** The best pair of a first and a last token. */
import { checkSizes, shown } from '../../checks.js';
import { messages } from '../../messages/index.js';

export interface AnswerSpanOptions {
  /** The first place that an answer may have. Default 0. */
  from?: number;
  /** The place behind the last that it may have. Default: the number of scores. */
  to?: number;
  /** Tokens of an answer at most. Default 16. */
  maxAnswerLength?: number;
}

/** From the first token to the last. */
export interface AnswerSpan {
  readonly first: number;
  /** >= `first`: an answer of one token ends where it begins. */
  readonly last: number;
  readonly score: number;
}

/**
 * The span i..j with the highest startLogits[i] + endLogits[j] where i <= j < i + `maxAnswerLength`; of equal ones the
 * first. Not the highest start and the highest end: the end may lie before the start.
 *
 * @param startLogits `[T]`
 * @param endLogits `[T]`
 * @throws RangeError for unequal numbers of scores, NaN among them, or options out of range
 * @example
 * answerSpan([0, 2, 1], [3, 0, 1]); // { first: 1, last: 2, score: 3 }
 */
export function answerSpan(
  startLogits: ArrayLike<number>,
  endLogits: ArrayLike<number>,
  options: AnswerSpanOptions = {},
): AnswerSpan {
  const { length } = startLogits;
  const { from = 0, to = length, maxAnswerLength = 16 } = options;
  checkSizes({ maxAnswerLength });
  const isRange = Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from < to;
  if (length !== endLogits.length || length === 0) {
    const given = `${length} and ${endLogits.length}`;
    throw new RangeError(messages().bert.scores({ given }));
  }
  if (!isRange || to > length) {
    throw new RangeError(messages().bert.range({ length, given: shown({ from, to }) }));
  }
  let best: AnswerSpan | undefined;
  for (let first = from; first < to; first++) {
    for (let last = first; last < Math.min(to, first + maxAnswerLength); last++) {
      const score = (startLogits[first] as number) + (endLogits[last] as number);
      if (Number.isNaN(score)) throw new RangeError(messages().bert.scores({ given: 'NaN' }));
      if (best === undefined || score > best.score) best = { first, last, score };
    }
  }
  return best as AnswerSpan;
}
