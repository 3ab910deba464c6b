/** BLEU: how many runs of tokens a translation has in common with its references. */
import { messages } from '../../messages/index.js';
import { type BleuTokens, bleuTokenKinds, bleuTokens } from './bleu-tokens.js';
import { countNGrams, matches, totalOf, trimmedEnd } from './n-grams.js';
import { type References, referencesOf } from './references.js';

export interface BleuOptions {
  /** How texts are cut: `13a` for Western languages, `zh` for Chinese, `char` by character, `none` at spaces. Default 13a. */
  tokens?: BleuTokens;
  /** The longest run that is counted. Default 4. */
  order?: number;
  /** Without regard to capitals. Default false. */
  lowercase?: boolean;
  /** What stands for a precision of 0: a halved one at each such length (`exp`), or 0 (`none`). Default exp. */
  smoothing?: 'exp' | 'none';
  /** Whether lengths of runs that a translation is too short for are left out, as for single sentences. Default false. */
  effectiveOrder?: boolean;
}

export interface BleuScore {
  /** From 0 to 100. */
  readonly score: number;
  /** Of runs of 1, 2, … tokens, from 0 to 100. */
  readonly precisions: readonly number[];
  /** Below 1 where translations are shorter than their references. */
  readonly brevityPenalty: number;
  /** Tokens of all translations. */
  readonly length: number;
  /** Tokens of the references that are nearest in length. */
  readonly referenceLength: number;
}

/** Counts over all translations. */
interface Statistics {
  readonly correct: number[];
  readonly total: number[];
  length: number;
  referenceLength: number;
}

/** The most that any of the references has of each run. */
function union(all: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const most = new Map<string, number>();
  for (const counts of all) {
    for (const [run, count] of counts) most.set(run, Math.max(count, most.get(run) ?? 0));
  }
  return most;
}

/** The length nearest to that of the translation; of two as near the shorter one. */
const nearest = (length: number, others: readonly number[]): number =>
  others.reduce((best, other) => {
    const [gap, least] = [Math.abs(other - length), Math.abs(best - length)];
    return gap < least || (gap === least && other < best) ? other : best;
  });

function add(
  sum: Statistics,
  translation: readonly string[],
  references: readonly (readonly string[])[],
): void {
  const order = sum.correct.length;
  const own = countNGrams(translation, order);
  const others = references.map((tokens) => countNGrams(tokens, order));
  sum.length += translation.length;
  sum.referenceLength += nearest(
    translation.length,
    references.map(({ length }) => length),
  );
  for (const [i, counts] of own.entries()) {
    const most = union(others.map((one) => one[i] as Map<string, number>));
    sum.correct[i] = (sum.correct[i] as number) + matches(counts, most);
    sum.total[i] = (sum.total[i] as number) + totalOf(counts);
  }
}

function scoreOf(sum: Statistics, smoothing: 'exp' | 'none', effectiveOrder: boolean): BleuScore {
  const { correct, total, length, referenceLength } = sum;
  const isShort = length < referenceLength;
  const brevityPenalty = isShort ? (length > 0 ? Math.exp(1 - referenceLength / length) : 0) : 1;
  const precisions = correct.map(() => 0);
  const lengths = { length, referenceLength };
  if (correct.every((count) => count === 0)) {
    return { score: 0, precisions, brevityPenalty, ...lengths };
  }
  let halving = 1;
  let order = correct.length;
  for (const [i, count] of correct.entries()) {
    const all = total[i] as number;
    if (all === 0) break;
    if (effectiveOrder) order = i + 1;
    if (count > 0) precisions[i] = (100 * count) / all;
    else if (smoothing === 'exp') {
      halving *= 2;
      precisions[i] = 100 / (halving * all);
    }
  }
  // As sacrebleu: the logarithm of 0 is so low that the score is 0.
  const logs = precisions.slice(0, order).map((p) => (p === 0 ? -9_999_999_999 : Math.log(p)));
  const mean = logs.reduce((a, b) => a + b, 0) / order;
  return { score: brevityPenalty * Math.exp(mean), precisions, brevityPenalty, ...lengths };
}

/**
 * BLEU of a corpus (Papineni et al. 2002), equal to sacrebleu's (Post 2018, arXiv:1804.08771): the geometric mean of
 * the precisions of runs of 1 to 4 tokens over all translations, times a penalty for short ones. One score for all:
 * it is no mean over sentences.
 *
 * @param references one for each translation, or several
 * @throws RangeError when there are not as many references as translations, or for an unknown option
 * @example
 * bleu(['the cat sat on the mat'], ['the cat sat on a mat']).score;
 * bleu(['今天是五月三日'], ['今天是五月四日'], { tokens: 'zh' }).score;
 */
export function bleu(
  translations: readonly string[],
  references: References,
  options: BleuOptions = {},
): BleuScore {
  const { tokens = '13a', order = 4, lowercase = false, smoothing = 'exp' } = options;
  const { choice, atLeast, number } = messages().translation;
  if (!bleuTokenKinds.includes(tokens)) {
    const words = bleuTokenKinds.map((kind) => `\`${kind}\``).join(', ');
    throw new RangeError(choice({ option: 'tokens', words, given: String(tokens) }));
  }
  if (smoothing !== 'exp' && smoothing !== 'none') {
    const words = '`exp`, `none`';
    throw new RangeError(choice({ option: 'smoothing', words, given: String(smoothing) }));
  }
  if (!Number.isInteger(order) || order < 1) {
    throw new RangeError(
      atLeast({ option: 'order', expected: number({ least: 1 }), given: order }),
    );
  }
  const cut = (text: string): string[] =>
    bleuTokens(trimmedEnd(lowercase ? text.toLowerCase() : text), tokens);
  const zeros = (): number[] => Array<number>(order).fill(0);
  const sum: Statistics = { correct: zeros(), total: zeros(), length: 0, referenceLength: 0 };
  for (const [i, list] of referencesOf(translations, references).entries()) {
    add(sum, cut(translations[i] as string), list.map(cut));
  }
  return scoreOf(sum, smoothing, options.effectiveOrder ?? false);
}
