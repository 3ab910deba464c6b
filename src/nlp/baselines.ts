/** What a model of language must beat: counts of words, and of pairs of tokens. */
import { checkSizes } from '../checks.js';
import { countBigrams } from './bigrams.js';

/** Numbers of tokens with a class for each list. */
export interface TokenExamples {
  readonly tokens: readonly (readonly number[])[];
  readonly labels: readonly number[];
}

/**
 * Naive Bayes on the counts of tokens (a bag of words), with add-one smoothing: a classifier that
 * does not see the order (McCallum & Nigam 1998).
 *
 * @param train lists of tokens and a class for each
 * @returns a function from a list of tokens to the likeliest class
 * @throws RangeError when `tokens` and `labels` differ in length, or there are none
 * @example
 * const classify = bagOfWords({ tokens: [[0, 1], [2]], labels: [0, 1] });
 * classify([1]); // 0
 */
export function bagOfWords({ tokens, labels }: TokenExamples): (text: readonly number[]) => number {
  if (tokens.length !== labels.length || tokens.length === 0) {
    throw new RangeError(
      `Expected as many labels as texts, one at least. Received: ${tokens.length} texts and ${labels.length} labels`,
    );
  }
  const vocabulary = Math.max(...tokens.flat()) + 1;
  const classes = Math.max(...labels) + 1;
  const counts = Array.from({ length: classes }, () => new Float64Array(vocabulary).fill(1));
  const texts = new Float64Array(classes);
  tokens.forEach((text, i) => {
    const label = labels[i] as number;
    texts[label] = (texts[label] as number) + 1;
    for (const token of text) {
      const row = counts[label] as Float64Array;
      row[token] = (row[token] as number) + 1;
    }
  });
  const totals = counts.map((row) => row.reduce((sum, n) => sum + n, 0));
  return (text) => {
    const scores = counts.map((row, label) =>
      text.reduce(
        (score, token) => score + Math.log((row[token] ?? 1) / (totals[label] as number)),
        Math.log((texts[label] as number) / labels.length),
      ),
    );
    return scores.indexOf(Math.max(...scores));
  };
}

/**
 * Bits for each token that a model of pairs of tokens needs, with add-one smoothing.
 *
 * @param train tokens to count pairs in
 * @param test tokens to measure on, two at least
 * @param vocabSize how many tokens there are
 * @throws RangeError when there are fewer than two tokens
 * @example
 * bigramBits(letters.encode(text), letters.encode(other), letters.size); // some 2 to 3
 */
export function bigramBits(
  train: readonly number[],
  test: readonly number[],
  vocabSize: number,
): number {
  checkSizes({ vocabSize });
  if (train.length < 2 || test.length < 2) {
    throw new RangeError(
      `Expected 2 tokens at least. Received: ${train.length} and ${test.length}`,
    );
  }
  const model = countBigrams([train], { vocabularySize: vocabSize, smoothing: 1 });
  return model.crossEntropy([test]) / Math.LN2;
}
