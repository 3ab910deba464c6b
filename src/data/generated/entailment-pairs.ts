/** Pairs of sentences, of which the first says the second, denies it, or neither. */
import { createRng, type Rng, type Seed } from '../../backend/random.js';
import { checkSizes } from '../../checks.js';
import { type Country, countries } from './countries.js';

export interface EntailmentPairsOptions {
  /** How many pairs. */
  count: number;
  /** Fixes the pairs. Default 0. */
  seed?: Seed;
}

/** What premises and hypotheses say, and the number of the relation, in `classes`. */
export interface EntailmentPairs {
  premises: string[];
  hypotheses: string[];
  labels: number[];
  /** In the words of SNLI (Bowman et al. 2015). */
  classes: readonly ['entailment', 'neutral', 'contradiction'];
}

const names = 'anna peter maria ahmed wei lucia ivan grace tomas nadia omar ines'.split(' ');

/** What is said of a person whose country it is. */
const facts: readonly ((of: Country) => string)[] = [
  ({ country }) => `lives in ${country}`,
  ({ capital }) => `lives in ${capital}`,
  ({ language }) => `speaks ${language}`,
  ({ currency }) => `pays in ${currency}`,
];

const others = (rng: Rng, ...not: readonly number[]): Country => {
  const left = countries.filter((_, i) => !not.includes(i));
  return rng.choice(left);
};

/**
 * Pairs such as "anna lives in oslo and peter pays in soles" with "peter lives in lima" (entailment), "peter speaks
 * thai" (contradiction: everybody here has one country), and "maria lives in lima" (neutral). The three are as frequent.
 *
 * The words of a pair never tell: the fact in the hypothesis is another one than in the premise, so that it takes
 * knowledge of countries, as `factSentences` have it, and a look at whom the premise says it of.
 *
 * @throws RangeError when `count` is no integer >= 1
 * @example
 * const { premises, hypotheses, labels } = entailmentPairs({ count: 600, seed: 1 });
 */
export function entailmentPairs(options: EntailmentPairsOptions): EntailmentPairs {
  const { count, seed = 0 } = options;
  checkSizes({ count });
  const rng = createRng(seed);
  const pair = (label: number): [premise: string, hypothesis: string] => {
    const people = rng.shuffle(names).slice(0, 3);
    const [a, b] = rng.shuffle(countries.map((_, i) => i)) as [number, number];
    const kinds = [rng.integer(0, facts.length), rng.integer(0, facts.length)];
    const premise = [a, b]
      .map((of, i) => `${people[i]} ${facts[kinds[i] ?? 0]?.(countries[of] as Country)}`)
      .join(' and ');
    const about = rng.integer(0, 2);
    const home = [a, b][about] as number;
    const kind = rng.choice(facts.filter((_, i) => i !== kinds[about]));
    // One who is not named may live anywhere: as often where the others do as elsewhere.
    const isTrue = label === 0 || (label === 1 && rng.uniform() < 0.5);
    // Half of what is denied is the other's: the country alone does not tell.
    const wrong =
      rng.uniform() < 0.5 ? (countries[about === 0 ? b : a] as Country) : others(rng, a, b);
    const of = isTrue ? (countries[home] as Country) : wrong;
    return [premise, `${label === 1 ? people[2] : people[about]} ${kind(of)}`];
  };
  const labels = rng.shuffle(Array.from({ length: count }, (_, i) => i % 3));
  const pairs = labels.map(pair);
  return {
    premises: pairs.map(([premise]) => premise),
    hypotheses: pairs.map(([, hypothesis]) => hypothesis),
    labels,
    classes: ['entailment', 'neutral', 'contradiction'],
  };
}
