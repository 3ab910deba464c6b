/** Sentences in which persons, places, dates and amounts are tagged. */
import { createRng, type Rng, type Seed } from '../backend/random.js';
import { checkSizes } from '../checks.js';

/** Texts as words, with a tag for each word. */
export interface TaggedTexts {
  /** The words of each text, lower case. */
  words: string[][];
  /** The tag of each word, one of `classes`. */
  tags: string[][];
  /** All tags of the BIO scheme; `O`, which is none, has number 0. */
  classes: readonly string[];
}

export interface EntitySentencesOptions {
  /** How many sentences. */
  count: number;
  /** The share of sentences whose name may be a person's or a place's, in [0, 1]. Default 0.08. */
  ambiguous?: number;
  /** Fixes the sentences. Default 0. */
  seed?: Seed;
}

const kinds = ['person', 'place', 'date', 'amount'] as const;
type Kind = (typeof kinds)[number];

const list = (text: string): string[] => text.split(' ');

/** First names and towns, last names and what lies in a landscape: any of them may be either. */
const shared = {
  first: list(
    'jordan chelsea florence austin sydney victoria lincoln madison charlotte georgia carolina brooklyn kent adelaide',
  ),
  last: list('hill park lake ford field stone bridge dale rivers forest banks wells grove heath'),
};
const onlyPersons = {
  first: list('anna peter maria ahmed wei lucia ivan grace april may june august'),
  last: list('smith meyer tanaka silva novak olsen brown king march'),
};
const onlyPlaces = {
  first: list('berlin oslo lima cairo hanoi quito tunis delhi'),
  last: list('valley island airport harbour square station'),
};
const months = list(
  'january february march april may june july august september october november december',
);
const days = list('monday tuesday wednesday thursday friday saturday sunday');
const numbers = list('two three five seven ten twelve twenty thirty forty fifty');
const units = list('dollars euros pounds cents');

/** Either list, each as often. */
const either = (rng: Rng, a: readonly string[], b: readonly string[]): string =>
  rng.choice(rng.uniform() < 0.5 ? a : b);

function name(rng: Rng, own: typeof onlyPersons): string[] {
  const words = [either(rng, own.first, shared.first)];
  if (rng.uniform() < 0.2) words.push(rng.choice(shared.first));
  if (rng.uniform() < 0.7) words.push(either(rng, own.last, shared.last));
  return words;
}

const makers: Readonly<Record<Kind, (rng: Rng) => string[]>> = {
  person: (rng) => name(rng, onlyPersons),
  place: (rng) => (rng.uniform() < 0.1 ? ['new', rng.choice(shared.first)] : name(rng, onlyPlaces)),
  date: (rng) =>
    rng.choice([
      () => [rng.choice(months)],
      () => [rng.choice(days)],
      () => [rng.choice(months), rng.choice(numbers)],
      () => [rng.choice(days), rng.choice(months), rng.choice(numbers)],
    ])(),
  amount: (rng) =>
    rng.choice([
      () => [rng.choice(numbers), rng.choice(units)],
      () => [rng.choice(numbers), 'hundred', rng.choice(units)],
      () => [rng.choice(numbers), rng.choice(units), rng.choice(numbers), 'cents'],
    ])(),
};

/** Where a word in capitals stands, such a name stands. In all of them the words around tell which kind it is. */
const clear = [
  'we asked PERSON to wait until DATE',
  'PERSON said that the rent is AMOUNT',
  'PERSON paid AMOUNT for a coat',
  'a letter from PERSON came on DATE',
  'the parents of PERSON live in PLACE',
  'dr PERSON married PERSON in DATE',
  'on DATE PERSON moved to PLACE',
  'PERSON owes PERSON AMOUNT',
  'the train to PLACE leaves on DATE',
  'a ticket from PLACE to PLACE costs AMOUNT',
  'it rained in PLACE until DATE',
  'the mayor of PLACE resigned on DATE',
  'they may meet in PLACE in DATE',
  'march with us to the park on DATE',
  'we had two coffees by the lake in PLACE',
  'it is forty miles to PLACE and the road is closed',
  'PERSON who was born near PLACE spent AMOUNT',
  'in DATE PERSON won AMOUNT and left PLACE',
];

/** Here they do not tell: NAME is a person as often as a place. */
const unclear = [
  'we saw NAME on DATE',
  'i often think of NAME',
  'NAME was lovely in DATE',
  'everybody loves NAME',
  'the film about NAME cost AMOUNT',
];

/** A name of two or three words, all of which persons and places share. */
function sharedName(rng: Rng): string[] {
  const words = [rng.choice(shared.first), rng.choice(shared.last)];
  return rng.uniform() < 0.5 ? words : [rng.choice(shared.first), ...words];
}

function sentence(rng: Rng, isClear: boolean): [words: string[], tags: string[]] {
  const [words, tags]: [string[], string[]] = [[], []];
  for (const word of list(rng.choice(isClear ? clear : unclear))) {
    if (word === word.toLowerCase()) {
      words.push(word);
      tags.push('O');
      continue;
    }
    const kind =
      word === 'NAME' ? rng.choice(['person', 'place'] as const) : (word.toLowerCase() as Kind);
    const found = word === 'NAME' ? sharedName(rng) : makers[kind](rng);
    words.push(...found);
    tags.push(...found.map((_, i) => `${i === 0 ? 'B' : 'I'}-${kind}`));
  }
  return [words, tags];
}

/**
 * Sentences such as "the mayor of lincoln park resigned on monday", whose words are tagged as persons, places, dates
 * and amounts by the BIO scheme: `B-place` begins a place and `I-place` goes on with it.
 *
 * Words alone do not tell: "lincoln" is a person or a place, "park" the end of either or a park, "may" a month, a first
 * name or a verb. In most sentences the words around do. In a share of them (`ambiguous`) nothing does: the name is a
 * person's or a place's by chance, and the best there is is to give all of its words one kind. So no tagger finds all
 * of these entities, but about half of such names.
 *
 * @throws RangeError when `count` is no integer >= 1, or `ambiguous` not in [0, 1]
 * @example
 * const { words, tags, classes } = entitySentences({ count: 1000, seed: 1 });
 */
export function entitySentences(options: EntitySentencesOptions): TaggedTexts {
  const { count, ambiguous = 0.08, seed = 0 } = options;
  checkSizes({ count });
  if (!(ambiguous >= 0 && ambiguous <= 1)) {
    throw new RangeError(`Expected \`ambiguous\` to be a number in [0, 1]. Received: ${ambiguous}`);
  }
  const rng = createRng(seed);
  const all = Array.from({ length: count }, () => sentence(rng, rng.uniform() >= ambiguous));
  return {
    words: all.map(([words]) => words),
    tags: all.map(([, tags]) => tags),
    classes: ['O', ...kinds.flatMap((kind) => [`B-${kind}`, `I-${kind}`])],
  };
}
