/** Text from a small grammar, for a language model to learn. */
import { createRng, type Rng, type Seed } from '../backend/random.js';
import { checkSizes } from '../checks.js';

export interface GrammarTextOptions {
  /** How many sentences. */
  sentences: number;
  /** Fixes the text. Default 0. */
  seed?: Seed;
}

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

function nounPhrase(rng: Rng, depth: number): { text: string; form: Form } {
  const form: Form = rng.uniform() < 0.5 ? 0 : 1;
  const article = form === 0 ? rng.choice(['the', 'a']) : rng.choice(['the', 'some']);
  const adjective = rng.uniform() < 0.4 ? `${rng.choice(adjectives)} ` : '';
  let text = `${article} ${adjective}${rng.choice(nouns)[form]}`;
  if (depth > 0 && rng.uniform() < 0.4) {
    const inner = nounPhrase(rng, depth - 1);
    text += ` that ${inner.text} ${rng.choice(verbs)[inner.form]}`;
  }
  return { text, form };
}

function sentence(rng: Rng): string {
  const subject = nounPhrase(rng, 1);
  const rest =
    rng.uniform() < 0.5
      ? rng.choice(intransitive)[subject.form]
      : `${rng.choice(verbs)[subject.form]} ${nounPhrase(rng, 0).text}`;
  const place = rng.uniform() < 0.4 ? ` ${rng.choice(places)}` : '';
  const text = `${subject.text} ${rest}${place}.`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * English sentences of a small grammar, one a line. A verb agrees in number with its noun, which may
 * stand a clause before it: "The geese that a child follows sleep by the river."
 *
 * @throws RangeError when `sentences` is no integer >= 1
 * @example
 * const text = grammarText({ sentences: 2000, seed: 1 });
 */
export function grammarText({ sentences, seed = 0 }: GrammarTextOptions): string {
  checkSizes({ sentences });
  const rng = createRng(seed);
  return Array.from({ length: sentences }, () => `${sentence(rng)}\n`).join('');
}
