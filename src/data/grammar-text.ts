/** Text from a small grammar, for a language model or vectors of words to learn. */
import { createRng, type Rng, type Seed } from '../backend/random.js';
import { checkSizes } from '../checks.js';
import { messages } from '../messages/index.js';

export interface GrammarTextOptions {
  /** How many sentences. */
  sentences: number;
  /**
   * How often a noun takes an adjective and a place of its own instead of any, and a verb an object or a
   * place, in [0, 1]. At 0 all nouns are used alike, and all verbs; above it each is known by the company it
   * keeps, in singular and plural. Default 0.
   */
  preference?: number;
  /** Fixes the text. Default 0. */
  seed?: Seed;
}

/** Singular and plural. */
const nouns = [
  ['fox', 'foxes'],
  ['child', 'children'],
  ['baker', 'bakers'],
  ['sailor', 'sailors'],
  ['goose', 'geese'],
  ['painter', 'painters'],
] as const;
const verbs = [
  ['sees', 'see'],
  ['follows', 'follow'],
  ['hears', 'hear'],
  ['greets', 'greet'],
] as const;
const intransitive = [
  ['sleeps', 'sleep'],
  ['sings', 'sing'],
  ['waits', 'wait'],
] as const;
const adjectives = ['old', 'quiet', 'clever', 'hungry', 'small'];
const places = ['by the river', 'near the old mill', 'in the garden', 'on the hill'];

type Form = 0 | 1;

/** What goes with a word: anything, as it was drawn, or what is the word's own, by its number. */
type Prefer = <Choice>(drawn: Choice, choices: readonly Choice[], of: number) => Choice;

interface NounPhrase {
  text: string;
  form: Form;
  /** Which noun. */
  noun: number;
}

interface NounPhraseOptions {
  /** How many clauses may stand in one another. */
  depth: number;
  /** The verb that it is the object of. */
  objectOf?: number;
}

const numbersOf = (words: readonly unknown[]): number[] => words.map((_, i) => i);

function nounPhrase(rng: Rng, prefer: Prefer, { depth, objectOf }: NounPhraseOptions): NounPhrase {
  const form: Form = rng.uniform() < 0.5 ? 0 : 1;
  const article = form === 0 ? rng.choice(['the', 'a']) : rng.choice(['the', 'some']);
  const drawn = rng.uniform() < 0.4 ? rng.choice(adjectives) : undefined;
  const any = rng.integer(0, nouns.length);
  const noun = objectOf === undefined ? any : prefer(any, numbersOf(nouns), objectOf);
  const adjective = drawn === undefined ? '' : `${prefer(drawn, adjectives, noun)} `;
  let text = `${article} ${adjective}${nouns[noun]?.[form]}`;
  if (depth > 0 && rng.uniform() < 0.4) {
    const inner = nounPhrase(rng, prefer, { depth: depth - 1 });
    text += ` that ${inner.text} ${rng.choice(verbs)[inner.form]}`;
  }
  return { text, form, noun };
}

function sentence(rng: Rng, prefer: Prefer): string {
  const { text: subject, form, noun } = nounPhrase(rng, prefer, { depth: 1 });
  const isAlone = rng.uniform() < 0.5;
  const verb = rng.integer(0, (isAlone ? intransitive : verbs).length);
  const rest = isAlone
    ? intransitive[verb]?.[form]
    : `${verbs[verb]?.[form]} ${nounPhrase(rng, prefer, { depth: 0, objectOf: verb }).text}`;
  const where = rng.uniform() < 0.4 ? rng.choice(places) : undefined;
  const place = where === undefined ? '' : ` ${prefer(where, places, isAlone ? verb : noun)}`;
  const text = `${subject} ${rest}${place}.`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * English sentences of a small grammar, one a line. A verb agrees in number with its noun, which may
 * stand a clause before it: "The geese that a child follows sleep by the river."
 *
 * @throws RangeError when `sentences` is no integer >= 1, or `preference` not in [0, 1]
 * @example
 * const text = grammarText({ sentences: 2000, seed: 1 });
 */
export function grammarText(options: GrammarTextOptions): string {
  const { sentences, preference = 0, seed = 0 } = options;
  checkSizes({ sentences });
  if (!(preference >= 0 && preference <= 1)) {
    throw new RangeError(messages().data.preference({ given: String(preference) }));
  }
  const rng = createRng(seed);
  const prefer: Prefer = (drawn, choices, of) => {
    // At 0 nothing is drawn for it: the text of a seed is that of before there was a preference.
    const isOwn = preference > 0 && rng.uniform() < preference;
    return isOwn ? (choices[of % choices.length] as typeof drawn) : drawn;
  };
  return Array.from({ length: sentences }, () => `${sentence(rng, prefer)}\n`).join('');
}

/** The forms of each noun and verb, as analogies: singular is to plural as singular to plural. */
function pairsWithin(
  words: readonly (readonly [string, string])[],
): [string, string, string, string][] {
  return words.flatMap(([a, b]) =>
    words
      .filter(([c]) => c !== a)
      .flatMap(([c, d]): [string, string, string, string][] => [
        [a, b, c, d],
        [b, a, d, c],
      ]),
  );
}

/**
 * Analogies between words of `grammarText`: `fox` is to `foxes` as `child` is to `children`, and as a verb
 * is to its form in the other number. Each noun with each other one, both ways round; likewise verbs with an
 * object, and those without. Without a preference nothing in the text tells one noun's plural from
 * another's, and no vectors can answer.
 *
 * @returns lists of four words, the last one the answer
 * @example
 * grammarAnalogies()[0]; // ['fox', 'foxes', 'child', 'children']
 */
export function grammarAnalogies(): [string, string, string, string][] {
  return [nouns, verbs, intransitive].flatMap(pairsWithin);
}
