/** Sentences in which each word can be known from the others. */
import { createRng, type Seed } from '../../backend/random.js';
import { checkSizes } from '../../checks.js';
import { type Country, countries } from './countries.js';

export interface FactSentencesOptions {
  /** How many sentences. */
  count: number;
  /** Pairs of countries that the others never name together. Default false. */
  heldOut?: boolean;
  /** Fixes the sentences. Default 0. */
  seed?: Seed;
}

const clauses: readonly ((of: Country) => string)[] = [
  ({ country, capital, language }) =>
    `the capital of ${country} is ${capital} and people there speak ${language}`,
  ({ country, capital, currency }) =>
    `in ${capital} you pay in ${currency} because it lies in ${country}`,
  ({ country, language, currency }) =>
    `whoever lives in ${country} speaks ${language} and pays in ${currency}`,
  ({ country, capital, language }) =>
    `${language} is what you hear in ${capital} and all over ${country}`,
  ({ country, capital, currency }) =>
    `a room in ${capital} , the capital of ${country} , costs ninety ${currency}`,
  ({ capital, language, currency }) =>
    `she learns ${language} , lives in ${capital} and pays in ${currency}`,
  ({ capital, language, currency }) => `${language} papers from ${capital} cost two ${currency}`,
  ({ country, capital, currency }) =>
    `the banks of ${country} lend ${currency} , most of them in ${capital}`,
];

/** Of a fifth of all pairs, which sentences to learn from leave out. */
const isHeldOut = (a: number, b: number): boolean => (a + 2 * b) % 5 === 0;

/**
 * Sentences such as "in oslo you pay in kroner because it lies in norway while the capital of peru is lima and people
 * there speak spanish": two clauses about two of 20 countries, lower case.
 *
 * A masked word can be known from the others: each clause says three things of one country, any of which tells the
 * rest. What stands next to it tells little, since it may be another country's clause.
 *
 * @returns `count` sentences; with `heldOut` only of pairs of countries that no other sentence has
 * @throws RangeError when `count` is no integer >= 1
 * @example
 * const sentences = factSentences({ count: 2000, seed: 1 });
 * const others = factSentences({ count: 500, heldOut: true, seed: 1 });
 */
export function factSentences(options: FactSentencesOptions): string[] {
  const { count, heldOut = false, seed = 0 } = options;
  checkSizes({ count });
  const rng = createRng(seed);
  const sentence = (): string => {
    for (;;) {
      const [a, b] = [rng.integer(0, countries.length), rng.integer(0, countries.length)];
      const [one, other] = [countries[a], countries[b]];
      if (a === b || isHeldOut(a, b) !== heldOut || !one || !other) continue;
      return `${rng.choice(clauses)(one)} while ${rng.choice(clauses)(other)}`;
    }
  };
  return Array.from({ length: count }, sentence);
}
