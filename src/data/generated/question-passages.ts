/** Passages with questions whose answers stand in them. */
import { createRng, type Rng, type Seed } from '../../backend/random.js';
import { checkSizes } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { countries } from './countries.js';

export interface QuestionPassagesOptions {
  /** How many passages, each with one question. */
  count: number;
  /**
   * The share of passages, in [0, 1], in which all sentences say the same kind of thing, so that nothing but whom the
   * question is about decides. Default 0: each says another.
   */
  alike?: number;
  /** Names and things that no other passage has. Default false. */
  heldOut?: boolean;
  /** Fixes the passages. Default 0. */
  seed?: Seed;
}

/** A question, where to look for the answer, and the answer, as SQuAD has them (Rajpurkar et al. 2016). */
export interface QuestionPassage {
  passage: string;
  question: string;
  /** A part of the passage, and at which character it begins. */
  answer: { text: string; start: number };
}

const list = (text: string): string[] => text.split(' ');
const first = list('anna peter maria ahmed wei lucia ivan grace tomas nadia omar ines');
const last = list('smith meyer tanaka silva novak olsen brown king costa haddad');
const friends = list('noah mila jonas yuki carlos fatima');
const colours = list('red blue green yellow black white old new');
const things = list('lamp chair bicycle coat drum kettle piano mirror clock boat');
const jobs = list('baker nurse painter pilot teacher farmer singer driver');
const days = list('monday tuesday wednesday thursday friday saturday sunday');
const amounts = list('two five nine ten thirty forty sixty ninety');
const capitals = countries.map(({ capital }) => capital);
const currencies = countries.map(({ currency }) => currency);

/** What the sentences of one passage differ in: two never share a word that an answer may have. */
interface Words {
  readonly person: string;
  readonly friend: string;
  readonly thing: string;
  readonly job: string;
  readonly day: string;
  readonly amount: string;
  readonly from: string;
  readonly to: string;
}

type Asked = readonly [question: string, answer: string];
type Fact = (words: Words) => { sentence: string; asked: readonly Asked[] };

const facts: readonly Fact[] = [
  ({ person, to, job }) => ({
    sentence: `${person} lives in ${to} and works as a ${job}.`,
    asked: [
      [`where does ${person} live?`, to],
      [`what does ${person} work as?`, `a ${job}`],
      [`who lives in ${to}?`, person],
      [`who works as a ${job}?`, person],
    ],
  }),
  ({ person, thing, amount }) => ({
    sentence: `${person} bought a ${thing} for ${amount}.`,
    asked: [
      [`what did ${person} buy?`, `a ${thing}`],
      [`how much did ${person} pay?`, amount],
      [`who bought a ${thing}?`, person],
      [`who paid ${amount}?`, person],
    ],
  }),
  ({ person, day, from, to }) => ({
    sentence: `on ${day} ${person} flew from ${from} to ${to}.`,
    asked: [
      [`when did ${person} fly?`, `on ${day}`],
      [`where did ${person} fly to?`, to],
      [`where did ${person} come from?`, from],
      [`who flew to ${to}?`, person],
    ],
  }),
  ({ person, friend, thing, day }) => ({
    sentence: `${person} lent ${friend} a ${thing} until ${day}.`,
    asked: [
      [`what did ${person} lend?`, `a ${thing}`],
      [`to whom did ${person} lend something?`, friend],
      [`until when may ${friend} keep it?`, `until ${day}`],
      [`who lent a ${thing}?`, person],
    ],
  }),
  ({ person, from, amount }) => ({
    sentence: `in ${from} ${person} earns ${amount} a day.`,
    asked: [
      [`where does ${person} earn money?`, from],
      [`how much does ${person} earn?`, amount],
      [`who earns ${amount} a day?`, person],
    ],
  }),
];

/** Pairs of words of two lists that belong to passages of either kind: a quarter is held out. */
function pairs(a: readonly string[], b: readonly string[], heldOut: boolean): string[] {
  return a.flatMap((one, i) =>
    b.filter((_, j) => ((i + j) % 4 === 0) === heldOut).map((other) => `${one} ${other}`),
  );
}

/** Some of a list, no two with a word in common. */
function draw(rng: Rng, from: readonly string[], count: number): string[] {
  const drawn: string[] = [];
  for (const one of rng.shuffle(from)) {
    if (drawn.length === count) break;
    const words = new Set(drawn.flatMap((other) => other.split(' ')));
    if (!one.split(' ').some((word) => words.has(word))) drawn.push(one);
  }
  return drawn;
}

const SENTENCES = 3;

/**
 * Passages such as "anna smith lives in oslo and works as a pilot. on monday peter king flew from lima to cairo. omar
 * silva bought a red lamp for nine soles." with a question, "who flew to cairo?", and its answer, "peter king".
 *
 * Each passage has three sentences, about three persons who share no name. Persons, towns and things stand there more
 * than once, so that an answer's kind of word is not enough: it takes what is said of it. Where sentences are `alike`,
 * it takes whom the question names, too. First and last name, and colour and thing, of passages that are held out stand
 * together in no other passage; the words themselves do.
 *
 * @throws RangeError when `count` is no integer >= 1, or `alike` not in [0, 1]
 * @example
 * const passages = questionPassages({ count: 3000, seed: 1 });
 * const unseen = questionPassages({ count: 500, heldOut: true, seed: 1 });
 */
export function questionPassages(options: QuestionPassagesOptions): QuestionPassage[] {
  const { count, alike = 0, heldOut = false, seed = 0 } = options;
  checkSizes({ count });
  if (!(alike >= 0 && alike <= 1)) {
    throw new RangeError(messages().data.share({ option: 'alike', given: String(alike) }));
  }
  const rng = createRng(seed);
  const [persons, objects] = [pairs(first, last, heldOut), pairs(colours, things, heldOut)];
  return Array.from({ length: count }, () => {
    const places = draw(rng, capitals, 2 * SENTENCES);
    const money = draw(rng, currencies, SENTENCES);
    const drawn = {
      ...{ person: draw(rng, persons, SENTENCES), thing: draw(rng, objects, SENTENCES) },
      friend: draw(rng, friends, SENTENCES),
      ...{ job: draw(rng, jobs, SENTENCES), day: draw(rng, days, SENTENCES) },
      amount: draw(rng, amounts, SENTENCES).map((amount, i) => `${amount} ${money[i]}`),
      ...{ from: places.slice(SENTENCES), to: places },
    };
    const isAlike = rng.uniform() < alike;
    const kinds = rng.shuffle(facts);
    const said = Array.from({ length: SENTENCES }, (_, i) => {
      const one = Object.entries(drawn).map(([name, words]) => [name, words[i]]);
      return (kinds[isAlike ? 0 : i] as Fact)(Object.fromEntries(one) as unknown as Words);
    });
    const about = rng.integer(0, SENTENCES);
    const { sentence = '', asked = [] } = said[about] ?? {};
    const [question, text] = rng.choice(asked);
    const before = said.slice(0, about).reduce((at, one) => at + one.sentence.length + 1, 0);
    return {
      passage: said.map((one) => one.sentence).join(' '),
      question,
      answer: { text, start: before + sentence.indexOf(text) },
    };
  });
}
