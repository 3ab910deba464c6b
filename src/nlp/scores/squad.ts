/** How good found answers are, as SQuAD counts it. */
import { messages } from '../../messages/index.js';

export interface SquadScore {
  /** The share of answers that are one of the right ones, in [0, 1]. */
  readonly exactMatch: number;
  /** The mean of the best F1 of words with a right one, in [0, 1]. */
  readonly f1: number;
}

/** ASCII's, as Python's `string.punctuation`. */
const PUNCTUATION = /[!-/:-@[-`{-~]/g;

/** Lower case, without punctuation and articles, one space between words. */
const normalized = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(PUNCTUATION, '')
    .replace(/(?<![\p{L}\p{N}_])(a|an|the)(?![\p{L}\p{N}_])/gu, ' ')
    .split(/\s+/u)
    .filter((word) => word !== '');

/** F1 of the words of two answers, each word as often as both have it. */
function wordF1(found: readonly string[], right: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of right) left.set(word, (left.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of found) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    common++;
    left.set(word, count - 1);
  }
  return common === 0 ? 0 : (2 * common) / (found.length + right.length);
}

/**
 * Exact match and F1 of answers, as the script of SQuAD 1.1 defines them (Rajpurkar et al. 2016, arXiv:1606.05250): case,
 * punctuation and articles do not count; of several right answers the best counts.
 *
 * @param found an answer to each question
 * @param right for each question what is right
 * @throws RangeError for other numbers of both, or a question without a right answer
 * @example
 * squadScore(['the red lamp'], [['a red lamp', 'lamp']]); // { exactMatch: 1, f1: 1 }
 */
export function squadScore(
  found: readonly string[],
  right: readonly (readonly string[])[],
): SquadScore {
  const [given, expected] = [found.length, right.length];
  if (given !== expected || given === 0) {
    throw new RangeError(messages().bert.sameCount({ given, expected }));
  }
  const none = right.findIndex((answers) => answers.length === 0);
  if (none >= 0) throw new RangeError(messages().bert.noAnswers({ at: none }));
  let [exact, f1] = [0, 0];
  found.forEach((answer, i) => {
    const words = normalized(answer);
    const others = (right[i] ?? []).map(normalized);
    if (others.some((other) => other.join(' ') === words.join(' '))) exact++;
    f1 += Math.max(...others.map((other) => wordF1(words, other)));
  });
  return { exactMatch: exact / found.length, f1: f1 / found.length };
}
