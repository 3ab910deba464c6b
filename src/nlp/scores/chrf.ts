/** chrF: how many runs of characters a translation has in common with its references. */
import { messages } from '../../messages/index.js';
import { countNGrams, matches, splitAtSpaces, totalOf } from './n-grams.js';
import { type References, referencesOf } from './references.js';

export interface ChrfOptions {
  /** The longest run of characters that is counted. Default 6. */
  order?: number;
  /** The longest run of words that is counted beside; 2 makes it chrF++. Default 0. */
  wordOrder?: number;
  /** How much more recall counts than precision. Default 2. */
  beta?: number;
  /** Without regard to capitals. Default false. */
  lowercase?: boolean;
}

type Sizes = Required<Pick<ChrfOptions, 'order' | 'wordOrder' | 'beta'>>;

/** Of runs of one length: in the translation, in the reference, in both. */
interface Statistics {
  readonly own: number;
  readonly reference: number;
  readonly both: number;
}

const punctuation = new Set('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~');

/** Words, with a punctuation mark at the end or else at the start apart. */
function wordsOf(text: string): string[] {
  return splitAtSpaces(text).flatMap((word) => {
    const characters = Array.from(word);
    if (characters.length === 1) return [word];
    const [first, last] = [characters[0] as string, characters.at(-1) as string];
    if (punctuation.has(last)) return [characters.slice(0, -1).join(''), last];
    return punctuation.has(first) ? [first, characters.slice(1).join('')] : [word];
  });
}

/** Runs of characters without spaces, then runs of words. */
function runsOf(text: string, { order, wordOrder }: Sizes): Map<string, number>[] {
  const characters = Array.from(splitAtSpaces(text).join(''));
  return [...countNGrams(characters, order), ...countNGrams(wordsOf(text), wordOrder)];
}

/** The F score of the means of precisions and recalls, over the lengths that both texts have. */
function scoreOf(all: readonly Statistics[], beta: number): number {
  const counted = all.filter(({ own, reference }) => own > 0 && reference > 0);
  if (counted.length === 0) return 0;
  const mean = (share: (one: Statistics) => number): number =>
    counted.reduce((sum, one) => sum + share(one), 0) / counted.length;
  const precision = mean(({ own, both }) => both / own);
  const recall = mean(({ reference, both }) => both / reference);
  if (precision + recall === 0) return 0;
  const factor = beta ** 2;
  return (100 * (1 + factor) * precision * recall) / (factor * precision + recall);
}

/** Of a translation and the reference that it has the best score with; of equal ones the first. */
function statisticsOf(
  translation: readonly ReadonlyMap<string, number>[],
  references: readonly (readonly ReadonlyMap<string, number>[])[],
  beta: number,
): Statistics[] {
  let best: Statistics[] = [];
  let highest = -1;
  for (const reference of references) {
    const found = translation.map((counts, i): Statistics => {
      const others = reference[i] as ReadonlyMap<string, number>;
      // Runs of a length that the reference has none of are not held against a translation.
      const own = others.size === 0 ? 0 : totalOf(counts);
      return { own, reference: totalOf(others), both: matches(counts, others) };
    });
    const score = scoreOf(found, beta);
    if (score > highest) [best, highest] = [found, score];
  }
  return best;
}

/**
 * chrF of a corpus, from 0 to 100 (Popović 2015), equal to sacrebleu's: the F score of runs of 1 to 6 characters, which
 * needs no words and so serves Chinese too. With `wordOrder: 2` it is chrF++ (Popović 2017).
 *
 * @param references one for each translation, or several
 * @throws RangeError when there are not as many references as translations, or for options out of range
 * @example
 * chrf(['二零二四年三月五日'], ['二零二四年三月六日']);
 */
export function chrf(
  translations: readonly string[],
  references: References,
  options: ChrfOptions = {},
): number {
  const { order = 6, wordOrder = 0, beta = 2, lowercase = false } = options;
  const { atLeast, number } = messages().translation;
  const least = { order: 1, wordOrder: 0, beta: 0 } as const;
  for (const [option, given] of Object.entries({ order, wordOrder, beta })) {
    const low = least[option as keyof typeof least];
    if (given >= low && (option === 'beta' ? given < Infinity : Number.isInteger(given))) continue;
    throw new RangeError(atLeast({ option, expected: number({ least: low }), given }));
  }
  const sizes = { order, wordOrder, beta };
  const runs = (text: string) => runsOf(lowercase ? text.toLowerCase() : text, sizes);
  const sums = Array.from({ length: order + wordOrder }, () => ({ own: 0, reference: 0, both: 0 }));
  for (const [i, list] of referencesOf(translations, references).entries()) {
    const found = statisticsOf(runs(translations[i] as string), list.map(runs), beta);
    for (const [n, sum] of sums.entries()) {
      sum.own += found[n]?.own ?? 0;
      sum.reference += found[n]?.reference ?? 0;
      sum.both += found[n]?.both ?? 0;
    }
  }
  return scoreOf(sums, beta);
}
