/** Pairs of sentences, of which the first says the second, denies it, or neither. */
import { createRng, type Seed } from '../../backend/random.js';
import { checkSizes } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type Country, countries } from './countries.js';

export interface EntailmentPairsOptions {
  /** How many pairs. */
  count: number;
  /** Of how many persons a premise speaks. Default 1. */
  people?: 1 | 2;
  /** Persons in countries where the others never place them. Default false. */
  heldOut?: boolean;
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

/** Where a fifth of all persons' homes are, sentences to learn from do not say. */
const isHeldOut = (person: string, home: number): boolean =>
  (names.indexOf(person) + home) % 5 === 0;

/**
 * Pairs such as "anna lives in oslo" with "anna speaks norwegian" (entailment), "anna speaks thai" (contradiction:
 * everybody here has one country), and "maria speaks norwegian" (neutral: of her nothing is said). With two `people`
 * the premise is "anna lives in oslo and peter pays in soles". The three relations are as frequent.
 *
 * The words of a pair never tell: the fact in the hypothesis is another one than in the premise, so that it takes
 * knowledge of countries and a look at whom the premise says it of.
 *
 * @throws RangeError when `count` is no integer >= 1, or `people` neither 1 nor 2
 * @example
 * const { premises, hypotheses, labels } = entailmentPairs({ count: 600, seed: 1 });
 * const others = entailmentPairs({ count: 600, heldOut: true, seed: 1 });
 */
export function entailmentPairs(options: EntailmentPairsOptions): EntailmentPairs {
  const { count, people = 1, heldOut = false, seed = 0 } = options;
  checkSizes({ count });
  if (people !== 1 && people !== 2) {
    throw new RangeError(messages().data.peopleOfPremise({ got: String(people) }));
  }
  const rng = createRng(seed);
  const drawn = (): { persons: string[]; homes: number[] } => {
    for (;;) {
      const persons = rng.shuffle(names).slice(0, 3);
      const homes = rng.shuffle(countries.map((_, i) => i)).slice(0, 3);
      const isFitting = (i: number): boolean =>
        isHeldOut(persons[i] as string, homes[i] as number) === heldOut;
      if (Array.from({ length: people }, (_, i) => i).every(isFitting)) return { persons, homes };
    }
  };
  const pair = (label: number): [premise: string, hypothesis: string] => {
    const { persons, homes } = drawn();
    const told = persons.slice(0, people).map((person, i) => {
      const kind = rng.integer(0, facts.length);
      return { kind, text: `${person} ${facts[kind]?.(countries[homes[i] as number] as Country)}` };
    });
    const about = rng.integer(0, people);
    const kind = rng.choice(facts.filter((_, i) => i !== told[about]?.kind));
    // One who is not named may live anywhere: as often where the others do as elsewhere.
    const isTrue = label === 0 || (label === 1 && rng.uniform() < 0.5);
    // Half of what is denied is the other's: the country alone does not tell.
    const elsewhere = people === 2 && rng.uniform() < 0.5 ? 1 - about : 2;
    const home = countries[homes[isTrue ? about : elsewhere] as number] as Country;
    const premise = told.map(({ text }) => text).join(' and ');
    return [premise, `${label === 1 ? persons[2] : persons[about]} ${kind(home)}`];
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
